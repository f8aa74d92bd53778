import type { Day } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';

/** SQL: a unit and all under it on a day. */
export function unitsBelow(unitId: string, today: Day) {
  return sql`
    select below.unit_id
    from kernel.unit_ancestor as below
    where below.ancestor_id = ${unitId}
      and below.valid_from <= ${today}
      and below.valid_to > ${today}`;
}

/** SQL: the name of the unit in the column `unit_id` of `table`. */
export function unitNameOf(table: string, locale: Locale) {
  return sql`(
    select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`}
    from kernel.unit_version as version
    where version.unit_id = ${sql.ref(`${table}.unit_id`)}
    order by version.valid_from desc
    limit 1)`;
}

/** SQL: the title of the joined `campaign`. */
export function titleIn(locale: Locale) {
  return locale === 'vi' ? sql`campaign.title_vi` : sql`campaign.title_en`;
}
