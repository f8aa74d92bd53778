import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { findUnit, getUnit, may, personOf } from '#kernel/org/index.ts';
import { lineOf, readCards, sumsOf, totalsOf } from './card.ts';
import { dayOfYear, getForYear } from './catalogue.ts';
import { shownGroup } from './evaluate.ts';
import { closed, component, indexKey, unitId, voiceOf, year } from './inputs.ts';
import { CardTotals, ScoreAct, ScoredGroup, ScoreLine, type Index } from './model.ts';
import { isScoreEvidence } from './store.ts';
import { isScoredKind, listFormer, listOwners } from './units.ts';
import { titleOf } from './words.ts';

const CardView = Type.Object(
  {
    index: Type.String({ description: 'Key of the index' }),
    title: Type.String({ description: 'Title of the index' }),
    own: Type.Boolean({ description: 'Made by Khuê, not by an authority' }),
    verified: Type.Boolean({ description: 'Whether the composition was checked' }),
    year: Type.Integer({ description: 'Year' }),
    day: Type.String({ description: 'Day on which counted values are read' }),
    unit: Type.Object(
      { id: Type.String({ description: 'Unit' }), nameVi: Type.String({ description: 'Vietnamese name' }), nameEn: Type.String({ description: 'English name' }) },
      { ...closed, description: 'The unit' },
    ),
    lines: Type.Array(ScoreLine, { description: 'Components in their order' }),
    groups: Type.Array(ScoredGroup, { description: 'Groups with the points that count now' }),
    totals: CardTotals,
    maySelfScore: Type.Boolean({ description: 'Whether the asker may score the unit' }),
    mayAppraise: Type.Boolean({ description: 'Whether the asker may appraise it' }),
    former: Type.Array(Type.Object({ id: Type.String({ description: 'Former unit' }), name: Type.String({ description: 'Its name' }) }, closed), {
      description: 'The unit did not stand then: the former units that have the scorecards',
    }),
  },
  closed,
);

/** The scorecard of a unit for an index and year. */
export const readScorecard = operation({
  name: 'programme.read-scorecard',
  summary: 'The scorecard of a unit for an index and year: value, self-score, appraised score, state, owner and day of each component, and what they add up to.',
  kind: 'read',
  http: 'GET /programme/scorecards/{index}/{year}/{unitId}',
  permission: 'signed-in',
  input: Type.Object({ index: indexKey, year, unitId }, closed),
  output: CardView,
  run: async (ctx, input) => {
    const { index } = await getForYear(ctx.db, input.index, input.year, ctx.today);
    const day = dayOfYear(input.year, ctx.today);
    const unit = (await findUnit(ctx.db, input.unitId, day)) ?? (await getUnit(ctx.db, input.unitId, ctx.today));
    if (!isScoredKind(index, unit.kind)) throw new Problem('missing', 'scorecards.error.score-wrong-unit');
    const stood = unit.validFrom <= day;
    const former = stood ? [] : await listFormer(ctx.db, [unit.id], day);
    const voice = voiceOf(ctx);
    const [card = { unitId: unit.id, items: [], acts: new Map() }] = stood ? await readCards(ctx, { index, year: input.year, unitIds: [unit.id] }) : [];
    return {
      index: index.key,
      title: titleOf(index, voice),
      own: index.own,
      verified: index.verified,
      year: input.year,
      day,
      unit: { id: unit.id, nameVi: unit.nameVi, nameEn: unit.nameEn },
      lines: card.items.map((one) => lineOf(one, voice, dueIn(index, input.year))),
      groups: sumsOf(index, card).map((sum, at) => ({ ...shownGroup(sum), title: titleOf(index.groups[at] ?? { title_vi: sum.code, title_en: sum.code }, voice) })),
      totals: totalsOf(index, card),
      ...(await rightsOf(ctx, unit.id, unit.parentId)),
      former: former.map(({ unitId: id, nameVi }) => ({ id, name: nameVi })),
    };
  },
});

async function rightsOf(ctx: Ctx, id: string, parentId: string | undefined): Promise<{ maySelfScore: boolean; mayAppraise: boolean }> {
  return {
    maySelfScore: await may(ctx.db, ctx.actor, 'programme.self-score', id, ctx.today),
    mayAppraise: await may(ctx.db, ctx.actor, 'programme.appraise-scores', parentId ?? id, ctx.today),
  };
}

