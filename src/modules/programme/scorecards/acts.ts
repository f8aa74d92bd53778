import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { findUnit, getUnit, personOf } from '#kernel/org/index.ts';
import { readCards, type CardItem } from './card.ts';
import { dayOfYear, getForYear } from './catalogue.ts';
import { closed, component, indexKey, seen, unitId, year } from './inputs.ts';
import { ScoreValue } from './model.ts';
import { applyRule } from './rules.ts';
import { shown } from './score.ts';
import { addAct, addEvidence, type NewAct } from './store.ts';
import { isScoredKind, listOwners } from './units.ts';

const where = { index: indexKey, year, unitId, component };
const MEGABYTES = 10;
const seenAfter = Type.Object(
  { seen: Type.Integer({ description: 'Number of the act that was added' }), points: Type.Union([Type.Number(), Type.Null()], { description: 'Points given' }) },
  closed,
);
type Where = { index: string; year: number; unitId: string; component: string };

/** The unit scores itself on a component, with evidence. */
export const selfScore = operation({
  name: 'programme.self-score',
  summary: 'Score a component of the own unit: the rule turns the value into points; evidence goes with it.',
  kind: 'write',
  http: 'POST /programme/scorecards/{index}/{year}/{unitId}/{component}/self-scores',
  permission: 'programme.self-score',
  unit: (_ctx, input) => input.unitId,
  input: Type.Object(
    {
      ...where,
      seen,
      value: ScoreValue,
      note: Type.Optional(Type.String({ maxLength: 1000, description: 'Explanation' })),
      evidence: Type.Optional(
        Type.Array(
          Type.Object(
            {
              name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
              content: Type.String({ maxLength: Math.ceil((MEGABYTES * 1_048_576 * 4) / 3), description: `The file as base64, at most ${MEGABYTES} MB` }),
            },
            closed,
          ),
          { maxItems: 5, description: 'Documents that show it, at most 5' },
        ),
      ),
      keep: Type.Optional(Type.Boolean({ description: 'Whether the evidence of the last self-score goes on holding' })),
    },
    closed,
  ),
  output: seenAfter,
  trace: (input, output) => ({ unitId: input.unitId, detail: { index: input.index, year: input.year, component: input.component, points: output.points } }),
  run: async (ctx, input) => {
    const one = await cardItem(ctx, input);
    if (one.standing.state === 'counted') throw new Problem('conflict', 'scorecards.error.score-counted');
    if (one.standing.state === 'appraised') throw new Problem('conflict', 'scorecards.error.score-appraised-already');
    const points = pointsFor(one, input.value);
    const id = await act(ctx, input, one, { kind: 'self-score', value: input.value, points, note: input.note ?? '' });
    const kept = input.keep === true ? one.standing.evidence.map((document) => document.id) : [];
    const fresh: string[] = [];
    for (const file of input.evidence ?? []) {
      fresh.push((await keepDocument(ctx, { name: file.name, bytes: [Buffer.from(file.content, 'base64')], purpose: 'programme.score-evidence' })).id);
    }
    await addEvidence(ctx.db, id, [...kept, ...fresh]);
    return { seen: input.seen + 1, points };
  },
});

/** A second person, of a unit above, gives the score that counts. */
export const appraiseScore = operation({
  name: 'programme.appraise-score',
  summary: 'Appraise a self-scored component: accept it, or give another value with a reason. Not by the person who scored it.',
  kind: 'write',
  http: 'POST /programme/scorecards/{index}/{year}/{unitId}/{component}/appraisals',
  permission: 'programme.appraise-scores',
  unit: (ctx, input) => unitAbove(ctx, input.unitId),
  input: Type.Object(
    {
      ...where,
      seen,
      value: Type.Optional(ScoreValue),
      note: Type.Optional(Type.String({ maxLength: 1000, description: 'Reason; asked for when the value differs from the self-score' })),
    },
    closed,
  ),
  output: seenAfter,
  trace: (input, output) => ({ unitId: input.unitId, detail: { index: input.index, year: input.year, component: input.component, points: output.points } }),
  run: async (ctx, input) => {
    const one = await cardItem(ctx, input);
    mustBeScored(ctx, one);
    const value = input.value ?? found(one.standing.value, 'scorecards.error.score-not-scored');
    const changed = JSON.stringify(value) !== JSON.stringify(one.standing.value);
    if (changed && (input.note ?? '').trim().length < 3) throw invalid('/note', 'scorecards.error.score-reason-missing');
    const points = pointsFor(one, value);
    await act(ctx, input, one, { kind: 'appraise', value, points, note: input.note ?? '' });
    return { seen: input.seen + 1, points };
  },
});

