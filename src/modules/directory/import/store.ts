import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { StoredImport } from './model.ts';
import type { RowError } from './rules.ts';

const columns = sql`
  import.id, import.kind, import.state, import.document_id as "documentId", import.file_name as "fileName", import.headers, import.notices, import.columns,
  import.missing, import.end_unit_id as "endUnitId", import.end_day as "endDay", import.phase, import.done, import.row_count as "rowCount",
  import.error_count as "errorCount", import.counts, import.problem, import.problem_values as "problemValues", import.created_by as "createdBy",
  person.name as "createdByName", to_json(import.created_at) as "createdAt", to_json(import.finished_at) as "finishedAt", to_json(import.undone_at) as "undoneAt"`;

/** The import of that id; throws `missing`. */
export async function getImport(db: Db, id: string): Promise<StoredImport> {
  const row = await one(
    db,
    sql<StoredImport>`
    select ${columns}
    from directory.import
    left join kernel.person on person.id = import.created_by
    where import.id = ${id}`,
  );
  return found(row, 'import.no-import');
}

/** Imports, newest first, at most `limit` older than `before`; `which` narrows them (an SQL condition on `import`). */
export async function listImports(db: Db, which: RawBuilder<unknown>, before: string | undefined, limit: number): Promise<StoredImport[]> {
  return all(
    db,
    sql<StoredImport>`
    select ${columns}
    from directory.import
    left join kernel.person on person.id = import.created_by
    where ${which}
      and (${before ?? null}::uuid is null or import.id < ${before ?? null}::uuid)
    order by import.id desc
    limit ${limit}`,
  );
}

/** Keeps a new import. */
export async function addImport(db: Db, item: Pick<StoredImport, 'id' | 'kind' | 'documentId' | 'fileName' | 'headers' | 'notices' | 'columns' | 'createdBy'>): Promise<void> {
  await all(
    db,
    sql`
    insert into directory.import (id, kind, state, document_id, file_name, headers, notices, columns, created_by)
    values (${item.id}, ${item.kind}, 'uploaded', ${item.documentId}, ${item.fileName}, ${item.headers}::text[], ${JSON.stringify(item.notices)},
      ${JSON.stringify(item.columns)}, ${item.createdBy})`,
  );
}

/** What may be set in an import; what is left out stays. */
type Changes = Partial<
  Pick<
    StoredImport,
    'state' | 'columns' | 'missing' | 'endUnitId' | 'endDay' | 'phase' | 'done' | 'rowCount' | 'errorCount' | 'counts' | 'problem' | 'problemValues' | 'finishedAt' | 'undoneAt'
  >
> & {
  attempts?: number;
  undoneBy?: string | null;
};

const NAMES: Record<keyof Changes, string> = {
  state: 'state',
  columns: 'columns',
  missing: 'missing',
  endUnitId: 'end_unit_id',
  endDay: 'end_day',
  phase: 'phase',
  done: 'done',
  rowCount: 'row_count',
  errorCount: 'error_count',
  counts: 'counts',
  problem: 'problem',
  problemValues: 'problem_values',
  finishedAt: 'finished_at',
  undoneAt: 'undone_at',
  attempts: 'attempts',
  undoneBy: 'undone_by',
};

/** Changes an import that is in one of these states; answers whether it was. */
export async function changeImport(db: Db, id: string, states: StoredImport['state'][], changes: Changes): Promise<boolean> {
  const sets = Object.entries(changes).map(([key, value]) => sql`${sql.ref(nameOf(key))} = ${typeof value === 'object' && value !== null ? JSON.stringify(value) : value}`);
  const row = await one(
    db,
    sql<{ id: string }>`
    update directory.import
    set ${sql.join([...sets, sql`changed_at = now()`])}
    where import.id = ${id}
      and import.state = any(${states}::text[])
    returning import.id`,
  );
  return row !== undefined;
}

function nameOf(key: string): string {
  return Object.entries(NAMES).find(([name]) => name === key)?.[1] ?? key;
}

/** Notes that work on an import begins once more, and answers how often it has; undefined when it is in none of the states. */
export async function beginAttempt(db: Db, id: string): Promise<number | undefined> {
  const row = await one(
    db,
    sql<{ attempts: number }>`
    update directory.import
    set attempts = import.attempts + 1, done = 0
    where import.id = ${id}
      and import.state in ('checking', 'running', 'undoing')
    returning import.attempts`,
  );
  return row?.attempts;
}

/** The imports that wait to be worked on, oldest first. */
export async function listWaiting(db: Db): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    select import.id
    from directory.import
    where import.state in ('checking', 'running', 'undoing')
    order by import.changed_at, import.id`,
  );
  return rows.map(({ id }) => id);
}

/** Takes away what the last check of an import found. */
export async function clearFindings(db: Db, id: string): Promise<void> {
  await all(db, sql`delete from directory.import_error as error where error.import_id = ${id}`);
  await all(db, sql`delete from directory.import_line as shown where shown.import_id = ${id}`);
}

/** Keeps errors of an import. */
export async function writeErrors(db: Db, id: string, errors: RowError[]): Promise<void> {
  if (errors.length === 0) return;
  await all(
    db,
    sql`
    insert into directory.import_error (import_id, line, field, code, shown)
    select ${id}::uuid, fault.line, fault.field, fault.code, fault.shown
    from unnest(
      ${errors.map(({ line }) => line)}::integer[],
      ${errors.map(({ field }) => field)}::text[],
      ${errors.map(({ code }) => code)}::text[],
      ${errors.map(({ shown }) => JSON.stringify(shown))}::jsonb[]
    ) as fault (line, field, code, shown)`,
  );
}

/** A kept error with its place in the list of errors. */
export type KeptError = RowError & { id: number };

/** Errors in the order of the file, at most `limit` after the one given. */
export async function listErrors(db: Db, importId: string, after: { line: number; id: number } | undefined, limit: number): Promise<KeptError[]> {
  return all(
    db,
    sql<KeptError>`
    select error.line, error.field, error.code, error.shown, error.id
    from directory.import_error as error
    where error.import_id = ${importId}
      and (error.line, error.id) > (${after?.line ?? -1}::integer, ${after?.id ?? 0}::bigint)
    order by error.line, error.id
    limit ${limit}`,
  );
}

/** How many errors an import has. */
export async function countErrors(db: Db, importId: string): Promise<number> {
  const row = await one(db, sql<{ n: number }>`select count(*) as n from directory.import_error as error where error.import_id = ${importId}`);
  return row?.n ?? 0;
}

/** The lines shown of each kind of change. */
export async function listLines(db: Db, importId: string): Promise<{ change: string; line: number; label: string; detail: string }[]> {
  return all(
    db,
    sql<{ change: string; line: number; label: string; detail: string }>`
    select shown.change, shown.line, shown.label, shown.detail
    from directory.import_line as shown
    where shown.import_id = ${importId}
    order by shown.change, shown.line, shown.label`,
  );
}
