import { error } from '@sveltejs/kit';
import { readCertificationBadge, readCurriculum } from '#modules/learning/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** My certification as an Open Badge. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const { line } = await load(event, readCurriculum, { id: event.params.id });
  if (line.held === null) error(404, { message: event.locals.t('learning-who.no-certification') });
  const { badge } = await load(event, readCertificationBadge, { id: line.held.id });
  return new Response(JSON.stringify(badge, null, 2), { headers: { 'content-type': 'application/ld+json', 'content-disposition': 'attachment; filename="khue-chung-nhan.json"' } });
};
