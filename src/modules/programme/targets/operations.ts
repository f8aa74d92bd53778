import { earlierFirst } from '#base/day/index.ts';
import { byName } from '#base/text/index.ts';
import Type from 'typebox';
import { sql, pagesOf } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { operation, type Ctx, PageNumber, paged } from '#kernel/operation/index.ts';
import { may, mayAnywhere } from '#kernel/org/index.ts';
import { Change, closed, dayAs, keyOf, nullable } from '../plans/model.ts';
import { changesOf } from '../plans/rules.ts';
import { lookAt, worstFirst } from './lines.ts';
import { Mark, ProjectionSchema, ServingLine, STATUSES, StatusChange, TargetLine, UnitName } from './model.ts';
import { expectedOn } from './status.ts';
import { listStatusRows } from './compared.ts';
import { listBreakdowns, listTargetStates } from './store.ts';
import { unitsCalled } from './units.ts';
import { listStatusChanges } from './watch.ts';

const PAGE = 25;

/** By what the list is narrowed and ordered. */
export const filterFields = {
  plan: Type.Optional(keyOf('a programme')),
  year: Type.Optional(Type.Integer({ minimum: 1900, maximum: 2200, description: 'Year of the due day' })),
  status: Type.Optional(Type.Enum([...STATUSES], { description: 'How they stand' })),
  unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit that answers; then its parts of shared-out targets are listed too' })),
  indicator: Type.Optional(keyOf('an indicator')),
  sort: Type.Optional(Type.Enum(['worst', 'due', 'title'], { description: 'Worst first when left out' })),
};
type Filter = Type.Static<Type.TObject<typeof filterFields>>;

/** The targets that a filter leaves, in its order. */
export async function listFiltered(ctx: Ctx, { plan, year, status, unitId, indicator, sort }: Filter): Promise<TargetLine[]> {
  const all = (await lookAt(ctx, unitId === undefined ? { parentId: null } : { unitId })).map(({ line }) => line);
  const left = all.filter(
    (line) =>
      (plan === undefined || line.plan.key === plan) &&
      (year === undefined || line.due.startsWith(String(year))) &&
      (status === undefined || line.status === status) &&
      (indicator === undefined || line.indicator === indicator),
  );
  const byWorst = worstFirst(left);
  if (sort === 'due') return byWorst.toSorted((a, b) => earlierFirst(a.due, b.due));
  return sort === 'title' ? byWorst.toSorted((a, b) => byName(a.titleVi, b.titleVi)) : byWorst;
}

/** The targets with how they stand. */
export const listTargets = operation({
  name: 'programme.list-targets',
  summary: 'The targets of all programmes with owner, day, value, trend, how they stand and what to do, worst first, a page at a time.',
  kind: 'read',
  http: 'GET /programme/targets',
  permission: 'signed-in',
  input: Type.Object(
    {
      ...filterFields,
      page: PageNumber,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: `Targets a page, ${PAGE} when left out` })),
    },
    closed,
  ),
  output: Type.Object(
    {
      targets: Type.Array(TargetLine, { description: 'Of this page' }),
      ...paged,
      counts: Type.Array(Type.Object({ status: Type.Enum([...STATUSES], { description: 'How they stand' }), n: Type.Integer({ description: 'How many' }) }, closed), {
        description: 'Of those that the filter leaves, worst first',
      }),
      years: Type.Array(Type.Integer(), { description: 'Years of due days there are' }),
      mayEdit: Type.Boolean({ description: 'Whether the asker may add a target' }),
    },
    closed,
  ),
  run: async (ctx, { page = 1, limit = PAGE, ...filter }) => {
    const lines = await listFiltered(ctx, filter);
    const { year: _year, ...others } = filter;
    const years = filter.year === undefined ? lines : await listFiltered(ctx, others);
    return {
      targets: lines.slice((page - 1) * limit, page * limit),
      total: lines.length,
      page,
      pages: pagesOf(lines.length, limit),
      counts: STATUSES.map((status) => ({ status, n: lines.filter((line) => line.status === status).length })),
      years: [...new Set(years.map(({ due }) => Number(due.slice(0, 4))))].toSorted((a, b) => a - b),
      mayEdit: mayAnywhere(ctx.actor, 'programme.edit-targets'),
    };
  },
});

const BreakdownLine = Type.Object(
  {
    method: Type.String({ description: 'equal, proportional or by-hand' }),
    setName: nullable(Type.String({ description: 'Set by whose size it was shared out' })),
    whole: nullable(Type.Number({ description: 'What was shared out' })),
    comes: nullable(Type.Number({ description: 'What the parts come to: a sum, or a weighted mean of shares' })),
    units: Type.Integer({ description: 'Units' }),
    reason: Type.String({ description: 'Why' }),
    by: nullable(Type.String({ description: 'Name; null when a program did' })),
    at: Type.String({ format: 'date-time', description: 'When' }),
  },
  closed,
);

