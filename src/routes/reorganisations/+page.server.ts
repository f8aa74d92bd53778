import { isId } from '#base/id/index.ts';
import { listReorganisations } from '#modules/directory/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Planned and carried-out acts, latest first. */
export const load: PageServerLoad = async (event) => {
  const [afterDay = '', afterId = ''] = (event.url.searchParams.get('after') ?? '').split('_');
  const after = /^\d{4}-\d{2}-\d{2}$/.test(afterDay) && isId(afterId) ? { afterDay, afterId } : {};
  return { ...(await run(event, listReorganisations, after)), further: 'afterId' in after };
};
