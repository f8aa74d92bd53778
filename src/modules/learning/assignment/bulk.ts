import Type from 'typebox';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { Audience, audienceRows, isConfidential } from '#kernel/audience/index.ts';
import { recordFrom } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { assignedTitle, findAssignment } from './store.ts';

/** Gives many more time at once. */
export const excuseAudience = operation({
  name: 'learning.excuse-audience',
  summary:
    'Give everybody of an audience whose line of an assignment is open until a later day, with one reason (a flood, an election); whoever already has longer keeps it. Each is told once.',
  kind: 'write',
  http: 'POST /learning/assignments/{id}/excuses',
  permission: 'learning.assign',
  unit: async (ctx, { id }) => found(await findAssignment(ctx.db, id), 'learning-assignment.no-assignment').unitId,
  input: Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'Assignment' }),
      audience: Audience,
      until: Type.String({ format: 'date', description: 'New last day, after today' }),
      reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why' }),
    },
    closed,
  ),
  output: Type.Object({ excused: Type.Integer({ description: 'How many have more time now' }) }, closed),
  trace: ({ id, until }, { excused }) => ({ subject: id, detail: { until, excused } }),
  run: async (ctx, { id, audience, until, reason }) => {
    const assignment = found(await findAssignment(ctx.db, id), 'learning-assignment.no-assignment');
    if (assignment.endedOn !== null) throw new Problem('conflict', 'learning-assignment.ended-already');
    if (until <= ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/until', code: 'learning-assignment.until-early' }]);
    // Units and posts say who; what was measured of people is no reason that others may give for them.
    if (isConfidential(audience) || assignment.confidential) throw new Problem('invalid', 'audience.no-skills');
    const by = personOf(ctx.actor) ?? null;
    const people = await moveDays(ctx.db, { id, audience, unitId: assignment.unitId, until, reason, by }, ctx.today);
    await recordFrom(
      ctx,
      sql`
      select 'learning.assignment-changed'::text, assigned.id, assigned.unit_id, ${ctx.today}::date, null::numeric,
        jsonb_build_object('assignment', assigned.assignment_id, 'what', 'excused'), null::uuid
      from learning.assigned
      where assigned.id = any(${people.map((line) => line.id)}::uuid[])`,
    );
    const title = (await one(ctx.db, sql<{ title: string }>`select ${assignedTitle('vi')} as title from learning.assignment where assignment.id = ${id}`))?.title ?? '';
    if (people.length > 0)
      await notify(ctx, { to: people.map(({ personId }) => personId), key: 'learning-assignment.told-excused', values: { title, day: until }, href: '/learning' });
    return { excused: people.length };
  },
});

type Move = { id: string; audience: Audience; unitId: string; until: Day; reason: string; by: string | null };

/** Moves the last day of the open lines of an audience, except one's own, and keeps why. */
async function moveDays(db: Db, { id, audience, unitId, until, reason, by }: Move, today: Day): Promise<{ id: string; personId: string }[]> {
  return all(
    db,
    sql<{ id: string; personId: string }>`
    with chosen as (
      select assigned.id, assigned.due as due_before
      from learning.assigned
      join (${audienceRows(audience, unitId, today)}) as member (person_id, unit_id) on member.person_id = assigned.person_id
      where assigned.assignment_id = ${id}
        and assigned.completed_on is null
        and assigned.left_on is null
        and assigned.due < ${until}
        and assigned.person_id is distinct from ${by}::uuid
    ), kept as (
      insert into learning.excuse (id, assigned_id, reason, until, due_before, given_by, assignment_id)
      select kernel.new_id(), chosen.id, ${reason}, ${until}::date, chosen.due_before, ${by}::uuid, ${id}::uuid
      from chosen
    )
    update learning.assigned
    set due = ${until}
    from chosen
    where chosen.id = assigned.id
    returning assigned.id, assigned.person_id as "personId"`,
  );
}