/** One target with all there is to say about it. */
export const readTarget = operation({
  name: 'programme.read-target',
  summary: 'A target with its values, where it is heading with what range, why it stands so, its parts, its initiatives and every change it has seen.',
  kind: 'read',
  http: 'GET /programme/targets/{key}',
  permission: 'signed-in',
  input: Type.Object({ key: keyOf('the target') }, closed),
  output: Type.Object(
    {
      target: TargetLine,
      expected: nullable(Type.Number({ description: 'What the plan expects today' })),
      line: Type.Array(Mark, { description: 'What the plan expects on the days of the values, the milestones and the due day' }),
      projection: ProjectionSchema,
      baseline: nullable(Mark),
      milestones: Type.Array(Mark, { description: 'Values on the way' }),
      personCode: nullable(Type.String({ description: 'Staff code of the person who answers for it; null for those who may not change it' })),
      coUnits: Type.Array(UnitName, { description: 'Units that work along' }),
      noteVi: Type.String({ description: 'Note in Vietnamese' }),
      noteEn: Type.String({ description: 'Note in English' }),
      source: Type.String({ description: 'Where it was read' }),
      periodicity: Type.String({ description: 'How often there is a value' }),
      indicatorVi: Type.String({ description: 'Vietnamese name of the indicator' }),
      indicatorEn: Type.String({ description: 'English name of the indicator' }),
      parts: Type.Array(TargetLine, { description: 'What units are asked for as their parts, worst first' }),
      breakdowns: Type.Array(BreakdownLine, { description: 'Every time it was shared out, newest first' }),
      initiatives: Type.Array(ServingLine, { description: 'That serve it' }),
      statuses: Type.Array(
        Type.Object({ day: dayAs('Day'), before: nullable(Type.String({ description: 'How it stood' })), status: Type.String({ description: 'How it stands since' }) }, closed),
        {
          description: 'How it came to stand, newest first',
        },
      ),
      history: Type.Array(Change, { description: 'Newest first' }),
      mayEdit: Type.Boolean({ description: 'Whether the asker may change it' }),
    },
    closed,
  ),
  run: readOne,
});

async function readOne(ctx: Ctx, { key }: { key: string }) {
  const { stored, line, judgement, projection, series, serving, indicator } = found((await lookAt(ctx, { key, retired: true }))[0], 'plans.no-target');
  const days = [...new Set([...series.values.map(({ day }) => day), ...stored.milestones.map(({ day }) => day), stored.due])].toSorted();
  const mayEdit = await may(ctx.db, ctx.actor, 'programme.edit-targets', stored.unitId, ctx.today);
  const planned = days.flatMap((day) => {
    const value = expectedOn(stored, series.values, day);
    return value === undefined ? [] : [{ day, value }];
  });
  return {
    target: line,
    expected: judgement.expected,
    line: planned,
    projection,
    baseline: stored.baseline,
    milestones: stored.milestones,
    personCode: mayEdit ? stored.personCode : null,
    coUnits: await unitsCalled(ctx, stored.coUnits),
    noteVi: stored.noteVi,
    noteEn: stored.noteEn,
    source: stored.source,
    periodicity: indicator.periodicity,
    indicatorVi: indicator.nameVi,
    indicatorEn: indicator.nameEn,
    parts: stored.parts === 0 ? [] : worstFirst((await lookAt(ctx, { parentId: stored.id })).map((one) => one.line)),
    breakdowns: (await listBreakdowns(ctx.db, stored.id)).map(({ id: _id, ...row }) => row),
    initiatives: serving,
    statuses: (await listStatusRows(ctx.db, '1900-01-01', sql<boolean>`changed.target_id = ${stored.id}`)).map(({ day, before, status }) => ({ day, before, status })),
    history: changesOf(await listTargetStates(ctx.db, stored.id)),
    mayEdit,
  };
}

/** What came to stand otherwise since a day. */
export const listChanges = operation({
  name: 'programme.list-status-changes',
  summary: 'Targets that came to stand otherwise from a day on, worsened ones marked.',
  kind: 'read',
  http: 'GET /programme/status-changes',
  permission: 'signed-in',
  input: Type.Object({ since: dayAs('First day looked at') }, closed),
  output: Type.Array(StatusChange),
  run: (ctx, { since }) => listStatusChanges(ctx, since),
});
