import { exportAudit } from '#modules/directory/index.ts';
import { load as read } from '#web/load.ts';
import { filtersOf } from '../filters.ts';
import type { RequestHandler } from './$types';

/** The lines that fit the filters, as a CSV file. */
export const GET: RequestHandler = async (event) => {
  const { csv } = await read(event, exportAudit, filtersOf(event.url.searchParams));
  const name = `khue-audit-${event.locals.ctx.today}.csv`;
  return new Response(csv, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } });
};
