import { openTable } from '#base/table-file/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { COLUMNS } from './kinds.ts';
import type { Stager, Work } from './model.ts';
import type { RowError } from './rules.ts';
import { writeErrors } from './store.ts';

/** Lines taken into the database at once. */
const BATCH = 500;

/** Reads the file of an import line by line into its tables and writes the errors of its cells; answers the number of lines. Throws `table.…` problems. */
export async function readLines({ ctx, item, progress }: Work, stager: Stager): Promise<number> {
  const table = await openTable(await bytesOf(ctx, item.documentId), item.fileName);
  const fields = new Map(COLUMNS[item.kind].map(({ name }) => [name, item.columns[name] ?? -1]));
  let cells: string[] = [];
  const cell = (field: string): string => cells[fields.get(field) ?? -1] ?? '';
  let errors: RowError[] = [];
  let count = 0;
  const flush = async () => {
    await stager.flush();
    await writeErrors(ctx.db, item.id, errors);
    errors = [];
    await progress('reading', count);
  };
  for await (const row of table.rows) {
    cells = row.cells;
    stager.add(cell, row.number, errors);
    count += 1;
    if (count % BATCH === 0) await flush();
  }
  await flush();
  return count;
}

/** The bytes of a kept document in one piece. */
async function bytesOf(ctx: Work['ctx'], documentId: string): Promise<Uint8Array> {
  const { bytes, size } = await openDocument(ctx, documentId);
  const whole = new Uint8Array(size);
  let at = 0;
  for await (const piece of bytes) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
