import { error } from '@sveltejs/kit';
import { indexCsv, indexWorkbook, listIndexes, readIndex } from '#modules/programme/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The template of an index: `blank.xlsx`, or one filled with the rows of a known index, `dti-2022.xlsx`; also as CSV. */
export const GET: RequestHandler = async (event) => {
  const { ctx, t } = event.locals;
  const [key = '', format = ''] = event.params.file.split('.');
  const known = await load(event, listIndexes, {});
  if (!['xlsx', 'csv'].includes(format) || (key !== 'blank' && known.every((index) => index.key !== key))) error(404, { message: t('import.no-template') });
  const index = key === 'blank' ? undefined : (await load(event, readIndex, { key })).index;
  const voice = { t, locale: ctx.locale };
  const body = format === 'csv' ? indexCsv(voice, index) : await indexWorkbook(voice, index);
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return new Response(body, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="khue-index-${key}.${format}"` } });
};
