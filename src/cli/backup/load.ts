import { join } from 'node:path';
import pg from 'pg';
import { migrate, UNFINISHED_RESTORE } from '#base/migration/index.ts';
import { Trouble } from '#base/trouble/index.ts';
import { isJson, jobsVersion, listTables, loosen, quoted, schemaNames, type Table } from './catalog.ts';
import { openFile } from './file.ts';
import { damaged, FORMAT, markOf, newTally, readLines, type Mark, type Tally } from './format.ts';
import type { Saved } from './save.ts';

/** Where and how to restore. */
export type LoadOptions = { url: string; root: string; dataFolder: string; file: string; withoutJobs: boolean; onStep: (what: string) => void };

/** A part under way: its tally and what to do with its lines. */
type Part = { name: string; tally: Tally; line: (line: string) => Promise<void>; end: () => Promise<void> };

const BATCH_ROWS = 1000;
const BATCH_CHARS = 2_000_000;

/**
 * Restores a backup into an empty database and the data folder: all or nothing. The schemas are made as they were when the backup
 * was made, the rows loaded and counted in one transaction, then the database is brought up to this program.
 */
export async function load(options: LoadOptions): Promise<Saved> {
  const lines = readLines(options.file);
  const head = await readHead(lines, options.file);
  const client = new pg.Client({ connectionString: options.url, application_name: 'khue restore' });
  await client.connect();
  try {
    await makeRoom(client);
    const folder = join(options.root, 'migrations');
    try {
      await migrate(options.url, folder, head.migrations);
      if (!options.withoutJobs) checkJobs(head, await jobsVersion(client));
      const saved = await loadAll(client, lines, options);
      await migrate(options.url, folder);
      return saved;
    } catch (error) {
      await client.query('rollback');
      await dropAll(client);
      throw error;
    }
  } finally {
    await client.end();
    await lines.return(undefined);
  }
}

type Head = { migrations: Map<string, string>; jobs: unknown };

async function readHead(lines: AsyncGenerator<string>, file: string): Promise<Head> {
  const first = await lines.next();
  const mark = first.done || !first.value.startsWith('#{') ? undefined : markOf(first.value);
  if (mark?.['khue'] !== 'backup') throw damaged(file);
  if (mark['format'] !== FORMAT) {
    throw new Trouble(
      `The backup ${file} has format ${String(mark['format'])}, which this Khuê cannot read: restore it with a newer version.`,
      `Bản sao lưu ${file} có định dạng ${String(mark['format'])} mà bản Khuê này không đọc được: hãy khôi phục bằng bản mới hơn.`,
    );
  }
  const list: unknown[] = Array.isArray(mark['migrations']) ? mark['migrations'] : [];
  return { jobs: mark['jobs'], migrations: new Map(list.map((entry) => [textOf(entry, 'name'), textOf(entry, 'sha256')])) };
}

/** Refuses a database with anything in it, except what an interrupted restore left behind. */
async function makeRoom(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ note: string | null }>(`select obj_description(to_regnamespace('khue')::oid, 'pg_namespace') as note`);
  if (rows[0]?.note === UNFINISHED_RESTORE) await dropAll(client);
  const found = await schemaNames(client);
  if (found.length > 0) {
    throw new Trouble(
      'The database to restore into is not empty: choose a new data folder with KHUE_DATA, or an empty database with DATABASE_URL.',
      'Cơ sở dữ liệu đích không trống: hãy chọn thư mục dữ liệu mới bằng KHUE_DATA, hoặc một cơ sở dữ liệu trống bằng DATABASE_URL.',
    );
  }
  await client.query(`create schema khue; comment on schema khue is '${UNFINISHED_RESTORE}'`);
}

async function dropAll(client: pg.Client): Promise<void> {
  for (const name of await schemaNames(client)) await client.query(`drop schema ${pg.escapeIdentifier(name)} cascade`);
}

function checkJobs(head: Head, here: number | null): void {
  if (head.jobs === here || head.jobs === null) return;
  throw new Trouble(
    `The backup's job queue has version ${String(head.jobs)}, this Khuê's has ${here}: restore with the version that made it and upgrade then, or leave waiting jobs behind with --without-jobs.`,
    `Hàng đợi công việc trong bản sao lưu thuộc phiên bản ${String(head.jobs)}, bản Khuê này dùng ${here}: hãy khôi phục bằng bản đã tạo ra rồi nâng cấp, hoặc bỏ lại việc đang chờ bằng --without-jobs.`,
  );
}

