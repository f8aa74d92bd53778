import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { scope, type Actor } from '#kernel/org/index.ts';
import type { ReportLine } from './model.ts';
import type { Reporter, Standing } from './rules.ts';

/** A report as it is put in. */
export type NewReport = {
  id: string;
  indicator: string;
  target: string | null;
  unitId: string;
  periodFrom: Day;
  periodTo: Day;
  value: number;
  day: Day;
  source: string;
  corrects: string | null;
  factId: string;
  reportedBy: string | null;
  reportedAt: Temporal.Instant;
};

/** Adds a report with its evidence, in order. */
export async function addReport(db: Db, report: NewReport, documentIds: string[]): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.report (id, indicator_key, target_id, unit_id, period_from, period_to, value, day, source, corrects, fact_id, reported_by, reported_at)
    values (${report.id}, ${report.indicator}, ${report.target}, ${report.unitId}, ${report.periodFrom}, ${report.periodTo}, ${report.value}, ${report.day},
      ${report.source}, ${report.corrects}, ${report.factId}, ${report.reportedBy}, ${report.reportedAt.toString()})`,
  );
  await all(
    db,
    sql`
    insert into programme.evidence (report_id, document_id, place)
    select ${report.id}, file.id, file.place
    from unnest(${documentIds}::uuid[]) with ordinality as file (id, place)`,
  );
}

/** Lets one report at a time be made for an indicator, unit and period. */
export async function lockPeriod(db: Db, indicator: string, unitId: string, periodFrom: Day): Promise<void> {
  await one(db, sql`select pg_advisory_xact_lock(7201005, hashtext(${`${indicator} ${unitId} ${periodFrom}`}))`);
}

/** Notes that a report no longer counts. */
export async function addWithdrawal(db: Db, reportId: string, reason: string, by: string | null): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.withdrawal (report_id, reason, withdrawn_by)
    values (${reportId}, ${reason}, ${by})`,
  );
}

/** An appraisal as it is put in; `number` follows the last one of the report. */
export type NewAppraisal = {
  id: string;
  reportId: string;
  number: number;
  outcome: string;
  value: number | null;
  reason: string;
  factId: string;
  by: string | null;
  at: Temporal.Instant;
};

/** Adds an appraisal; breaks `appraisal_number_taken` when somebody was faster. */
export async function addAppraisal(db: Db, item: NewAppraisal): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.appraisal (id, report_id, number, outcome, value, reason, fact_id, appraised_by, appraised_at)
    values (${item.id}, ${item.reportId}, ${item.number}, ${item.outcome}, ${item.value}, ${item.reason}, ${item.factId}, ${item.by}, ${item.at.toString()})`,
  );
}

/** What correcting, withdrawing and appraising need to know of a report. */
export type KnownReport = Standing & {
  periodTo: Day;
  day: Day;
  value: number;
  factId: string;
  reportedBy: string | null;
  appraisals: number;
  target: string | null;
  lastFactId: string;
};

const state = sql`
  case
    when exists (select 1 from programme.withdrawal where withdrawal.report_id = report.id) then 'withdrawn'
    when exists (select 1 from programme.report as newer where newer.corrects = report.id) then 'corrected'
    else coalesce((
      select appraisal.outcome
      from programme.appraisal
      where appraisal.report_id = report.id
      order by appraisal.number desc
      limit 1), 'self-reported')
  end`;

/** A report by its id. */
export async function findReport(db: Db, id: string): Promise<KnownReport | undefined> {
  return one(
    db,
    sql<KnownReport>`
    select report.id, report.indicator_key as indicator, report.target_id as target, report.unit_id as "unitId", report.period_from as "periodFrom",
      report.period_to as "periodTo", report.day, report.value, report.fact_id as "factId", report.reported_by as "reportedBy", ${state} as state,
      (select count(*) from programme.appraisal where appraisal.report_id = report.id) as appraisals,
      coalesce((
        select appraisal.fact_id
        from programme.appraisal
        where appraisal.report_id = report.id
        order by appraisal.number desc
        limit 1), report.fact_id) as "lastFactId"
    from programme.report
    where report.id = ${id}`,
  );
}

/** The reports of these units since a day that are neither corrected nor withdrawn; the last one reported of each period. */
export function standingRows(unitIds: string[], since: Day): RawBuilder<Standing> {
  return sql<Standing>`
    select distinct on (standing.indicator, standing."unitId", standing."periodFrom") standing.id, standing.indicator, standing."unitId", standing."periodFrom", standing.state
    from (
      select report.id, report.indicator_key as indicator, report.unit_id as "unitId", report.period_from as "periodFrom", ${state} as state, report.reported_at
      from programme.report
      where report.unit_id = any(${unitIds}::uuid[])
        and report.period_from >= ${since}
    ) as standing
    where standing.state not in ('withdrawn', 'corrected')
    order by standing.indicator, standing."unitId", standing."periodFrom", standing.reported_at desc, standing.id desc`;
}

/** Which reports: of an indicator, a unit, a period, in a state, in the scope of a permission; newest first, at most `limit`, after `skip`. */
export type ReportFilter = {
  id?: string | undefined;
  indicator?: string | undefined;
  unitId?: string | undefined;
  periodFrom?: Day | undefined;
  state?: string | undefined;
  within?: { actor: Actor; permission: string; today: Day } | undefined;
  /** Those that this person did not report. */
  notBy?: string | undefined;
  skip?: number;
  limit: number;
};

type Row = Omit<ReportLine, 'unit' | 'reportedAt' | 'withdrawn'> & {
  unitId: string;
  unitVi: string | null;
  unitEn: string | null;
  reportedAt: Date;
  withdrawnWhy: string | null;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
};

const documents = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', document.id, 'name', document.name) order by evidence.place), '[]')
  from programme.evidence
  join kernel.document on document.id = evidence.document_id
  where evidence.report_id = report.id)`;

