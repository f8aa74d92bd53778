import { exportRoster } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import { writeCsv } from './csv.ts';
import type { RequestHandler } from './$types';

/** The roster of my units as a CSV file, after a purpose was given. */
export const GET: RequestHandler = async (event) => {
  const { people } = await load(event, exportRoster, { id: event.params.id });
  return new Response(writeCsv(people), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="roster.csv"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
};
