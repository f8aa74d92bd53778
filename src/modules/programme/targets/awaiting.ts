import { addDays, type Day } from '#base/day/index.ts';
import { sql, type RawBuilder } from '#base/db/index.ts';
import { awaits, type Awaiting, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';

/** Days before a value on the way is due at which it appears on Today. */
const AHEAD_DAYS = 30;

type Row = { key: string; title: string; due: Day; status: 'late' | 'at-risk' | 'no-data' | null; soon: Day[] };

/**
 * The running targets that the person answers for and that need them: late ones, ones at risk, ones whose data are missing, values on the way that are due
 * soon. How they stand was last compared by `watchTargets`; who has handed in a value since is not asked again before the next comparison.
 */
export function targetsAwaiting(ctx: Ctx): Awaits[] {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  return [awaits(ownTargets(ctx, personId), (rows) => rows.flatMap(tasksOf))];
}

function tasksOf({ key, title, due, status, soon }: Row): Awaiting[] {
  const about = { values: { title }, href: `/targets/${key}` };
  return [...(status === null ? [] : [{ key: `plans.awaiting-${status}`, ...about, due }]), ...soon.map((day) => ({ key: 'plans.awaiting-milestone', ...about, due: day }))];
}

function ownTargets(ctx: Ctx, personId: string): RawBuilder<Row> {
  return sql<Row>`
    select target.key, ${ctx.locale === 'vi' ? sql`held.title_vi` : sql`held.title_en`} as title, held.due,
      case when standing.status in ('late', 'at-risk', 'no-data') then standing.status end as status,
      array(
        select mark.day
        from jsonb_to_recordset(held.milestones) as mark (day date)
        where mark.day between ${ctx.today} and ${addDays(ctx.today, AHEAD_DAYS)}
        order by mark.day
      ) as soon
    from programme.target
    join programme.target_version as held on held.target_id = target.id
    left join lateral (
      select changed.status
      from programme.target_status as changed
      where changed.target_id = target.id
        and changed.day <= ${ctx.today}
        and not exists (
          select 1
          from programme.report
          where report.indicator_key = held.indicator_key
            and report.unit_id = held.unit_id
            and report.reported_at >= (select max(compared.day) from programme.status_day as compared))
      order by changed.day desc
      limit 1
    ) as standing on true
    where held.person_id = ${personId}
      and held.due >= ${ctx.today}
      and not held.retired
      and not exists (select 1 from programme.target_version as later where later.target_id = target.id and later.number > held.number)
    order by held.due, target.key`;
}
