import { error } from '@sveltejs/kit';
import { guideHtml, guides } from '#web/guides.ts';
import type { PageServerLoad } from './$types';

/** One guide, open to everybody. */
export const load: PageServerLoad = ({ params, locals }) => {
  const guide = guides().get(`${params.role}/${params.name}`);
  if (guide === undefined) error(404, { message: locals.t('help.missing') });
  return { role: guide.role, title: guide.title, html: guideHtml(guide) };
};
