import { isId } from '#base/id/index.ts';
import { listOpenSuccessors } from '#modules/directory/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Old wards and communes whose successor is open, searched, by district, page by page. */
export const load: PageServerLoad = async (event) => {
  const get = (name: string) => event.url.searchParams.get(name) ?? '';
  const query = get('q').trim();
  const parentId = isId(get('district')) ? get('district') : undefined;
  const after = isId(get('after')) ? { afterId: get('after'), afterName: get('name') } : {};
  const open = await run(event, listOpenSuccessors, { query, ...(parentId === undefined ? {} : { parentId }), ...after });
  return { open, query, parentId, further: 'afterId' in after, saved: event.url.searchParams.has('saved') };
};
