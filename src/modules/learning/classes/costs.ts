import Type from 'typebox';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { ledClass, mustBeOpen } from './lead.ts';
import { ClassCosts, ClassId, CostKind, CostStage, CourseCost, type CostLine } from './model.ts';

/** Most đồng of one line: a hundred billion. */
const MOST_DONG = 100_000_000_000;

/** Notes what a class costs. */
export const noteClassCost = operation({
  name: 'learning.note-class-cost',
  summary: 'Note a line of what a class costs, planned or spent, in đồng, for what and on which day; for whoever leads it or answers for training there.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/costs',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: ClassId,
      stage: CostStage,
      kind: CostKind,
      amount: Type.Integer({ minimum: 1, maximum: MOST_DONG, description: 'Đồng' }),
      note: Type.String({ minLength: 3, maxLength: 300, description: 'What for' }),
      day: Type.Optional(
        Type.String({ format: 'date', description: 'Day on which it was spent, not after today, today when left out; of what is planned the first day of the class' }),
      ),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Line' }) }, closed),
  trace: ({ id, stage, amount }) => ({ subject: id, detail: { stage, amount } }),
  run: async (ctx, { id, stage, kind, amount, note, day }) => {
    const row = await ledClass(ctx, id);
    if (stage === 'planned') mustBeOpen(row);
    if (stage === 'actual' && day !== undefined && day > ctx.today)
      throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/day', code: 'learning-classes.cost-day' }]);
    const costId = newId();
    const on = stage === 'planned' ? row.firstDay : (day ?? ctx.today);
    await all(
      ctx.db,
      sql`
      insert into learning.class_cost (id, class_id, unit_id, stage, kind, amount, note, day, added_by, added_at)
      values (${costId}, ${id}, ${row.unitId}, ${stage}, ${kind}, ${amount}, ${note}, ${on}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})`,
    );
    await record(ctx, [{ kind: 'learning.class-cost-changed', subject: costId, unitId: row.unitId, day: on, value: amount, data: { class: id, stage } }]);
    return { id: costId };
  },
});

