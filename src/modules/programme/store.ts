import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { ReportLine } from './model.ts';

/** A report as it is put in. */
export type NewReport = {
  id: string;
  target: string;
  unitId: string;
  value: number;
  day: Day;
  source: string;
  documentId: string | null;
  corrects: string | null;
  factId: string;
  reportedBy: string | null;
};

/** Adds a report. */
export async function addReport(db: Db, report: NewReport): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.report (id, target_id, unit_id, value, day, source, document_id, corrects, fact_id, reported_by)
    values (${report.id}, ${report.target}, ${report.unitId}, ${report.value}, ${report.day}, ${report.source}, ${report.documentId}, ${report.corrects},
      ${report.factId}, ${report.reportedBy})`,
  );
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

/** A report by its id, with what is needed to correct or withdraw it. */
export async function findReport(db: Db, id: string): Promise<{ target: string; unitId: string; day: Day; value: number; factId: string; counts: boolean } | undefined> {
  return one(
    db,
    sql<{ target: string; unitId: string; day: Day; value: number; factId: string; counts: boolean }>`
    select report.target_id as target, report.unit_id as "unitId", report.day, report.value, report.fact_id as "factId",
      not exists (select 1 from programme.withdrawal where withdrawal.report_id = report.id)
        and not exists (select 1 from programme.report as newer where newer.corrects = report.id) as counts
    from programme.report
    where report.id = ${id}`,
  );
}

/** The values that count, of all targets or one: neither corrected nor withdrawn; oldest first, of one day the last reported. */
export async function listValues(db: Db): Promise<{ target: string; day: Day; value: number }[]> {
  return all(
    db,
    sql<{ target: string; day: Day; value: number }>`
    select distinct on (report.target_id, report.day) report.target_id as target, report.day, report.value
    from programme.report
    where not exists (select 1 from programme.withdrawal where withdrawal.report_id = report.id)
      and not exists (select 1 from programme.report as newer where newer.corrects = report.id)
    order by report.target_id, report.day, report.reported_at desc, report.id desc`,
  );
}

type ReportRow = {
  id: string;
  value: number;
  day: Day;
  source: string;
  document_id: string | null;
  document_name: string | null;
  reporter: string | null;
  reported_at: Date;
  corrects: string | null;
  corrected: boolean;
  reason: string | null;
  withdrawn_at: Date | null;
  withdrawer: string | null;
};

/** Everything ever reported for a target, newest first, at most 500 reports. */
export async function listReports(db: Db, target: string): Promise<ReportLine[]> {
  const rows = await all(
    db,
    sql<ReportRow>`
    select report.id, report.value, report.day, report.source, report.document_id, document.name as document_name, person.name as reporter, report.reported_at,
      report.corrects, newer.id is not null as corrected, withdrawal.reason, withdrawal.withdrawn_at, withdrawer.name as withdrawer
    from programme.report
    left join programme.report as newer on newer.corrects = report.id
    left join programme.withdrawal on withdrawal.report_id = report.id
    left join kernel.document on document.id = report.document_id
    left join kernel.person on person.id = report.reported_by
    left join kernel.person as withdrawer on withdrawer.id = withdrawal.withdrawn_by
    where report.target_id = ${target}
    order by report.reported_at desc, report.id desc
    limit 500`,
  );
  return rows.map((row) => ({
    id: row.id,
    value: row.value,
    day: row.day,
    source: row.source,
    document: row.document_id === null ? null : { id: row.document_id, name: row.document_name ?? '' },
    reportedBy: row.reporter,
    reportedAt: row.reported_at.toISOString(),
    corrects: row.corrects,
    corrected: row.corrected,
    withdrawn: row.withdrawn_at === null ? null : { reason: row.reason ?? '', at: row.withdrawn_at.toISOString(), by: row.withdrawer },
  }));
}

/** Whether a document is evidence of a report. */
export async function isEvidence(db: Db, documentId: string): Promise<boolean> {
  return (await one(db, sql<{ id: string }>`select report.id from programme.report where report.document_id = ${documentId} limit 1`)) !== undefined;
}

/** The units of these content ids (unit_code of system khue) on a day, by content id. */
export async function listOwners(db: Db, ids: string[], day: Day): Promise<Map<string, { unitId: string; nameVi: string; nameEn: string }>> {
  const rows = await all(
    db,
    sql<{ code: string; unitId: string; nameVi: string; nameEn: string }>`
    select code.code, version.unit_id as "unitId", version.name_vi as "nameVi", version.name_en as "nameEn"
    from kernel.unit_code as code
    join kernel.unit_version as version
      on version.unit_id = code.unit_id
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    where code.system = 'khue'
      and code.code = any(${ids}::text[])
      and code.valid_from <= ${day}
      and code.valid_to > ${day}`,
  );
  return new Map(rows.map(({ code, ...unit }) => [code, unit]));
}
