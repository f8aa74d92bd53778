import { sql } from '#base/db/index.ts';
import type { SourceDefinition } from '#kernel/proof/index.ts';

/**
 * The reported value of an indicator that counts in a unit on a day, as the appraiser left it: what a publication of a reported indicator rests on. The slice
 * is the key of the indicator; the record is the report, its weight the value. Reported values are never added up, so there is at most one.
 */
export const appraisedValues: SourceDefinition = {
  name: 'programme.appraised-values',
  title: 'publishing.appraised-values',
  href: (record) => `/reports/${record}`,
  rows: (slice, { unitId, day }) => sql`
    select counting.id as record, counting.unit_id, counting.day as valid_from, counting.value as weight
    from (
      select report.id, report.unit_id, report.day, coalesce(held.value, report.value) as value
      from programme.report
      join lateral (
        select appraisal.outcome, appraisal.value
        from programme.appraisal
        where appraisal.report_id = report.id
        order by appraisal.number desc
        limit 1
      ) as held on held.outcome in ('accepted', 'changed')
      where report.indicator_key = ${slice}
        and report.unit_id = ${unitId}
        and report.day <= ${day}
        and not exists (select 1 from programme.withdrawal where withdrawal.report_id = report.id)
        and not exists (select 1 from programme.report as newer where newer.corrects = report.id)
      order by report.day desc, report.reported_at desc, report.id desc
      limit 1
    ) as counting`,
};
