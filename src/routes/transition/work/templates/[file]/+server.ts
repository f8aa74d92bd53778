import { error } from '@sveltejs/kit';
import { writeCsv, writeXlsx } from '#base/table-file/index.ts';
import { JOB_COLUMNS } from '#modules/transition/index.ts';
import type { RequestHandler } from './$types';

/** The template of a list of jobs outside, `viec-lam.xlsx` or `viec-lam.csv`, with one example. */
export const GET: RequestHandler = ({ params, locals: { t, ctx } }) => {
  const [name = '', format = ''] = params.file.split('.');
  if (name !== 'viec-lam' || !['xlsx', 'csv'].includes(format)) error(404, { message: t('import.no-template') });
  const headers = JOB_COLUMNS.map(({ labels }) => labels[ctx.locale === 'vi' ? 0 : 1]);
  const rows = [JOB_COLUMNS.map(({ example }) => example)];
  const body = format === 'csv' ? writeCsv(headers, rows) : writeXlsx(t('transition-work.jobs'), headers, rows);
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return new Response(body, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}.${format}"` } });
};
