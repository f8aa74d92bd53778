import { search } from '#modules/directory/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { findPages } from './pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const q = event.url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  if (q === '') return { q, people: null, units: [], pages: [] };
  const { people, units } = await read(event, search, { text: q });
  return { q, people, units, pages: findPages(q, event.locals.ctx.actor, event.locals.t) };
};
