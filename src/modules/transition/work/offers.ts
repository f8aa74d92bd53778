import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { translator } from '#base/text/index.ts';
import { caseRead, openCase } from '#kernel/case/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { listPersonCases } from '../cases/index.ts';
import { findCalculation, listStepDays, type PersonCase } from '../cases/store.ts';
import { payIn } from './pay.ts';
import { prose } from '../impact/index.ts';
import { closed } from '../model.ts';
import { id, monthly, orNull, text, WhyView } from './model.ts';
import { addOffer, findOffer, listOffers, type Offer } from './offer-store.ts';
import { match, type Matched } from './rules.ts';
import { listOpen, lookingOf, type Looking, type Open } from './search.ts';

/** States of a case in which work can be offered. */
const SEEKING = ['opened', 'offered', 'retraining', 'declined', 'noticed'];

/** The case of a person, for operations whose permission lies in its unit; throws `missing`. */
export async function getPersonCase(ctx: Pick<Ctx, 'db'>, caseId: string): Promise<PersonCase> {
  return found((await listPersonCases(ctx.db, { caseId }))[0], 'case.no-case');
}

/** Refuses what can only be done while new work is looked for. */
export function mustSeek({ state }: Pick<PersonCase, 'state'>): void {
  if (!SEEKING.includes(state)) throw new Problem('conflict', 'transition-work.not-now');
}

/** Offers a post or a job outside. */
export const offerWork = operation({
  name: 'transition.offer-work',
  summary: 'Offer a vacant post or a job outside to the person of a case. Whatever asks for more learning, lies lower or outside comes only after retraining was offered.',
  kind: 'write',
  http: 'POST /transition/cases/{id}/offers',
  permission: 'transition.handle-cases',
  unit: async (ctx, given) => (await getPersonCase(ctx, given.id)).unitId,
  input: Type.Object(
    {
      id: id('Case of the person'),
      postId: Type.Optional(id('Vacant post; either this or a job outside')),
      outsideId: Type.Optional(id('Job outside')),
      pay: monthly('What the work pays'),
      body: prose('What the work is, when and where it begins, whom to ask', 5000),
    },
    closed,
  ),
  output: Type.Object({ id: id('Case of the offer') }, closed),
  trace: (input, output) => ({ subject: input.id, detail: { offer: output.id } }),
  run: async (ctx, given) => {
    const held = await getPersonCase(ctx, given.id);
    mustSeek(held);
    const looking = await lookingOf(ctx, held.personId);
    const { open, matched } = await openingOf(ctx, looking, given);
    await mustBeOffered(ctx, held, matched, open);
    const t = translator('vi', ctx.services.root);
    const fresh = await openCase(ctx, {
      procedure: 'transition.offer',
      unitId: held.unitId,
      title: t('transition-work.offer-title', { title: open.shown.title }).slice(0, 200),
      subject: held.personId,
      parties: [
        { party: 'worker', personId: held.personId },
        { party: 'union', unitId: held.unitId },
      ],
      parentId: held.caseId,
    });
    await addOffer(ctx.db, {
      caseId: fresh.id,
      personCaseId: held.caseId,
      personId: held.personId,
      postId: given.postId ?? null,
      outsideId: given.outsideId ?? null,
      title: open.shown.title,
      place: open.shown.place,
      pay: given.pay,
      body: given.body,
      payBefore: payIn(await findCalculation(ctx.db, held.caseId)) ?? looking.seeker.pay,
      reasons: matched.reasons,
      madeBy: personOf(ctx.actor) ?? null,
      madeOn: ctx.today,
    });
    await notify(ctx, { to: [held.personId], key: 'transition-work.told-offer', values: { title: open.shown.title }, href: `/transition/offers/${fresh.id}`, email: true });
    return fresh;
  },
});

/** The opening with how it fits, at the pay that is offered. */
async function openingOf(
  ctx: Ctx,
  { seeker }: Looking,
  { postId, outsideId, pay }: { postId?: string; outsideId?: string; pay: number },
): Promise<{ open: Open; matched: Matched }> {
  if ((postId === undefined) === (outsideId === undefined)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/postId', code: 'transition-work.one-of-both' }]);
  const [open] = await listOpen(ctx, seeker, postId === undefined ? { outsideId: outsideId ?? '' } : { postId });
  if (open === undefined || open.opening.taken) throw new Problem('conflict', 'transition-work.not-open');
  const [matched] = match(seeker, [{ ...open.opening, pay: { from: pay, to: pay, kept: false } }]);
  return { open, matched: found(matched, 'transition-work.not-open') };
}

async function mustBeOffered(ctx: Ctx, held: PersonCase, { order, reasons }: Matched, { opening }: Open): Promise<void> {
  const again = (await listOffers(ctx.db, held.caseId)).some(({ state, postId, outsideId }) => ['made', 'trial'].includes(state) && [postId, outsideId].includes(opening.id));
  if (again) throw new Problem('conflict', 'transition-work.offered-already');
  const lesser = order.gap > 0 || opening.kind === null || reasons.some(({ code }) => code.endsWith('level-lower'));
  if (lesser && !(await listStepDays(ctx.db, held.caseId)).has('offer-retraining')) throw new Problem('conflict', 'transition-work.retraining-first');
}

/** An offer as its parties see it. */
export const OfferView = Type.Object(
  {
    id: id('Case of the offer'),
    personCase: id('Case of the person'),
    title: text('Post or job'),
    place: text('Unit, or employer and commune'),
    outside: Type.Boolean({ description: 'Whether it is a job outside' }),
    pay: Type.Integer({ description: 'What it pays, đồng a month' }),
    payBefore: orNull(Type.Integer({ description: 'What the person has now, đồng a month; null: unknown' })),
    reasons: Type.Array(WhyView, { description: 'How it fits, as it was when the offer was made' }),
    body: text('What the work is'),
    madeOn: text('When it was made'),
    state: text('State of its case'),
    due: orNull(text('Last day of the term that runs')),
  },
  closed,
);

/** An offer as an answer of an operation. */
export function offerView({ caseId, personCaseId, outsideId, due, ...rest }: Offer) {
  const { title, place, pay, payBefore, reasons, body, madeOn, state } = rest;
  const running = ['made', 'trial'].includes(state) && due !== 'infinity' ? due : null;
  return { id: caseId, personCase: personCaseId, title, place, outside: outsideId !== null, pay, payBefore, reasons, body, madeOn, state, due: running };
}

/** What an offer says. */
export const readOffer = operation({
  name: 'transition.read-offer',
  summary: 'An offer of work with its reasons, for the person, the employer and the union; where it stands and what can be done is told by case.read.',
  kind: 'read',
  http: 'GET /transition/offers/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: id('Case of the offer') }, closed),
  output: Type.Object({ ...OfferView.properties, personId: id('Person') }, closed),
  looksAt: (_input, { personId }) => [personId],
  run: async (ctx, given) => {
    await caseRead.run(ctx, given);
    const offer = found(await findOffer(ctx.db, given.id), 'case.no-case');
    return { ...offerView(offer), personId: offer.personId };
  },
});
