import { caseList } from '#kernel/case/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Cases, soonest due first. */
export const load: PageServerLoad = async (event) => {
  const asked = event.url.searchParams;
  const whose = (['units', 'party'] as const).find((one) => one === asked.get('whose')) ?? 'mine';
  const closed = asked.has('closed');
  const after = asked.get('after');
  return { ...(await run(event, caseList, { whose, closed, ...(after === null ? {} : { after }) })), whose, closed };
};
