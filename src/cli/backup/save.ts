import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import pg from 'pg';
import { isJson, jobsVersion, listSequences, listTables, quoted, type Table } from './catalog.ts';
import { FORMAT, markLine, newTally, writeBackup } from './format.ts';

/** What one backup holds. */
export type Saved = { tables: number; rows: number; files: number };

const ROWS_A_FETCH = 2000;
const FILE_CHUNK_BYTES = 786_432;

/** The own PostgreSQL is saved as tables, not as files. */
const NOT_FILES = new Set(['postgres', 'postgres-place']);

/**
 * Writes tables and data folder into one file, as they are at one moment (a repeatable-read transaction; work goes on meanwhile).
 * Files are read after the tables: a document is stored before the row that names it, and never changed.
 */
export async function save(url: string, dataFolder: string, file: string, onStep: (what: string) => void): Promise<Saved> {
  const client = new pg.Client({ connectionString: url, application_name: 'khue backup' });
  await client.connect();
  const saved: Saved = { tables: 0, rows: 0, files: 0 };
  try {
    await client.query(`set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set bytea_output = 'hex'; set row_security = off`);
    await client.query('begin transaction isolation level repeatable read read only');
    await writeBackup(file, blocks(client, dataFolder, file, saved, onStep));
    return saved;
  } finally {
    await client.end();
  }
}

async function* blocks(client: pg.Client, dataFolder: string, file: string, saved: Saved, onStep: (what: string) => void): AsyncGenerator<string> {
  yield `${markLine(await header(client))}\n`;
  for (const table of await listTables(client)) {
    for await (const { text, rows } of tableBlocks(client, table)) {
      saved.rows += rows;
      onStep(`${table.schema}.${table.name}, ${saved.rows} rows`);
      yield text;
    }
    saved.tables += 1;
  }
  for (const sequence of await listSequences(client)) yield `${markLine({ sequence: sequence.name, last: sequence.last })}\n`;
  for (const path of listFiles(dataFolder, new Set([resolve(file), `${resolve(file)}.part`]))) {
    onStep(path);
    yield* fileBlocks(dataFolder, path);
    saved.files += 1;
  }
  yield `${markLine({ complete: true, ...saved })}\n`;
}

async function header(client: pg.Client): Promise<Record<string, unknown>> {
  const { rows: migrations } = await client.query('select m.name, m.sha256 from khue.migration as m order by m.name');
  const { rows: server } = await client.query(`select current_setting('server_version') as version, now() as at`);
  return { khue: 'backup', format: FORMAT, madeAt: server[0]?.at, server: server[0]?.version, migrations, jobs: await jobsVersion(client) };
}

async function* tableBlocks(client: pg.Client, table: Table): AsyncGenerator<{ text: string; rows: number }> {
  const name = `${table.schema}.${table.name}`;
  const tally = newTally();
  yield { text: `${markLine({ begin: 'table', schema: table.schema, name: table.name, columns: table.columns })}\n`, rows: 0 };
  await client.query(`declare rows no scroll cursor for ${rowsQuery(table)}`);
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${ROWS_A_FETCH} from rows`);
    if (rows.length === 0) break;
    for (const row of rows) tally.add(row.line);
    yield { text: rows.map((row) => `${row.line}\n`).join(''), rows: rows.length };
  }
  await client.query('close rows');
  yield { text: `${markLine({ end: name, lines: tally.lines(), sha256: tally.sha256() })}\n`, rows: 0 };
}

function rowsQuery(table: Table): string {
  const pairs = table.columns.filter(isJson).map((column) => `${pg.escapeLiteral(column.name)}, t.${pg.escapeIdentifier(column.name)}::text`);
  const asText = pairs.length === 0 ? '' : ` || jsonb_build_object(${pairs.join(', ')})`;
  return `select (to_jsonb(t)${asText})::text as line from ${quoted(table)} as t`;
}

/** Files of the data folder by their path inside it, with `/` on every system. */
function listFiles(dataFolder: string, except: Set<string>): string[] {
  if (!existsSync(dataFolder)) return [];
  const names = readdirSync(dataFolder)
    .filter((name) => !NOT_FILES.has(name))
    .sort();
  return names
    .flatMap((name) => walk(join(dataFolder, name)))
    .filter((path) => !except.has(path))
    .map((path) => relative(dataFolder, path).replaceAll(sep, '/'));
}

function walk(path: string): string[] {
  const stat = statSync(path);
  if (stat.isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((name) => walk(join(path, name)));
  return stat.isFile() ? [path] : [];
}

async function* fileBlocks(dataFolder: string, path: string): AsyncGenerator<string> {
  const full = join(dataFolder, path);
  const tally = newTally();
  yield `${markLine({ begin: 'file', name: path, mode: statSync(full).mode & 0o777 })}\n`;
  for await (const chunk of createReadStream(full, { highWaterMark: FILE_CHUNK_BYTES })) {
    const line = JSON.stringify(Buffer.from(chunk).toString('base64'));
    tally.add(line);
    yield `${line}\n`;
  }
  yield `${markLine({ end: path, lines: tally.lines(), sha256: tally.sha256() })}\n`;
}
