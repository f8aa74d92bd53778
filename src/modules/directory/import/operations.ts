import Type from 'typebox';
import { matchColumns, openTable } from '#base/table-file/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, may, personOf } from '#kernel/org/index.ts';
import { addDays, type Day } from '#base/day/index.ts';
import { COLUMNS, IMPORT_KINDS } from './kinds.ts';
import type { StoredImport } from './model.ts';
import { forgetStaffLines } from './staff/lines.ts';
import { addImport, changeImport, clearFindings, getImport } from './store.ts';
import { refuseDependents } from './undo.ts';
import { unitOfCode } from './unit-code.ts';

export const closed = { additionalProperties: false } as const;
export const ImportId = Type.Object({ id: Type.String({ format: 'uuid', description: 'Import' }) }, closed);

/** Days for which the file of a list is kept. */
const FILE_DAYS = 90;

/** Puts a list in: keeps the file and guesses which column holds what. */
export const startImport = operation({
  name: 'directory.start-import',
  summary: 'Put a list of staff, posts or units in as a spreadsheet; nothing changes until it is checked and run',
  kind: 'write',
  http: 'POST /directory/imports',
  permission: 'directory.import',
  input: Type.Object(
    {
      kind: Type.Enum(IMPORT_KINDS, { description: 'What the list holds' }),
      name: Type.String({ minLength: 1, maxLength: 255, description: 'Name of the file' }),
      content: Type.String({ contentEncoding: 'base64', maxLength: 90_000_000, description: 'The file (XLSX or CSV, at most 64 MB), in base64' }),
    },
    closed,
  ),
  output: ImportId,
  trace: ({ kind }, { id }) => ({ subject: id, detail: { kind } }),
  run: async (ctx, { kind, name, content }) => {
    const bytes = Buffer.from(content, 'base64');
    const { headers, notices, rows } = await openTable(bytes, name);
    await rows[Symbol.asyncIterator]().return?.();
    const document = await keepDocument(ctx, {
      name,
      bytes: [bytes],
      purpose: 'directory.import',
      retainUntil: addDays(ctx.today, FILE_DAYS),
      ...(name.toLowerCase().endsWith('.csv') ? { mediaType: 'text/csv' } : {}),
    });
    const id = newId();
    await addImport(ctx.db, {
      id,
      kind,
      documentId: document.id,
      fileName: document.name,
      headers,
      notices,
      columns: matchColumns(headers, COLUMNS[kind]).columns,
      createdBy: personOf(ctx.actor) ?? null,
    });
    return { id };
  },
});

/** Says which column holds what, and has the list checked. */
export const matchImport = operation({
  name: 'directory.match-import',
  summary: 'Say which column of the file holds what and what happens to records the file does not name; the list is then checked',
  kind: 'write',
  http: 'PUT /directory/imports/{id}/columns',
  permission: 'directory.import',
  input: Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'Import' }),
      columns: Type.Array(Type.String({ pattern: '^[a-zA-Z]+:[0-9]{1,3}$', examples: ['staffCode:2'], description: 'Field, colon, column of the file from 0: staffCode:2' }), {
        description: 'Which column holds which field; fields not named are left out',
      }),
      missing: Type.Optional(Type.Enum(['keep', 'end'], { description: 'What happens to holdings and posts that the file does not name: keep (default) or end' })),
      endUnit: Type.Optional(Type.String({ minLength: 1, description: 'Code of the unit whose whole register the file is (with everything under it); needed for end' })),
      endDay: Type.Optional(Type.String({ format: 'date', description: 'First day on which what the file does not name no longer holds (YYYY-MM-DD); needed for end' })),
    },
    closed,
  ),
  output: ImportId,
  trace: ({ id, missing }) => ({ subject: id, detail: { missing: missing ?? 'keep' } }),
  run: async (ctx, { id, columns, missing = 'keep', endUnit, endDay }) => {
    const item = await getOwnImport(ctx, id);
    const matched = matchedColumns(item, columns);
    const end = missing === 'end' ? await whatEnds(ctx, item, endUnit, endDay) : { endUnitId: null, endDay: null };
    await move(ctx, item, ['uploaded', 'refused', 'checked', 'failed'], {
      state: 'checking',
      columns: matched,
      missing,
      ...end,
      phase: 'waiting',
      done: 0,
      attempts: 0,
      problem: null,
    });
    return { id };
  },
});

