import Type from 'typebox';
import type { Static } from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { readCards, sumsOf, totalsOf } from './card.ts';
import { dayOfYear, getForYear } from './catalogue.ts';
import { shownGroup } from './evaluate.ts';
import { closed, indexKey, voiceOf, year } from './inputs.ts';
import { RankLine, type Index } from './model.ts';
import { meanOf, rank } from './rank.ts';
import { shown, totalOf, valueOfTotal, type GroupSum } from './score.ts';
import { classesOf, listFormer, listUnitsOfKinds, type NamedUnit } from './units.ts';
import { titleOf } from './words.ts';

const Ranking = Type.Object(
  {
    index: Type.String({ description: 'Key of the index' }),
    title: Type.String({ description: 'Title of the index' }),
    own: Type.Boolean({ description: 'Made by Khuê, not by an authority' }),
    verified: Type.Boolean({ description: 'Whether the composition was checked' }),
    year: Type.Integer({ description: 'Year' }),
    day: Type.String({ description: 'Day on which counted values are read' }),
    maxPoints: Type.Union([Type.Number(), Type.Null()], { description: 'Maximum of the total' }),
    band: Type.Number({ description: 'Points within which units share a band' }),
    groups: Type.Array(
      Type.Object(
        {
          code: Type.String({ description: 'Group' }),
          title: Type.String({ description: 'Title' }),
          maxPoints: Type.Union([Type.Number(), Type.Null()], { description: 'Maximum points' }),
        },
        closed,
      ),
      { description: 'Groups that count, in their order' },
    ),
    classes: Type.Array(Type.String(), { description: 'First kind of each class of units that is ranked apart' }),
    units: Type.Array(RankLine, { description: 'By rank, units without a total last' }),
  },
  closed,
);
export type Ranking = Static<typeof Ranking>;

/** Ranks the units of an index in a year. */
export const rankUnits = operation({
  name: 'programme.rank-units',
  summary: 'Rank today’s units by an index and year, with ties and bands; units formed after the year take the mean of the groups of the former units.',
  kind: 'read',
  http: 'GET /programme/scorecards/{index}/{year}',
  permission: 'signed-in',
  input: Type.Object(
    { index: indexKey, year, among: Type.Optional(Type.String({ maxLength: 40, description: 'Kind of unit whose class is ranked; left out: the first class of the index' })) },
    closed,
  ),
  output: Ranking,
  run: (ctx, input) => rankingOf(ctx, input),
});

const FEWEST = 2;
const MOST = 5;

/** Puts two to five units side by side. */
export const compareUnits = operation({
  name: 'programme.compare-units',
  summary: 'The rank, total and groups of two to five units side by side, each group with its distance from the best of them.',
  kind: 'read',
  http: 'POST /programme/scorecards/{index}/{year}/comparisons',
  permission: 'signed-in',
  input: Type.Object(
    { index: indexKey, year, unitIds: Type.Array(Type.String({ format: 'uuid', description: 'Unit' }), { maxItems: 50, description: 'Two to five units of one class' }) },
    closed,
  ),
  output: Ranking,
  run: async (ctx, { unitIds, ...input }) => {
    const chosen = [...new Set(unitIds)];
    if (chosen.length < FEWEST || chosen.length > MOST)
      throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/unitIds', code: 'scorecards.error.score-compare-count' }]);
    const { index } = await getForYear(ctx.db, input.index, input.year, ctx.today);
    for (const kinds of classesOf(index)) {
      const ranking = await rankingOf(ctx, { ...input, among: kinds[0] ?? '' });
      const units = chosen.flatMap((id) => ranking.units.find((line) => line.unitId === id) ?? []);
      if (units.length === chosen.length) return { ...ranking, units };
    }
    throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/unitIds', code: 'scorecards.error.score-compare-class' }]);
  },
});

/** What a unit's place is worked out from. */
type Standing = { sums: GroupSum[]; total: bigint | null; provisional: boolean; open: number; awaiting: number; mean: string[]; meanOf: number };

