import { addMonths, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** After how many months somebody is asked after. */
export const FOLLOW_UP_MONTHS = [3, 6, 12] as const;

/** Asking after a person. */
export type FollowUp = {
  id: string;
  caseId: string;
  personId: string;
  name: string;
  unitId: string;
  state: string;
  since: Day;
  months: number;
  due: Day;
  doneOn: Day | null;
  well: boolean | null;
  body: string | null;
};

/** Plans the three times for somebody whose new work began, or whose employment ended, on a day; safe to do twice. */
export async function planFollowUps(ctx: Ctx, { caseId, unitId, since }: { caseId: string; unitId: string; since: Day }): Promise<void> {
  const planned = FOLLOW_UP_MONTHS.map((months) => ({ id: newId(), months, due: addMonths(since, months) }));
  const fresh = await all(
    ctx.db,
    sql<{ id: string }>`
      insert into transition.follow_up (id, case_id, since, months, due)
      select planned.id, ${caseId}::uuid, ${since}::date, planned.months, planned.due
      from unnest(
        ${planned.map(({ id }) => id)}::uuid[],
        ${planned.map(({ months }) => months)}::integer[],
        ${planned.map(({ due }) => due)}::date[]
      ) as planned (id, months, due)
      on conflict on constraint follow_up_once do nothing
      returning follow_up.id`,
  );
  if (fresh.length > 0) await record(ctx, [{ kind: 'transition.follow-up-planned', subject: caseId, unitId, day: since, value: fresh.length, data: {} }]);
}

/** Whoever came back is not asked any more how the new work is. */
export async function dropFollowUps(db: Db, caseId: string): Promise<void> {
  await all(
    db,
    sql`
      update transition.follow_up
      set dropped = true
      where follow_up.case_id = ${caseId}
        and follow_up.done_on is null`,
  );
}

/** Follow-ups that were planned and not dropped: those of a case, or those that `where` allows; soonest due first, at most 200. */
export async function listFollowUps(db: Db, where: RawBuilder<unknown>): Promise<FollowUp[]> {
  return all(
    db,
    sql<FollowUp>`
      select planned.id, planned.case_id as "caseId", held.person_id as "personId", person.name, file.unit_id as "unitId", file.state, planned.since, planned.months, planned.due,
        planned.done_on as "doneOn", planned.well, planned.body
      from transition.follow_up as planned
      join transition.person_case as held on held.case_id = planned.case_id
      join kernel.case_file as file on file.id = planned.case_id
      join kernel.person on person.id = held.person_id
      where not planned.dropped
        and ${where}
      order by planned.due, planned.id
      limit 200`,
  );
}

/** Notes what was found; false when that was done before. */
export async function putFollowUp(db: Db, given: { id: string; day: Day; well: boolean; body: string; by: string | null }): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      update transition.follow_up
      set done_on = ${given.day},
        well = ${given.well},
        body = ${given.body},
        done_by = ${given.by}
      where follow_up.id = ${given.id}
        and follow_up.done_on is null
        and not follow_up.dropped
      returning follow_up.id`,
  );
  return row !== undefined;
}
