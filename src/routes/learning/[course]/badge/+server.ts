import { readCourseBadge } from '#modules/learning/index.ts';
import { load, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** A course that I have completed as an Open Badge. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const { badge } = await load(event, readCourseBadge, { course: event.params.course });
  return new Response(JSON.stringify(badge, null, 2), {
    headers: { 'content-type': 'application/ld+json', 'content-disposition': `attachment; filename="khue-${event.params.course}.json"` },
  });
};
