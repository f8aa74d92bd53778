import { all, sql, type RawBuilder } from '#base/db/index.ts';
import { rootsOf } from '#kernel/org/index.ts';
import type { Change, Work } from './model.ts';

/**
 * Makes the table of units with the days on which each stands, and whether the asker may import into it: judged by the tree of today,
 * or of the unit's last day when it has ended, or of its first when it is yet to come.
 */
export async function makeUnits({ ctx }: Work): Promise<void> {
  const roots = rootsOf(ctx.actor, 'directory.import');
  const allowed =
    roots === 'everywhere'
      ? sql`true`
      : sql`exists (
        select 1
        from kernel.unit_ancestor as above
        where above.unit_id = span.unit_id
          and above.ancestor_id = any(${roots}::uuid[])
          and above.valid_from <= span.judged
          and above.valid_to > span.judged)`;
  await all(ctx.db, sql`drop table if exists pg_temp.import_unit`);
  await all(
    ctx.db,
    sql`
    create temporary table import_unit on commit drop as
    select span.unit_id, span.unit_from, span.unit_to, ${allowed} as in_scope
    from (
      select version.unit_id, min(version.valid_from) as unit_from, max(version.valid_to) as unit_to,
        greatest(min(version.valid_from), case when max(version.valid_to) > ${ctx.today}::date then ${ctx.today}::date else max(version.valid_to) - 1 end) as judged
      from kernel.unit_version as version
      group by version.unit_id
    ) as span`,
  );
  await all(ctx.db, sql`analyze import_unit`);
}

/** For each line of a table with unit_code and valid_from: the one unit of that code on that day, and how many there are. */
export function unitOfLines(table: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select line.line, (array_agg(code.unit_id))[1] as unit_id, count(distinct code.unit_id) as units
    from ${table} as line
    join kernel.unit_code as code
      on code.code = line.unit_code
      and code.valid_from <= line.valid_from
      and code.valid_to > line.valid_from
    group by line.line`;
}

/** Errors about the unit of each line of a plan (line, unit_code, units, unit_from, unit_to, in_scope, valid_from, valid_to). */
export function unitErrors(plan: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select plan.line, fault.field, fault.code, fault.shown
    from ${plan} as plan
    cross join lateral (
      select 'unitCode' as field, 'import.error.unit-unknown' as code,
        jsonb_build_object('value', plan.unit_code, 'day', to_char(plan.valid_from, 'DD/MM/YYYY')) as shown
      where plan.unit_code is not null and plan.valid_from is not null and (plan.units is null or plan.valid_from < plan.unit_from)
      union all
      select 'unitCode', 'import.error.unit-ambiguous', jsonb_build_object('value', plan.unit_code)
      where plan.units > 1
      union all
      select 'unitCode', 'import.error.out-of-scope', jsonb_build_object('value', plan.unit_code)
      where plan.units = 1 and not plan.in_scope
      union all
      select 'to', 'import.error.unit-ends', jsonb_build_object('value', plan.unit_code, 'day', to_char(plan.unit_to - 1, 'DD/MM/YYYY'))
      where plan.units = 1 and plan.in_scope and plan.unit_to < 'infinity' and plan.valid_to > plan.unit_to
    ) as fault`;
}

/** Writes errors; `errors` selects line, field, code, shown. */
export async function complain({ ctx, item }: Work, errors: RawBuilder<unknown>): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into directory.import_error (import_id, line, field, code, shown)
    select ${item.id}::uuid, fault.line, fault.field, fault.code, fault.shown
    from (${errors}) as fault (line, field, code, shown)`,
  );
}

/** Lines of a preview that are kept of each kind of change. */
const SHOWN = 10;

/** Keeps the first lines of one kind of change for the preview; `lines` selects line, label, detail. */
export async function show({ ctx, item }: Work, change: Change, lines: RawBuilder<unknown>): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into directory.import_line (import_id, change, line, label, detail)
    select ${item.id}::uuid, ${change}::text, shown.line, coalesce(shown.label, ''), coalesce(shown.detail, '')
    from (${lines}) as shown (line, label, detail)
    order by shown.line
    limit ${SHOWN}
    on conflict do nothing`,
  );
}
