import { listReportsToAppraise } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';
import { APPRAISE_FILTERS } from '../words.ts';

/** Reported values of the units that the asker appraises. */
export const load: PageServerLoad = async (event) => {
  const query = event.url.searchParams;
  const state = APPRAISE_FILTERS.find((one) => one === query.get('state')) ?? 'self-reported';
  const page = Math.max(1, Math.min(1000, Number.parseInt(query.get('page') ?? '', 10) || 1));
  return { ...(await run(event, listReportsToAppraise, { ...(state === 'all' ? {} : { state }), page })), state };
};
