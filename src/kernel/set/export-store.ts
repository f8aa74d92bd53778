import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { MembersQuery } from './members.ts';

/** A file somebody asked for, and how far it is; without a document it is being written. */
export type ExportOrder = {
  id: string;
  set: string;
  query: MembersQuery;
  format: 'csv' | 'xlsx';
  locale: Locale;
  requestedBy: string | null;
  purpose: string | null;
  requestedOn: Day;
  rowsTotal: number;
  rowsDone: number;
  documentId: string | null;
};

type Row = {
  id: string;
  set_name: string;
  slice: string;
  unit_id: string;
  day: Day;
  from_day: Day | null;
  format: 'csv' | 'xlsx';
  locale: Locale;
  requested_by: string | null;
  purpose: string | null;
  requested_on: Day;
  rows_total: number;
  rows_done: number;
  document_id: string | null;
};

const columns = sql`
  export.id, export.set_name, export.slice, export.unit_id, export.day, export.from_day, export.format, export.locale,
  export.requested_by, export.purpose, export.requested_on, export.rows_total, export.rows_done, export.document_id`;

/** Notes an export that was asked for. */
export async function addExport(db: Db, order: ExportOrder): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.export (id, set_name, slice, unit_id, day, from_day, format, locale, requested_by, purpose, requested_on, rows_total)
    values (${order.id}, ${order.set}, ${order.query.slice}, ${order.query.unitId}, ${order.query.day}, ${order.query.from ?? null}, ${order.format},
      ${order.locale}, ${order.requestedBy}, ${order.purpose}, ${order.requestedOn}, ${order.rowsTotal})`,
  );
}

/** The export of that id, or undefined. */
export async function findExport(db: Db, id: string): Promise<ExportOrder | undefined> {
  const row = await one(db, sql<Row>`select ${columns} from kernel.export where export.id = ${id}`);
  return row && orderOf(row);
}

/** The export whose file is that document, or undefined. */
export async function findExportOf(db: Db, documentId: string): Promise<ExportOrder | undefined> {
  const row = await one(db, sql<Row>`select ${columns} from kernel.export where export.document_id = ${documentId}`);
  return row && orderOf(row);
}

/** Notes how many rows are written and, at the end, which document they are. */
export async function noteProgress(db: Db, id: string, rowsDone: number, documentId: string | null = null): Promise<void> {
  await all(
    db,
    sql`
    update kernel.export
    set rows_done = ${rowsDone}, document_id = coalesce(${documentId}::uuid, export.document_id)
    where export.id = ${id}`,
  );
}

/** Forgets the exports asked for before a day; their files can no longer be fetched. */
export async function dropExports(db: Db, before: Day): Promise<void> {
  await all(db, sql`delete from kernel.export where export.requested_on < ${before}`);
}

function orderOf(row: Row): ExportOrder {
  return {
    id: row.id,
    set: row.set_name,
    query: { slice: row.slice, unitId: row.unit_id, day: row.day, ...(row.from_day === null ? {} : { from: row.from_day }) },
    format: row.format,
    locale: row.locale,
    requestedBy: row.requested_by,
    purpose: row.purpose,
    requestedOn: row.requested_on,
    rowsTotal: row.rows_total,
    rowsDone: row.rows_done,
    documentId: row.document_id,
  };
}
