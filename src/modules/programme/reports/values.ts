import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** A reported value that counts: neither corrected nor withdrawn nor returned; the appraiser's value where it was changed. */
export type CountingValue = { indicator: string; unitId: string; day: Day; value: number; appraised: boolean };

/**
 * The reported values that count, of these indicators in these units (in all without `unitIds`): by indicator, unit and day, of one day the last reported.
 */
export async function listCounting(db: Db, indicators: string[], unitIds?: string[]): Promise<CountingValue[]> {
  if (indicators.length === 0) return [];
  return all(
    db,
    sql<CountingValue>`
    select distinct on (report.indicator_key, report.unit_id, report.day) report.indicator_key as indicator, report.unit_id as "unitId", report.day,
      coalesce(held.value, report.value) as value, held.outcome is not null as appraised
    from programme.report
    left join lateral (
      select appraisal.outcome, appraisal.value
      from programme.appraisal
      where appraisal.report_id = report.id
      order by appraisal.number desc
      limit 1
    ) as held on true
    where report.indicator_key = any(${indicators}::text[])
      and (${unitIds === undefined} or report.unit_id = any(${unitIds ?? []}::uuid[]))
      and held.outcome is distinct from 'returned'
      and not exists (select 1 from programme.withdrawal where withdrawal.report_id = report.id)
      and not exists (select 1 from programme.report as newer where newer.corrects = report.id)
    order by report.indicator_key, report.unit_id, report.day, report.reported_at desc, report.id desc`,
  );
}
