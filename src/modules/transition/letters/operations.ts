import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { pinnedVersion } from '#kernel/procedure/index.ts';
import { closed } from '../model.ts';
import { addresseesOf, firstDraft, issuerOf, mayDraft, mustDraft, openCaseOfLetter, signersFor } from './draft.ts';
import { paragraphs } from './fill.ts';
import { isLetterKind, kindsIn, LETTERS, requiredFor, type LetterKind, type Party } from './kinds.ts';
import { listLetters, type Letter } from './letter-store.ts';
import { makeLetter } from './make.ts';
import { chosen, kindOf, LetterContent, letterId, LetterLine, LetterSigner, partyOf, written } from './model.ts';
import { mustBeReady } from './ready.ts';
import { countLetters, type CaseOfLetter } from './store.ts';
import { mustBeFilled, textOf } from './texts.ts';

const caseId = Type.String({ format: 'uuid', description: 'Case' });

const Prepared = Type.Object(
  {
    id: Type.Union([letterId, Type.Null()], { description: 'The letter that is drafted already and that nobody has signed' }),
    title: Type.String({ description: 'What kind of letter it is, in the language of the asker' }),
    steps: Type.Array(Type.Object({ name: Type.String({ description: 'Step' }), title: Type.String({ description: 'Its title' }) }, closed), {
      description: 'Steps that the letter can carry; more than one where it says an outcome',
    }),
    step: Type.String({ description: 'The step chosen, or the first' }),
    number: Type.String({ description: 'Number suggested' }),
    place: Type.String({ description: 'Place suggested' }),
    abstract: Type.String({ description: 'What it is about' }),
    body: Type.String({ description: 'The text' }),
    recipients: Type.String({ description: 'To whom it goes' }),
    signers: Type.Array(
      Type.Object({ party: partyOf, chosen: Type.String({ description: 'Person chosen or first' }), options: Type.Array(LetterSigner, { description: 'Who can sign' }) }, closed),
      { description: 'In the order of signing' },
    ),
  },
  closed,
);

/** A letter before it is drafted, or to be drafted anew. */
export const prepareLetter = operation({
  name: 'transition.prepare-letter',
  summary: 'What a letter of a case would say, filled from the case, and who can sign it. Refused with everything missing while the step that it carries is not open.',
  kind: 'read',
  http: 'GET /transition/cases/{caseId}/letter-drafts/{kind}',
  permission: 'signed-in',
  input: Type.Object({ caseId, kind: kindOf }, closed),
  output: Prepared,
  run: async (ctx, { caseId: of, kind }) => {
    const file = await openCaseOfLetter(ctx, of);
    await mustDraft(ctx, file, kind);
    await mustBeReady(ctx, file, LETTERS[kind].steps[0] ?? '');
    const former = await formerOf(ctx, file, kind);
    const kept = former === undefined ? undefined : Value.Parse(LetterContent, former.content);
    const first = await firstDraft(ctx, file, kind, ctx.today);
    const { steps } = await pinnedVersion(ctx.db, file.procedure, file.version);
    const content = kept ?? first;
    return {
      id: former?.id ?? null,
      title: first.text.title[ctx.locale],
      steps: LETTERS[kind].steps.map((name) => ({ name, title: steps[name]?.title[ctx.locale] ?? name })),
      step: former?.step ?? LETTERS[kind].steps[0] ?? '',
      number: former?.number ?? `${(await countLetters(ctx.db, file.unitId, ctx.today)) + 1}/${first.text.code}`,
      place: kept?.place ?? 'Hà Nội',
      abstract: content.abstract,
      body: content.body.join('\n'),
      recipients: content.recipients.join('\n'),
      signers: (await signersFor(ctx, file, kind)).map(({ party, options }) => ({
        party,
        chosen: kept?.signers.find((one) => one.party === party)?.personId ?? options[0]?.personId ?? '',
        options: options.map((one) => ({ party, ...one })),
      })),
    };
  },
});