async function loadAll(client: pg.Client, lines: AsyncGenerator<string>, options: LoadOptions): Promise<Saved> {
  const saved: Saved = { tables: 0, rows: 0, files: 0 };
  await client.query(`begin; set local timezone = 'UTC'; set local row_security = off`);
  const tables = await listTables(client);
  const tighten = await loosen(client);
  // Rows that migrations themselves put in are in the backup too.
  if (tables.length > 0) await client.query(`truncate ${tables.map(quoted).join(', ')}`);
  const whole = await readParts(client, lines, tables, options, saved);
  if (!whole) throw damaged(options.file);
  options.onStep('checking references');
  for (const statement of tighten) await client.query(statement);
  await client.query('comment on schema khue is null');
  await client.query('commit');
  return saved;
}

/** Reads to the end; true when the last line says that the backup is complete and its counts are those met. */
async function readParts(client: pg.Client, lines: AsyncGenerator<string>, tables: Table[], options: LoadOptions, saved: Saved): Promise<boolean> {
  let part: Part | undefined;
  let complete = false;
  for await (const line of lines) {
    const mark = markOf(line);
    if (!mark) {
      if (!part) throw damaged(options.file);
      part.tally.add(line);
      await part.line(line);
    } else if (mark['begin'] === 'table') {
      part = tablePart(client, mark, tables, options, saved);
    } else if (mark['begin'] === 'file') {
      part = filePart(mark, options, saved);
    } else if (mark['end'] !== undefined) {
      if (!part || part.name !== mark['end'] || part.tally.lines() !== mark['lines'] || part.tally.sha256() !== mark['sha256']) throw damaged(options.file);
      await part.end();
      part = undefined;
    } else if (mark['sequence'] !== undefined) {
      await client.query('select setval($1::regclass, $2::bigint)', [mark['sequence'], mark['last']]);
    } else {
      complete = mark['complete'] === true && mark['tables'] === saved.tables && mark['rows'] === saved.rows && mark['files'] === saved.files;
    }
  }
  return complete;
}

function tablePart(client: pg.Client, mark: Mark, tables: Table[], options: LoadOptions, saved: Saved): Part {
  const name = `${textOf(mark, 'schema')}.${textOf(mark, 'name')}`;
  const table = tables.find((one) => `${one.schema}.${one.name}` === name);
  if (!table) throw damaged(options.file, new Error(`no table ${name}`));
  const skipped = options.withoutJobs && table.schema === 'pgboss';
  const statement = insertInto(table);
  const tally = newTally();
  let batch: string[] = [];
  let chars = 0;
  const flush = async () => {
    if (batch.length > 0 && !skipped) await client.query(statement, [`[${batch.join(',')}]`]);
    batch = [];
    chars = 0;
  };
  const line = async (text: string) => {
    batch.push(text);
    chars += text.length;
    saved.rows += 1;
    if (batch.length < BATCH_ROWS && chars < BATCH_CHARS) return;
    await flush();
    options.onStep(`${name}, ${saved.rows} rows`);
  };
  const end = async () => {
    await flush();
    saved.tables += 1;
    const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from ${quoted(table)}`);
    if (!skipped && rows[0]?.count !== tally.lines()) throw damaged(options.file, new Error(`${name} has ${rows[0]?.count} rows`));
  };
  return { name, tally, line, end };
}

/** Inserts a JSON array of rows; identity columns keep the numbers they had. */
function insertInto(table: Table): string {
  const names = table.columns.map((column) => pg.escapeIdentifier(column.name));
  const fields = table.columns.map((column, index) => `${names[index]} ${isJson(column) ? 'text' : column.type}`);
  const values = table.columns.map((column, index) => `r.${names[index]}${isJson(column) ? `::${column.type}` : ''}`);
  return `insert into ${quoted(table)} (${names.join(', ')}) overriding system value
    select ${values.join(', ')} from json_to_recordset($1::json) as r(${fields.join(', ')})`;
}

function filePart(mark: Mark, options: LoadOptions, saved: Saved): Part {
  const name = textOf(mark, 'name');
  const target = openFile(options.dataFolder, name, Number(mark['mode'] ?? 0o600));
  if (!target) throw damaged(options.file, new Error(`${name} lies outside the data folder`));
  options.onStep(name);
  const line = async (text: string) => target.write(Buffer.from(String(JSON.parse(text)), 'base64'));
  const end = async () => {
    target.close();
    saved.files += 1;
  };
  return { name, tally: newTally(), line, end };
}

function textOf(value: unknown, key: string): string {
  const entry: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof entry === 'string' ? entry : '';
}