/** The ranking of one class of today's units. */
export async function rankingOf(ctx: Ctx, input: { index: string; year: number; among?: string }): Promise<Ranking> {
  const { index } = await getForYear(ctx.db, input.index, input.year, ctx.today);
  const classes = classesOf(index);
  const kinds = classes.find((list) => list.includes(input.among ?? '')) ?? classes[0] ?? [];
  const units = await listUnitsOfKinds(ctx.db, kinds, ctx.today);
  const standings = await standingsOf(ctx, index, input.year, units);
  const places = rank(
    units.map(({ id }) => ({ id, total: standings.get(id)?.total ?? null })),
    index.band,
  );
  const voice = voiceOf(ctx);
  const lines = units.map(({ id, nameVi, nameEn }): Static<typeof RankLine> => {
    const { sums = [], total = null, provisional = true, open = 0, awaiting = 0, mean = [], meanOf: n = 0 } = standings.get(id) ?? {};
    const groups = sums.filter(({ scored }) => scored).map((sum) => ({ code: sum.code, points: shown(sum.points), value: shownGroup(sum).value }));
    const place = places.get(id) ?? { rank: null, tied: false, band: null };
    return { unitId: id, nameVi, nameEn, ...place, points: shown(total), value: shown(valueOfTotal(index, total)), groups, provisional, open, awaiting, mean, meanOf: n };
  });
  return {
    index: index.key,
    title: titleOf(index, voice),
    own: index.own,
    verified: index.verified,
    year: input.year,
    day: dayOfYear(input.year, ctx.today),
    maxPoints: index.max_points,
    band: index.band,
    groups: index.groups.filter(({ scored }) => scored).map((group) => ({ code: group.code, title: titleOf(group, voice), maxPoints: group.max_points })),
    classes: classes.map(([first = '']) => first),
    units: lines.toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0),
  };
}

/** The sums of each unit: its own when it stood then, else the mean of the former units that have scores. */
async function standingsOf(ctx: Ctx, index: Index, of: number, units: readonly NamedUnit[]): Promise<Map<string, Standing>> {
  const day = dayOfYear(of, ctx.today);
  const stood = units.filter(({ since }) => since <= day).map(({ id }) => id);
  const later = units.filter(({ since }) => since > day).map(({ id }) => id);
  const former = await listFormer(ctx.db, later, day);
  const cards = await readCards(ctx, { index, year: of, unitIds: [...new Set([...stood, ...former.map(({ unitId }) => unitId)])] });
  const own = new Map(cards.map((card) => [card.unitId, ownStanding(index, card)]));
  const heirs = Map.groupBy(former, ({ heirId }) => heirId);
  return new Map(
    units.flatMap(({ id }): [string, Standing][] => {
      const standing =
        own.get(id) ??
        meanStanding(
          index,
          (heirs.get(id) ?? []).map(({ unitId, nameVi }) => ({ name: nameVi, standing: own.get(unitId) })),
        );
      return [[id, standing]];
    }),
  );
}

function ownStanding(index: Index, card: Parameters<typeof sumsOf>[1]): Standing {
  const sums = sumsOf(index, card);
  const { provisional, open, awaiting } = totalsOf(index, card);
  // Nothing scored and nothing counted is no total, rather than a zero.
  const any = card.items.some(({ points }) => points !== null);
  return { sums: any ? sums : sums.map((sum) => ({ ...sum, points: null })), total: any ? totalOf(index, sums) : null, provisional, open, awaiting, mean: [], meanOf: 0 };
}

function meanStanding(index: Index, former: { name: string; standing: Standing | undefined }[]): Standing {
  const scored = former.flatMap(({ name, standing }) => (standing === undefined || standing.total === null ? [] : [{ name, standing }]));
  const sums = index.groups.map(({ code, scored: counts, max_points }, at): GroupSum => {
    const points = scored.flatMap(({ standing }) => standing.sums[at]?.points ?? []);
    return { code, scored: counts, maxPoints: max_points, points: meanOf(points), missing: 0 };
  });
  return {
    sums,
    total: totalOf(index, sums),
    provisional: scored.length < former.length || scored.some(({ standing }) => standing.provisional),
    open: scored.reduce((sum, { standing }) => sum + standing.open, 0),
    awaiting: scored.reduce((sum, { standing }) => sum + standing.awaiting, 0),
    mean: scored.map(({ name }) => name),
    meanOf: former.length,
  };
}