/** Has a checked list carried out. */
export const runImport = operation({
  name: 'directory.run-import',
  summary: 'Carry a checked list out, wholly or not at all',
  kind: 'write',
  http: 'POST /directory/imports/{id}/run',
  permission: 'directory.import',
  input: ImportId,
  output: ImportId,
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    await move(ctx, await getOwnImport(ctx, id), ['checked'], { state: 'running', phase: 'waiting', done: 0, attempts: 0, problem: null });
    return { id };
  },
});

/** Has an import undone; refuses with a list of what depends on it. */
export const undoImport = operation({
  name: 'directory.undo-import',
  summary: 'Undo an import wholly, while nothing depends on it',
  kind: 'write',
  http: 'POST /directory/imports/{id}/undo',
  permission: 'directory.import',
  input: ImportId,
  output: ImportId,
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const item = await getOwnImport(ctx, id);
    if (item.state === 'done') await refuseDependents(ctx.db, id);
    await move(ctx, item, ['done'], { state: 'undoing', phase: 'waiting', done: 0, attempts: 0, problem: null, undoneBy: personOf(ctx.actor) ?? null });
    return { id };
  },
});

/** Gives a list up that has not been run. */
export const dropImport = operation({
  name: 'directory.drop-import',
  summary: 'Give up a list that has not been run',
  kind: 'write',
  http: 'DELETE /directory/imports/{id}',
  permission: 'directory.import',
  input: ImportId,
  output: ImportId,
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    await move(ctx, await getOwnImport(ctx, id), ['uploaded', 'refused', 'checked', 'failed'], { state: 'dropped' });
    await forgetStaffLines(ctx.db, id);
    await clearFindings(ctx.db, id);
    return { id };
  },
});

/** The import, when the asker put it in or may import over the whole city; throws `missing`. */
export async function getOwnImport(ctx: Ctx, id: string): Promise<StoredImport> {
  const item = await getImport(ctx.db, id);
  if (ctx.actor.kind === 'system' || item.createdBy === personOf(ctx.actor) || (await seesAll(ctx))) return item;
  throw new Problem('missing', 'import.no-import');
}

/** Whether the asker sees the imports of others too. */
export async function seesAll(ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  return may(ctx.db, ctx.actor, 'directory.import', (await getRoot(ctx.db, ctx.today)).id, ctx.today);
}

async function move(ctx: Ctx, item: StoredImport, from: StoredImport['state'][], changes: Parameters<typeof changeImport>[3]): Promise<void> {
  if (!(await changeImport(ctx.db, item.id, from, changes))) throw new Problem('conflict', 'import.wrong-state');
}

function matchedColumns(item: StoredImport, given: string[]): Record<string, number> {
  const fields = COLUMNS[item.kind];
  const columns: Record<string, number> = {};
  const errors: InputError[] = [];
  for (const text of given) {
    const [name = '', at = ''] = text.split(':');
    const column = Number(at);
    if (!fields.some((field) => field.name === name) || column >= item.headers.length) errors.push({ at: '/columns', code: 'import.no-column' });
    else if (Object.values(columns).includes(column)) errors.push({ at: `/${name}`, code: 'import.column-twice', values: { column: item.headers[column] ?? '' } });
    else columns[name] = column;
  }
  for (const { name, required } of fields) {
    if (required && columns[name] === undefined) errors.push({ at: `/${name}`, code: 'import.column-missing' });
  }
  if (errors.length > 0) throw new Problem('invalid', 'import.columns-wrong', {}, errors);
  return columns;
}

async function whatEnds(ctx: Ctx, item: StoredImport, code: string | undefined, day: Day | undefined): Promise<{ endUnitId: string; endDay: Day }> {
  if (item.kind === 'units') throw new Problem('invalid', 'import.units-do-not-end');
  const errors: InputError[] = [
    ...(code === undefined ? [{ at: '/endUnit', code: 'import.end-unit-needed' }] : []),
    ...(day === undefined ? [{ at: '/endDay', code: 'import.end-day-needed' }] : []),
  ];
  if (code === undefined || day === undefined) throw new Problem('invalid', 'import.end-incomplete', {}, errors);
  const endUnitId = await unitOfCode(ctx.db, code, day);
  if (endUnitId === undefined) throw new Problem('invalid', 'import.end-incomplete', {}, [{ at: '/endUnit', code: 'import.no-unit', values: { code } }]);
  if (!(await may(ctx.db, ctx.actor, 'directory.import', endUnitId, ctx.today))) {
    throw new Problem('forbidden', 'import.end-unit-elsewhere', {}, [{ at: '/endUnit', code: 'import.end-unit-elsewhere' }]);
  }
  return { endUnitId, endDay: day };
}