/** A self-score goes back to the unit with the reason. */
export const returnScore = operation({
  name: 'programme.return-score',
  summary: 'Return a self-scored or appraised component to the unit with a reason; it is then scored anew.',
  kind: 'write',
  http: 'POST /programme/scorecards/{index}/{year}/{unitId}/{component}/returns',
  permission: 'programme.appraise-scores',
  unit: (ctx, input) => unitAbove(ctx, input.unitId),
  input: Type.Object({ ...where, seen, note: Type.String({ minLength: 3, maxLength: 1000, description: 'What is to be put right' }) }, closed),
  output: seenAfter,
  trace: (input) => ({ unitId: input.unitId, detail: { index: input.index, year: input.year, component: input.component } }),
  run: async (ctx, input) => {
    const one = await cardItem(ctx, input);
    mustBeScored(ctx, one);
    await act(ctx, input, one, { kind: 'return', value: null, points: null, note: input.note });
    return { seen: input.seen + 1, points: null };
  },
});

/** Makes a person responsible for a component, by a day. */
export const assignScore = operation({
  name: 'programme.assign-score',
  summary: 'Make a person responsible for scoring a component of the own unit, by a day.',
  kind: 'write',
  http: 'POST /programme/scorecards/{index}/{year}/{unitId}/{component}/assignments',
  permission: 'programme.self-score',
  unit: (_ctx, input) => input.unitId,
  input: Type.Object(
    {
      ...where,
      seen,
      ownerId: Type.Optional(Type.String({ format: 'uuid', description: 'Person who may score the unit; left out: the head' })),
      due: Type.Optional(Type.String({ format: 'date', description: 'Day by which, not before today' })),
    },
    closed,
  ),
  output: seenAfter,
  trace: (input) => ({ unitId: input.unitId, detail: { index: input.index, year: input.year, component: input.component } }),
  run: async (ctx, input) => {
    const one = await cardItem(ctx, input);
    if (input.due !== undefined && input.due < ctx.today) throw invalid('/due', 'scorecards.error.score-due-past');
    if (input.ownerId !== undefined && (await listOwners(ctx.db, 'programme.self-score', input.unitId, ctx.today)).every(({ id }) => id !== input.ownerId))
      throw invalid('/ownerId', 'scorecards.error.score-owner-may-not');
    await act(ctx, input, one, { kind: 'assign', value: null, points: null, note: '', ownerId: input.ownerId ?? null, due: input.due ?? null });
    return { seen: input.seen + 1, points: null };
  },
});

/** The unit directly above; the city itself has none, and answers for itself. */
async function unitAbove(ctx: Pick<Ctx, 'db' | 'today'>, id: string): Promise<string> {
  return (await findUnit(ctx.db, id, ctx.today))?.parentId ?? id;
}

/** The component of a unit's scorecard; throws when index, year, unit or component do not go together. */
async function cardItem(ctx: Ctx, input: Where): Promise<CardItem> {
  const { index } = await getForYear(ctx.db, input.index, input.year, ctx.today);
  const unit = await getUnit(ctx.db, input.unitId, dayOfYear(input.year, ctx.today));
  if (!isScoredKind(index, unit.kind)) throw new Problem('conflict', 'scorecards.error.score-wrong-unit');
  const [card] = await readCards(ctx, { index, year: input.year, unitIds: [input.unitId] });
  return found(
    card?.items.find(({ item }) => item.code === input.component),
    'scorecards.error.no-component',
  );
}

function pointsFor({ item }: CardItem, value: ScoreValue): number | null {
  if (item.rule === null) throw new Problem('conflict', 'scorecards.error.score-no-rule', { code: item.code });
  return shown(applyRule(item.rule, item.max_points, value).points);
}

function mustBeScored(ctx: Pick<Ctx, 'actor'>, { standing }: CardItem): void {
  if (standing.state !== 'self-scored' && standing.state !== 'appraised') throw new Problem('conflict', 'scorecards.error.score-not-scored');
  if (standing.selfBy !== null && standing.selfBy === personOf(ctx.actor)) throw new Problem('conflict', 'scorecards.error.score-same-person');
}

const FACTS: Partial<Record<NewAct['kind'], string>> = {
  'self-score': 'programme.component-self-scored',
  appraise: 'programme.component-appraised',
  return: 'programme.component-returned',
};

type Done = Pick<NewAct, 'kind' | 'value' | 'points' | 'note'> & Partial<Pick<NewAct, 'ownerId' | 'due'>>;

/** Adds an act after the one that was seen; throws `conflict` when another one came in between. Its fact is written with it. */
async function act(ctx: Ctx, input: Where & { seen: number }, one: CardItem, done: Done): Promise<string> {
  if (one.standing.seen !== input.seen) throw new Problem('conflict', 'constraint.score_act_in_turn');
  const id = newId();
  const { index, year: of, unitId: unit, component: code } = input;
  await addAct(ctx.db, {
    id,
    index,
    year: of,
    unitId: unit,
    component: code,
    seq: input.seen + 1,
    ownerId: null,
    due: null,
    ...done,
    by: personOf(ctx.actor) ?? null,
    at: ctx.now,
  });
  const kind = FACTS[done.kind];
  if (kind !== undefined) {
    const data = { index, year: of, component: code, act: id };
    await record(ctx, [{ kind, subject: id, unitId: unit, day: ctx.today, ...(done.points === null ? {} : { value: done.points }), data }]);
  }
  return id;
}

function invalid(at: string, code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
}
