import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { writeCsv, writeXlsx, type Cell } from '#base/table-file/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

const MEDIA_TYPE = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** Kind of file that a table leaves as. */
export const FileFormat = Type.Union([Type.Literal('csv'), Type.Literal('xlsx')], { description: 'Kind of file' });

/** Days for which an exported table is kept. */
const KEPT_DAYS = 7;

/** Keeps a table as a file for its asker; returns the document's id. */
export async function keepTable(ctx: Ctx, format: 'csv' | 'xlsx', title: string, headers: string[], rows: Cell[][]): Promise<string> {
  const document = await keepDocument(ctx, {
    name: `${title} ${ctx.today}.${format}`,
    bytes: format === 'csv' ? writeCsv(headers, rows) : writeXlsx(title.slice(0, 31), headers, rows),
    purpose: 'programme.export',
    mediaType: MEDIA_TYPE[format],
    retainUntil: addDays(ctx.today, KEPT_DAYS),
  });
  return document.id;
}
