import { formatDay } from '#base/day/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { translator } from '#base/text/index.ts';
import { takeStep } from '#kernel/case/index.ts';
import type { Gate } from '#kernel/gate/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { system } from '#kernel/org/index.ts';
import type { Conduct, Moment } from '#kernel/procedure/index.ts';
import { listPersonCases } from '../cases/store.ts';
import { dropFollowUps, planFollowUps } from './follow-up-store.ts';
import { assignPlan, endPlan } from './learning.ts';
import { findNumber, findOffer, isTaken, listOffers, listTrialsFrom, type Offer } from './offer-store.ts';
import { offerProcedure } from './procedure.ts';

/** What whoever made an offer is told after a step. */
const TOLD: Record<string, string> = {
  accept: 'transition-work.told-accept',
  'take-outside': 'transition-work.told-accept',
  decline: 'transition-work.told-decline',
  'go-back': 'transition-work.told-go-back',
};

async function beforeOffer(ctx: Ctx, { caseId, happened }: Moment): Promise<void> {
  const offer = found(await findOffer(ctx.db, caseId), 'case.no-case');
  if (happened.step === 'lapse' && ctx.today <= offer.due) throw new Problem('conflict', 'transition-work.still-time', { day: formatDay(offer.due) });
  // A job outside ends the employment here: the case goes on to notice and to everything that is due.
  if ((happened.step === 'accept' && offer.outsideId !== null) || (happened.step === 'take-outside' && offer.postId !== null))
    throw new Problem('conflict', 'transition-work.other-step');
  if (['accept', 'take-outside'].includes(happened.step) && (await isTaken(ctx.db, offer))) throw new Problem('conflict', 'transition-work.not-open');
}

/** An accepted offer gives new work in the case and takes back what else was offered; one that does not fit leads back to where everything is still open. */
async function afterOffer(ctx: Ctx, { caseId, happened, reason }: Moment): Promise<void> {
  const offer = found(await findOffer(ctx.db, caseId), 'case.no-case');
  const t = translator('vi', ctx.services.root);
  if (happened.step === 'accept') {
    await moveParent(ctx, offer, 'redeploy', t('transition-work.offer-title', { title: offer.title }));
  }
  if (['accept', 'take-outside'].includes(happened.step)) {
    const others = (await listOffers(ctx.db, offer.personCaseId)).filter(({ state }) => state === 'made');
    for (const other of others) await stepAs(ctx, other.caseId, 'withdraw', t('transition-work.other-taken', { title: offer.title }));
  }
  if (happened.step === 'go-back') await moveParent(ctx, offer, 'come-back', reason ?? t('transition-work.offer-title', { title: offer.title }));
  if (offer.madeBy !== null && happened.step in TOLD) {
    await notify(ctx, { to: [offer.madeBy], key: TOLD[happened.step] ?? '', values: { title: offer.title }, href: `/transition/offers/${caseId}` });
  }
}

async function moveParent(ctx: Ctx, { personCaseId }: Offer, step: 'redeploy' | 'come-back', reason: string): Promise<void> {
  await stepAs(ctx, personCaseId, step, reason);
}

/** A step that follows from another one, which somebody was allowed to take. */
async function stepAs(ctx: Ctx, id: string, step: string, reason: string): Promise<void> {
  await takeStep({ ...ctx, actor: system('transition.work') }, { id, expected: await findNumber(ctx.db, id), step, reason });
}

async function afterPerson(ctx: Ctx, { caseId, happened }: Moment): Promise<void> {
  const [held] = await listPersonCases(ctx.db, { caseId });
  if (held === undefined) return;
  if (happened.step === 'accept-retraining') await assignPlan(ctx, held);
  if (happened.step === 'break-off') await endPlan(ctx, caseId);
  if (happened.step === 'come-back') await dropFollowUps(ctx.db, caseId);
  if (happened.step === 'redeploy' || happened.step === 'end') await planFollowUps(ctx, { caseId, unitId: held.unitId, since: happened.day });
}

/** Adds what this part does after a step to the conduct of the case of a person. */
export function withWork(conducts: readonly Conduct[], ...others: ((ctx: Ctx, moment: Moment) => Promise<void>)[]): Conduct[] {
  return conducts.map((conduct) =>
    conduct.versions[0]?.name === 'transition.person'
      ? {
          ...conduct,
          after: async (ctx, moment) => {
            await conduct.after?.(ctx, moment);
            for (const work of [afterPerson, ...others]) await work(ctx, moment);
          },
        }
      : conduct,
  );
}

/** Offers of work, with what of this module belongs to their steps. */
export const offerConduct: Conduct = { versions: [offerProcedure], before: beforeOffer, after: afterOffer, href: (caseId) => `/transition/offers/${caseId}` };

/** The post that somebody comes from is not closed while the new work is on trial: the way back stays open. */
export const trialGate: Gate = {
  missing: async (ctx, act) => {
    if (act.what !== 'close-post') return [];
    return (await listTrialsFrom(ctx.db, [act.postId])).map(({ due }) => ({ code: 'transition-work.trial-runs', values: { day: formatDay(due) } }));
  },
  concerned: async (ctx, acts) => {
    const posts = acts.flatMap((act) => (act.what === 'close-post' ? [act.postId] : []));
    const held = new Set((await listTrialsFrom(ctx.db, posts)).map(({ postId }) => postId));
    return acts.flatMap((act, place) => (act.what === 'close-post' && held.has(act.postId) ? [place] : []));
  },
};
