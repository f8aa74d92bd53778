import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { IMPORT_KINDS } from './kinds.ts';
import { CHANGES, Counts, IMPORT_STATES, type StoredImport } from './model.ts';
import { closed, getOwnImport, ImportId, seesAll } from './operations.ts';
import { listErrors, listImports, listLines, type KeptError } from './store.ts';

const Values = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'Values of the sentence' });

const Summary = {
  id: Type.String({ format: 'uuid', description: 'Import' }),
  kind: Type.Enum(IMPORT_KINDS, { description: 'What the list holds' }),
  state: Type.Enum(IMPORT_STATES, { description: 'How far it has come' }),
  fileName: Type.String({ description: 'Name of the file' }),
  rowCount: Type.Union([Type.Integer(), Type.Null()], { description: 'Lines of the file, once they were read' }),
  errorCount: Type.Union([Type.Integer(), Type.Null()], { description: 'Errors found by the last check' }),
  createdBy: Type.Union([Type.String(), Type.Null()], { description: 'Who put the list in (id of a person); null: a program' }),
  createdByName: Type.Union([Type.String(), Type.Null()], { description: 'Name of that person' }),
  createdAt: Type.String({ description: 'When the list was put in' }),
  finishedAt: Type.Union([Type.String(), Type.Null()], { description: 'When it was run' }),
  undoneAt: Type.Union([Type.String(), Type.Null()], { description: 'When it was undone' }),
};

/** The imports the asker may see. */
export const listImportsOperation = operation({
  name: 'directory.list-imports',
  summary: 'Lists that were put in, newest first: one’s own, or all with the permission over the whole city',
  kind: 'read',
  http: 'GET /directory/imports',
  permission: 'directory.import',
  input: Type.Object({ before: Type.Optional(Type.String({ format: 'uuid', description: 'Only imports older than this one' })) }, closed),
  output: Type.Object(
    { imports: Type.Array(Type.Object(Summary, closed), { description: 'At most 50' }), more: Type.Boolean({ description: 'Whether there are older ones' }) },
    closed,
  ),
  run: async (ctx, { before }) => {
    const which = (await seesAll(ctx)) ? sql`true` : sql`import.created_by = ${personOf(ctx.actor) ?? null}::uuid`;
    const rows = await listImports(ctx.db, which, before, 51);
    return { imports: rows.slice(0, 50).map(summaryOf), more: rows.length > 50 };
  },
});

/** One import with all there is to decide on. */
export const readImport = operation({
  name: 'directory.read-import',
  summary: 'One list that was put in: its columns, how far it has come, and what it would change or has changed',
  kind: 'read',
  http: 'GET /directory/imports/{id}',
  permission: 'directory.import',
  input: ImportId,
  output: Type.Object(
    {
      ...Summary,
      headers: Type.Array(Type.String(), { description: 'Headings of the file' }),
      notices: Type.Array(Type.Object({ code: Type.String({ description: 'Key of a sentence' }), values: Values }, closed), { description: 'What to know about the file' }),
      columns: Type.Record(Type.String(), Type.Integer(), { description: 'Which column (from 0) holds which field' }),
      missing: Type.Enum(['keep', 'end'], { description: 'What happens to what the file does not name' }),
      endDay: Type.Union([Type.String(), Type.Null()], { description: 'First day on which it no longer holds' }),
      endUnitId: Type.Union([Type.String(), Type.Null()], { description: 'The unit whose whole register the file is' }),
      phase: Type.String({ description: 'What the work is at' }),
      done: Type.Integer({ description: 'Lines read so far' }),
      counts: Type.Partial(Counts, { ...closed, description: 'What the list would change, or has changed' }),
      problem: Type.Union([Type.String(), Type.Null()], { description: 'Key of the sentence why the last work ended' }),
      problemValues: Values,
      lines: Type.Array(
        Type.Object(
          {
            change: Type.Enum(CHANGES, { description: 'Kind of change' }),
            line: Type.Integer({ description: 'Line of the file' }),
            label: Type.String({ description: 'Who or what' }),
            detail: Type.String({ description: 'What changes' }),
          },
          closed,
        ),
        { description: 'The first lines of each kind of change' },
      ),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const item = await getOwnImport(ctx, id);
    const { headers, notices, columns, missing, endDay, endUnitId, phase, done, counts, problem, problemValues } = item;
    const lines = (await listLines(ctx.db, id)).flatMap(({ change, ...line }) => CHANGES.filter((known) => known === change).map((known) => ({ change: known, ...line })));
    return { ...summaryOf(item), headers, notices, columns, missing, endDay, endUnitId, phase, done, counts, problem, problemValues, lines };
  },
});

const ErrorLine = Type.Object(
  {
    line: Type.Integer({ description: 'Line of the file; 0: the list as a whole' }),
    field: Type.String({ description: 'Field of the template' }),
    code: Type.String({ description: 'Key of the sentence' }),
    values: Values,
  },
  closed,
);

const After = Type.String({ pattern: '^[0-9]{1,9}-[0-9]{1,15}$', description: 'Where the page before ended' });

/** The errors of a list, page by page. */
export const listImportErrors = operation({
  name: 'directory.list-import-errors',
  summary: 'What is wrong in a list, line by line, at most 50 errors a page',
  kind: 'read',
  http: 'GET /directory/imports/{id}/errors',
  permission: 'directory.import',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Import' }), after: Type.Optional(After) }, closed),
  output: Type.Object(
    { errors: Type.Array(ErrorLine, { description: 'In the order of the file' }), next: Type.Union([After, Type.Null()], { description: 'Where the next page begins' }) },
    closed,
  ),
  run: async (ctx, { id, after }) => {
    await getOwnImport(ctx, id);
    const rows = await listErrors(ctx.db, id, placeOf(after), 51);
    const last = rows[49];
    return { errors: rows.slice(0, 50).map(errorOf), next: rows.length > 50 && last !== undefined ? `${last.line}-${last.id}` : null };
  },
});

/** The errors of a list as a whole, for a file. */
export const exportImportErrors = operation({
  name: 'directory.export-import-errors',
  summary: 'Everything that is wrong in a list, as a file to mend it by',
  kind: 'read',
  http: 'GET /directory/imports/{id}/errors/all',
  permission: 'directory.import',
  exports: true,
  input: ImportId,
  output: Type.Object({ errors: Type.Array(ErrorLine, { description: 'In the order of the file' }) }, closed),
  trace: ({ id }, { errors }) => ({ subject: id, detail: { errors: errors.length } }),
  run: async (ctx, { id }) => {
    await getOwnImport(ctx, id);
    return { errors: (await listErrors(ctx.db, id, undefined, 1_000_000)).map(errorOf) };
  },
});

function summaryOf({ id, kind, state, fileName, rowCount, errorCount, createdBy, createdByName, createdAt, finishedAt, undoneAt }: StoredImport) {
  return { id, kind, state, fileName, rowCount, errorCount, createdBy, createdByName, createdAt, finishedAt, undoneAt };
}

function errorOf({ line, field, code, shown }: KeptError) {
  return { line, field, code, values: shown };
}

function placeOf(after: string | undefined): { line: number; id: number } | undefined {
  const [line, id] = (after ?? '').split('-').map(Number);
  return line === undefined || id === undefined ? undefined : { line, id };
}
