import { writeCsv } from '#base/table-file/index.ts';
import { imports } from '#modules/directory/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** All errors of a list as CSV. */
export const GET: RequestHandler = async (event) => {
  const { ctx, t } = event.locals;
  const { id } = event.params;
  const { kind } = await load(event, imports.readImport, { id });
  const { errors } = await load(event, imports.exportImportErrors, { id });
  const rows = errors.map(({ line, field, code, values }) => [line === 0 ? '' : line, imports.labelOf(kind, field, ctx.locale), t(code, values)]);
  const file = writeCsv([t('import.line'), t('import.column'), t('import.what')], rows);
  return new Response(file, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="khue-import-errors.csv"' } });
};
