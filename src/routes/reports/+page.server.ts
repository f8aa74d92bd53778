import { listDueReports } from '#modules/programme/index.ts';
import { load as run, pageOf } from '#web/load.ts';
import type { PageServerLoad } from './$types';
import { DUE_FILTERS } from './words.ts';

/** The reports that the asker's units owe. */
export const load: PageServerLoad = async (event) => {
  const query = event.url.searchParams;
  const state = DUE_FILTERS.find((one) => one === query.get('state')) ?? 'open';
  const under = query.get('under') === 'yes';
  const found = await run(event, listDueReports, { ...(state === 'all' ? {} : { state }), under, page: pageOf(event) });
  return { ...found, state, under, done: query.get('done') };
};
