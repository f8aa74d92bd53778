import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { takeStep } from '#kernel/case/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf, scope } from '#kernel/org/index.ts';
import { prose } from '../impact/index.ts';
import { closed } from '../model.ts';
import { listFollowUps, planFollowUps, putFollowUp, type FollowUp } from './follow-up-store.ts';
import { id, orNull, text } from './model.ts';
import { findNumber } from './offer-store.ts';

/** A follow-up as it is shown. */
export const FollowUpView = Type.Object(
  {
    id: id('Follow-up'),
    months: Type.Integer({ description: 'Months after the new work began, or after leaving: 3, 6 or 12' }),
    due: text('Day by which the person is asked'),
    doneOn: orNull(text('When the person was asked')),
    well: orNull(Type.Boolean({ description: 'Whether it goes well' })),
    body: orNull(text('What was found')),
  },
  closed,
);

/** A follow-up as an answer of an operation. */
export function followUpView({ id: own, months, due, doneOn, well, body }: FollowUp) {
  return { id: own, months, due, doneOn, well, body };
}

/** Whose turn it is to be asked after. */
export const listOpenFollowUps = operation({
  name: 'transition.list-follow-ups',
  summary: 'The follow-ups of people in new work, or who left, that are not done yet, soonest due first, in the units of the asker.',
  kind: 'read',
  http: 'GET /transition/follow-ups',
  permission: 'transition.handle-cases',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object({ ...FollowUpView.properties, caseId: id('Case'), name: text('Person'), late: Type.Boolean({ description: 'Whether its day has passed' }) }, closed),
  ),
  run: async (ctx) => {
    const open = sql`planned.done_on is null and ${scope(ctx.actor, 'transition.handle-cases', sql`file.unit_id`, ctx.today)}`;
    return (await listFollowUps(ctx.db, open)).map((line) => ({ ...followUpView(line), caseId: line.caseId, name: line.name, late: line.due < ctx.today }));
  },
});

async function getFollowUp(db: Db, followUp: string): Promise<FollowUp> {
  return found((await listFollowUps(db, sql`planned.id = ${followUp}`))[0], 'transition-work.no-follow-up');
}

/** Notes what was found. */
export const noteFollowUp = operation({
  name: 'transition.note-follow-up',
  summary: 'Note how the person of a case is after 3, 6 or 12 months; it stands in the case, where the person and the union read it.',
  kind: 'write',
  http: 'POST /transition/follow-ups/{id}',
  permission: 'transition.handle-cases',
  unit: async (ctx, given) => (await getFollowUp(ctx.db, given.id)).unitId,
  input: Type.Object({ id: id('Follow-up'), well: Type.Boolean({ description: 'Whether it goes well' }), body: prose('What was found, and what follows from it') }, closed),
  output: Type.Object({ id: id('Case') }, closed),
  trace: (_input, output) => ({ subject: output.id }),
  run: async (ctx, given) => {
    const followUp = await getFollowUp(ctx.db, given.id);
    if (!(await putFollowUp(ctx.db, { ...given, day: ctx.today, by: personOf(ctx.actor) ?? null }))) throw new Problem('conflict', 'transition-work.followed-already');
    const step = followUp.state === 'redeployed' ? 'follow-up-work' : followUp.state === 'left' ? 'follow-up' : undefined;
    if (step !== undefined) await takeStep(ctx, { id: followUp.caseId, expected: await findNumber(ctx.db, followUp.caseId), step, reason: given.body });
    const data = { months: followUp.months, well: given.well };
    await record(ctx, [{ kind: 'transition.followed-up', subject: followUp.caseId, unitId: followUp.unitId, day: ctx.today, value: given.well ? 1 : 0, data }]);
    return { id: followUp.caseId };
  },
});

/** Plans follow-ups for people whose new work or leaving is not followed yet, such as those of before this was kept. */
export async function planMissing(ctx: Ctx): Promise<number> {
  const rows = await all(
    ctx.db,
    sql<{ caseId: string; unitId: string; since: string }>`
      select held.case_id as "caseId", file.unit_id as "unitId", max(done.day) as since
      from transition.person_case as held
      join kernel.case_file as file on file.id = held.case_id
      join kernel.case_step as done
        on done.case_id = held.case_id
        and done.step in ('redeploy', 'end')
      where file.state in ('redeployed', 'left')
        and not exists (
          select 1
          from transition.follow_up as planned
          where planned.case_id = held.case_id
            and not planned.dropped)
      group by held.case_id, file.unit_id`,
  );
  for (const row of rows) await planFollowUps(ctx, row);
  return rows.length;
}

/** Once an hour. */
export const followUpTask = every(3600, 'transition.plan-follow-ups', async (ctx) => {
  await planMissing(ctx);
});

/** How many follow-ups in the units of the asker are due before a day, and the first of these days; no row when there are none. */
export function dueFollowUps(ctx: Pick<Ctx, 'actor' | 'today'>, before: string): RawBuilder<{ n: number; due: string }> {
  return sql<{ n: number; due: string }>`
    select count(*) as n, min(planned.due) as due
    from transition.follow_up as planned
    join kernel.case_file as file on file.id = planned.case_id
    where planned.done_on is null
      and not planned.dropped
      and planned.due < ${before}
      and ${scope(ctx.actor, 'transition.handle-cases', sql`file.unit_id`, ctx.today)}
    having count(*) > 0`;
}