/** The day by which units score themselves; null when the index names none. */
export function dueIn({ self_due }: Pick<Index, 'self_due'>, of: number): string | null {
  return self_due === undefined ? null : `${of}-${self_due}`;
}

/** One component of a scorecard with everything done on it. */
export const readComponent = operation({
  name: 'programme.read-component',
  summary: 'A component of a scorecard with everything that was ever done on it, and who can be made responsible.',
  kind: 'read',
  http: 'GET /programme/scorecards/{index}/{year}/{unitId}/{component}',
  permission: 'signed-in',
  input: Type.Object({ index: indexKey, year, unitId, component }, closed),
  output: Type.Object(
    {
      acts: Type.Array(ScoreAct, { description: 'Newest first' }),
      input: Type.Enum(['number', 'percent', 'share', 'steps', 'count', 'conditions', 'none'], { description: 'How a value is given' }),
      choices: Type.Array(Type.Object({ value: Type.String({ description: 'Value' }), label: Type.String({ description: 'What it means' }) }, closed), {
        description: 'Steps or conditions to choose from',
      }),
      owners: Type.Array(Type.Object({ id: Type.String({ description: 'Person' }), name: Type.String({ description: 'Name' }) }, closed), {
        description: 'Who may score; empty for those who may not',
      }),
      ownSelfScore: Type.Boolean({ description: 'Whether the asker gave the self-score that holds' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const { index } = await getForYear(ctx.db, input.index, input.year, ctx.today);
    const [card] = await readCards(ctx, { index, year: input.year, unitIds: [input.unitId] });
    const one = card?.items.find(({ item }) => item.code === input.component);
    if (one === undefined) throw new Problem('missing', 'scorecards.error.no-component');
    const rights = await may(ctx.db, ctx.actor, 'programme.self-score', input.unitId, ctx.today);
    const acts = card?.acts.get(input.component) ?? [];
    return {
      acts: acts.toReversed().map(({ seq, kind, value, points, note, owner, due, byName, at, evidence }) => ({
        seq,
        kind,
        value,
        points,
        note,
        owner,
        due,
        by: byName,
        at: at.toISOString(),
        evidence,
      })),
      ...inputOf(one.item, ctx.locale),
      owners: rights ? await listOwners(ctx.db, 'programme.self-score', input.unitId, ctx.today) : [],
      ownSelfScore: one.standing.selfBy !== null && one.standing.selfBy === personOf(ctx.actor),
    };
  },
});

type Ask = { input: 'number' | 'percent' | 'share' | 'steps' | 'count' | 'conditions' | 'none'; choices: { value: string; label: string }[] };

/** How a value is asked for: chosen where the steps have names, else typed. */
function inputOf({ rule }: { rule: Index['groups'][number]['components'][number]['rule'] }, locale: 'vi' | 'en'): Ask {
  if (rule === null) return { input: 'none', choices: [] };
  if (rule.kind === 'conditions') return { input: 'conditions', choices: rule.conditions.map((one) => ({ value: one.code, label: titleOf(one, { locale }) })) };
  if (rule.kind === 'ratio' || rule.kind === 'ratio-threshold') return { input: rule.per === 100 ? 'percent' : 'share', choices: [] };
  if (rule.kind === 'count-steps') return { input: 'count', choices: [] };
  if (rule.kind === 'record') return { input: 'number', choices: [] };
  const named = rule.steps.flatMap(({ at_least, label_vi, label_en }) => {
    const label = locale === 'vi' ? label_vi : label_en;
    return label === undefined ? [] : [{ value: String(at_least), label }];
  });
  return named.length === rule.steps.length ? { input: 'steps', choices: named } : { input: 'number', choices: [] };
}

/** Whether a document is evidence that the asker may open: whoever may read scorecards may check them. */
export const readScoreEvidence = operation({
  name: 'programme.read-score-evidence',
  summary: 'Check that a document is evidence of a self-score; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /programme/score-evidence/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Document' }) }, closed),
  run: async (ctx, { id }) => {
    if (!(await isScoreEvidence(ctx.db, id))) throw new Problem('missing', 'document.no-document');
    return { id };
  },
});