/** Withdraws a line. */
export const withdrawClassCost = operation({
  name: 'learning.withdraw-class-cost',
  summary: 'Withdraw a line of what a class costs that was wrong; it stays to be read, and counts no more.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/costs/{cost}/withdrawal',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId, cost: Type.String({ format: 'uuid', description: 'Line' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Line' }) }, closed),
  trace: ({ id, cost }) => ({ subject: id, detail: { cost } }),
  run: async (ctx, { id, cost }) => {
    const row = await ledClass(ctx, id);
    const gone = await one(
      ctx.db,
      sql<{ stage: string; day: Day }>`
      update learning.class_cost as line
      set withdrawn_by = ${personOf(ctx.actor) ?? null},
        withdrawn_at = ${ctx.now.toString()}
      where line.id = ${cost}
        and line.class_id = ${id}
        and line.withdrawn_at is null
      returning line.stage, line.day`,
    );
    const { stage, day } = found(gone, 'learning-classes.no-cost');
    const before = await one(
      ctx.db,
      sql<{ id: string }>`
      select fact.id
      from kernel.fact
      where fact.subject = ${cost}
        and fact.kind = 'learning.class-cost-changed'
      order by fact.id
      limit 1`,
    );
    const corrects = before === undefined ? {} : { corrects: before.id };
    await record(ctx, [{ kind: 'learning.class-cost-changed', subject: cost, unitId: row.unitId, day, value: 0, data: { class: id, stage }, ...corrects }]);
    return { id: cost };
  },
});

/** What a class costs. */
export const readClassCosts = operation({
  name: 'learning.read-class-costs',
  summary: 'What a class costs, planned and spent, line by line, and for each learner who was there; for whoever leads it or answers for training there.',
  kind: 'read',
  http: 'GET /learning/classes/{id}/costs',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Class, or one line of what it costs' }) }, closed),
  output: ClassCosts,
  run: async (ctx, input) => {
    const id = (await classOfLine(ctx.db, input.id)) ?? input.id;
    await ledClass(ctx, id);
    const lines = await listLines(ctx.db, id);
    const sumOf = (stage: string): number => lines.reduce((sum, line) => sum + (line.stage === stage && !line.withdrawn ? line.amount : 0), 0);
    const present = await countPresent(ctx.db, id);
    const actual = sumOf('actual');
    return { id, lines, planned: sumOf('planned'), actual, present, each: present === 0 ? null : Math.round(actual / present) };
  },
});

/** The class that a line belongs to; undefined when the id is of no line. */
async function classOfLine(db: Db, id: string): Promise<string | undefined> {
  return (await one(db, sql<{ id: string }>`select line.class_id as id from learning.class_cost as line where line.id = ${id}`))?.id;
}

async function listLines(db: Db, classId: string): Promise<CostLine[]> {
  return all(
    db,
    sql<CostLine>`
    select line.id, line.stage, line.kind, line.amount::float8 as amount, line.note, line.day, line.withdrawn_at is not null as withdrawn
    from learning.class_cost as line
    where line.class_id = ${classId}
    order by line.stage desc, line.day, line.added_at, line.id`,
  );
}

async function countPresent(db: Db, classId: string): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
    select count(distinct attendance.person_id)::integer as n
    from learning.class_attendance as attendance
    join learning.class_session as session on session.id = attendance.session_id
    where session.class_id = ${classId}
      and session.closed_at is not null
      and attendance.way <> 'absent'`,
  );
  return row?.n ?? 0;
}

/** What classes cost by course. */
export const listCourseCosts = operation({
  name: 'learning.list-class-costs',
  summary: 'What the classes of a unit and all under it cost in a year, by course, planned and spent, and for each learner who was there.',
  kind: 'read',
  http: 'GET /learning/units/{unitId}/class-costs',
  permission: 'learning.assign',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: Type.String({ format: 'uuid', description: 'Unit' }),
      year: Type.Optional(Type.Integer({ minimum: 2018, maximum: 2100, description: 'Year; this one when left out' })),
    },
    closed,
  ),
  output: Type.Object({ year: Type.Integer({ description: 'Year' }), courses: Type.Array(CourseCost) }, closed),
  run: async (ctx, { unitId, year = Number(ctx.today.slice(0, 4)) }) => ({ year, courses: await sumByCourse(ctx, unitId, year) }),
});

async function sumByCourse(ctx: Ctx, unitId: string, year: number): Promise<CourseCost[]> {
  const title = ctx.locale === 'vi' ? sql`version.title_vi` : sql`version.title_en`;
  return all(
    ctx.db,
    sql<CourseCost>`
    with held as (
      select class.id, class.course_id as course
      from learning.training_class as class
      where class.unit_id in (
        select below.unit_id
        from kernel.unit_ancestor as below
        where below.ancestor_id = ${unitId}
          and below.valid_from <= ${ctx.today}
          and below.valid_to > ${ctx.today})
    ), spent as (
      ${spentIn(year)}
    ), taught as (
      ${taughtIn(year)}
    )
    select coalesce(spent.course, taught.course) as course,
      (select ${title}
        from learning.course_version as version
        where version.course_id = coalesce(spent.course, taught.course)
        order by version.version desc
        limit 1) as title,
      coalesce(taught.classes, 0)::integer as classes, coalesce(taught.present, 0)::integer as present, coalesce(spent.planned, 0)::float8 as planned,
      coalesce(spent.actual, 0)::float8 as actual, case when taught.present > 0 then round(coalesce(spent.actual, 0)::numeric / taught.present)::float8 end as each
    from spent
    full join taught on coalesce(taught.course, '') = coalesce(spent.course, '')
    order by actual desc, course`,
  );
}

const spentIn = (year: number): RawBuilder<unknown> => sql`
  select held.course, sum(line.amount) filter (where line.stage = 'planned') as planned, sum(line.amount) filter (where line.stage = 'actual') as actual
  from held
  join learning.class_cost as line on line.class_id = held.id
  where line.withdrawn_at is null
    and line.day >= make_date(${year}, 1, 1)
    and line.day < make_date(${year + 1}, 1, 1)
  group by held.course`;

const taughtIn = (year: number): RawBuilder<unknown> => sql`
  select held.course, count(distinct held.id) as classes, count(distinct (held.id, attendance.person_id)) filter (where attendance.way <> 'absent') as present
  from held
  join learning.class_session as session on session.class_id = held.id
  left join learning.class_attendance as attendance on attendance.session_id = session.id
  where session.closed_at is not null
    and session.day >= make_date(${year}, 1, 1)
    and session.day < make_date(${year + 1}, 1, 1)
  group by held.course`;