/** Drafts a letter of a case. */
export const draftLetter = operation({
  name: 'transition.draft-letter',
  summary: 'Draft a letter of a case by Decree 30/2020: makes its PDF and lays down who signs in which order. Until somebody signs it can be drafted anew.',
  kind: 'write',
  http: 'POST /transition/cases/{caseId}/letters',
  permission: 'signed-in',
  input: Type.Object(
    {
      caseId,
      kind: kindOf,
      step: Type.Optional(Type.String({ maxLength: 60, description: 'Step that the letter carries, where its kind has more than one' })),
      ...written,
      ...chosen,
    },
    closed,
  ),
  output: Type.Object({ id: letterId }, closed),
  trace: ({ caseId: of, kind }, { id }) => ({ subject: of, detail: { kind, letter: id } }),
  run: async (ctx, { caseId: of, kind, step = LETTERS[kind].steps[0] ?? '', number, ...given }) => {
    const file = await openCaseOfLetter(ctx, of);
    await mustDraft(ctx, file, kind);
    const day = given.day ?? ctx.today;
    if (day > ctx.today) throw new Problem('invalid', 'case.day-ahead', {}, [{ at: '/day', code: 'case.day-ahead' }]);
    if (!LETTERS[kind].steps.includes(step)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/step', code: 'transition-letters.no-step' }]);
    await mustBeReady(ctx, file, step);
    mustBeFilled(given.body);
    const text = textOf(ctx.services.root, kind);
    const { unit, parent } = await issuerOf(ctx, file, kind, day);
    const content: LetterContent = {
      title: text.title.vi,
      parent,
      issuer: unit,
      place: given.place,
      day,
      kind: text.kind,
      abstract: given.abstract,
      to: await addresseesOf(ctx, file, kind, text, day),
      bases: (await firstDraft(ctx, file, kind, day)).bases,
      body: paragraphs(given.body),
      recipients: paragraphs(given.recipients ?? ''),
      reason: `${number}: ${given.abstract}`,
      signers: await chosenSigners(ctx, file, kind, { employer: given.employerId, union: given.unionId, decider: given.deciderId }),
    };
    const id = await makeLetter(ctx, { caseId: of, unitId: file.unitId, kind, step, caseNumber: file.number, number, content }, await formerOf(ctx, file, kind));
    return { id };
  },
});

/** The letter of this kind that was drafted where the case stands; throws `conflict` when somebody has signed it. */
async function formerOf(ctx: Ctx, file: CaseOfLetter, kind: LetterKind): Promise<Letter | undefined> {
  const former = (await listLetters(ctx.db, { caseId: file.caseId })).find((one) => one.kind === kind && one.caseNumber === file.number);
  if (former !== undefined && former.signatures > 0) throw new Problem('conflict', 'transition-letters.signed-already');
  return former;
}

async function chosenSigners(ctx: Ctx, file: CaseOfLetter, kind: LetterKind, ids: Partial<Record<Party, string | undefined>>): Promise<LetterContent['signers']> {
  const lists = await signersFor(ctx, file, kind);
  return lists.map(({ party, options }) => {
    const one = party === 'worker' ? options[0] : options.find(({ personId }) => personId === ids[party]);
    if (one === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/${party}Id`, code: 'transition-letters.no-signer' }]);
    return { party, ...one };
  });
}

/** The letters of a case and what can be drafted now. */
export const listCaseLetters = operation({
  name: 'transition.list-letters',
  summary: 'The letters of a case with where each stands, the kinds that the asker may draft now, and the steps that only a signed letter takes.',
  kind: 'read',
  http: 'GET /transition/cases/{caseId}/letters',
  permission: 'signed-in',
  input: Type.Object({ caseId }, closed),
  output: Type.Object(
    {
      letters: Type.Array(LetterLine, { description: 'Oldest first' }),
      mayDraft: Type.Array(Type.Object({ kind: kindOf, title: Type.String({ description: 'Its title' }) }, closed), { description: 'What the asker may draft now' }),
      carried: Type.Array(Type.String(), { description: 'Steps that are taken by the last signature of a letter' }),
    },
    closed,
  ),
  run: async (ctx, { caseId: of }) => {
    const file = await openCaseOfLetter(ctx, of);
    const kinds = kindsIn(file.procedure, file.state);
    const signedHere = new Set<string>();
    const letters = await listLetters(ctx.db, { caseId: of });
    for (const one of letters) if (one.caseNumber === file.number && one.signatures > 0) signedHere.add(one.kind);
    const allowed: LetterKind[] = [];
    for (const kind of kinds) if (!signedHere.has(kind) && (await mayDraft(ctx, file, kind))) allowed.push(kind);
    return {
      letters: letters.map((one) => lineOf(ctx, one, file.number)),
      mayDraft: allowed.map((kind) => ({ kind, title: textOf(ctx.services.root, kind).title[ctx.locale] })),
      carried: kinds.flatMap((kind) => LETTERS[kind].steps).filter((step) => requiredFor(file.procedure, step) !== undefined),
    };
  },
});

/** A letter in a list; `caseNumber` is where its case stands. */
export function lineOf(ctx: Ctx, letter: Letter, caseNumber: number | null) {
  const { title, day } = Value.Parse(LetterContent, letter.content);
  const known = isLetterKind(letter.kind) ? textOf(ctx.services.root, letter.kind).title[ctx.locale] : title;
  return { id: letter.id, title: known, number: letter.number, day, documentId: letter.paperId ?? letter.latestId, state: stateOf(letter, caseNumber) };
}

function stateOf({ signedAt, paperId, signatures, caseNumber: drafted }: Letter, caseNumber: number | null): Static<typeof LetterLine>['state'] {
  if (paperId !== null) return 'on-paper';
  if (signedAt !== null) return 'signed';
  if (drafted !== caseNumber) return 'overtaken';
  return signatures === 0 ? 'drafted' : 'signing';
}