const appraisals = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('number', appraisal.number, 'outcome', appraisal.outcome, 'value', appraisal.value, 'reason', appraisal.reason,
    'by', appraiser.name, 'at', to_char(appraisal.appraised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by appraisal.number), '[]')
  from programme.appraisal
  left join kernel.person as appraiser on appraiser.id = appraisal.appraised_by
  where appraisal.report_id = report.id)`;

/** Reports with their evidence and everything that was found of them. */
export async function listReports(db: Db, filter: ReportFilter): Promise<ReportLine[]> {
  const rows = await all(
    db,
    sql<Row>`
    select report.id, report.indicator_key as indicator, report.unit_id as "unitId", named.name_vi as "unitVi", named.name_en as "unitEn", report.period_from as "periodFrom",
      report.period_to as "periodTo", report.value, report.day, report.source, person.name as "reportedBy", report.reported_at as "reportedAt", report.corrects,
      ${state} as state, withdrawal.reason as "withdrawnWhy", withdrawal.withdrawn_at as "withdrawnAt", withdrawer.name as "withdrawnBy", ${documents} as documents, ${appraisals} as appraisals
    from programme.report
    left join programme.withdrawal on withdrawal.report_id = report.id
    left join kernel.person on person.id = report.reported_by
    left join kernel.person as withdrawer on withdrawer.id = withdrawal.withdrawn_by
    left join lateral (
      select version.name_vi, version.name_en
      from kernel.unit_version as version
      where version.unit_id = report.unit_id
        and version.valid_from <= report.day
      order by version.valid_from desc
      limit 1
    ) as named on true
    where ${chosen(filter)}
    order by report.reported_at desc, report.id desc
    offset ${filter.skip ?? 0}
    limit ${filter.limit}`,
  );
  return rows.map(({ unitId, unitVi, unitEn, reportedAt, withdrawnWhy, withdrawnAt, withdrawnBy, ...row }) => ({
    ...row,
    unit: { id: unitId, nameVi: unitVi ?? '', nameEn: unitEn ?? '' },
    reportedAt: reportedAt.toISOString(),
    withdrawn: withdrawnAt === null ? null : { reason: withdrawnWhy ?? '', at: withdrawnAt.toISOString(), by: withdrawnBy },
  }));
}

/** How many reports fit a filter. */
export async function countReports(db: Db, filter: ReportFilter): Promise<number> {
  return (await one(db, reportCount(filter)))?.n ?? 0;
}

/** The query of it, to be sent with others. */
export function reportCount(filter: ReportFilter): RawBuilder<{ n: number }> {
  return sql<{ n: number }>`select count(*) as n from programme.report where ${chosen(filter)}`;
}

function chosen({ id, indicator, unitId, periodFrom, state: wanted, within, notBy }: ReportFilter): RawBuilder<unknown> {
  const conditions = [
    id === undefined ? undefined : sql`report.id = ${id}`,
    indicator === undefined ? undefined : sql`report.indicator_key = ${indicator}`,
    unitId === undefined ? undefined : sql`report.unit_id = ${unitId}`,
    periodFrom === undefined ? undefined : sql`report.period_from = ${periodFrom}`,
    wanted === undefined ? undefined : sql`${state} = ${wanted}`,
    notBy === undefined ? undefined : sql`report.reported_by is distinct from ${notBy}`,
    within && scope(within.actor, within.permission, sql`report.unit_id`, within.today),
  ].flatMap((condition) => condition ?? []);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** Whether a document is evidence of a report. */
export async function isEvidence(db: Db, documentId: string): Promise<boolean> {
  return (await one(db, sql<{ id: string }>`select evidence.report_id as id from programme.evidence where evidence.document_id = ${documentId} limit 1`)) !== undefined;
}

/** The units of these ids as they stand on a day, with their first day; with `under`, everything below them too. */
export async function listReporters(db: Db, roots: string[] | 'everywhere', under: boolean, day: Day): Promise<Reporter[]> {
  return all(db, reporterRows(roots, under, day));
}

/** The query of it, to be sent with others. */
export function reporterRows(roots: string[] | 'everywhere', under: boolean, day: Day): RawBuilder<Reporter> {
  const inScope =
    roots === 'everywhere'
      ? sql`true`
      : sql`exists (
        select 1
        from kernel.unit_ancestor as above
        where above.unit_id = version.unit_id
          and above.ancestor_id = any(${roots}::uuid[])
          and (${under} or above.depth = 0)
          and above.valid_from <= ${day}
          and above.valid_to > ${day})`;
  return sql<Reporter>`
    select version.unit_id as "unitId", version.kind, version.name_vi as "nameVi", version.name_en as "nameEn", (
        select min(first.valid_from)
        from kernel.unit_version as first
        where first.unit_id = version.unit_id
      ) as since
    from kernel.unit_version as version
    where version.valid_from <= ${day}
      and version.valid_to > ${day}
      and ${inScope}`;
}

/** Who holds one of these roles over which unit on a day. */
export async function listHolders(db: Db, roles: string[], day: Day): Promise<{ personId: string; unitId: string }[]> {
  return all(
    db,
    sql<{ personId: string; unitId: string }>`
    select distinct granted.person_id as "personId", granted.unit_id as "unitId"
    from kernel.role_grant as granted
    where granted.role = any(${roles}::text[])
      and granted.valid_from <= ${day}
      and granted.valid_to > ${day}`,
  );
}
