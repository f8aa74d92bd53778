import { listReportsToAppraise } from '#modules/programme/index.ts';
import { load as run, pageOf } from '#web/load.ts';
import type { PageServerLoad } from './$types';
import { APPRAISE_FILTERS } from '../words.ts';

/** Reported values of the units that the asker appraises. */
export const load: PageServerLoad = async (event) => {
  const query = event.url.searchParams;
  const state = APPRAISE_FILTERS.find((one) => one === query.get('state')) ?? 'self-reported';
  return { ...(await run(event, listReportsToAppraise, { ...(state === 'all' ? {} : { state }), page: pageOf(event) })), state };
};
