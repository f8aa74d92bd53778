import { findGuides } from '#web/guides.ts';
import type { PageServerLoad } from './$types';

/** The guides, those of one's own roles first; open to everybody, as whoever cannot sign in needs one most. */
export const load: PageServerLoad = ({ url, locals }) => {
  const q = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const groups = findGuides(q, locals.ctx.actor);
  return { q, groups: groups.map(({ role, guides }) => ({ role, guides: guides.map(({ id, title }) => ({ href: `/help/${id}`, title })) })) };
};
