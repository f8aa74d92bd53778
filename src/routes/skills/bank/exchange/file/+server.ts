import { exportItems } from '#modules/skills/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The items in use as a QTI 3 package. */
export const GET: RequestHandler = async (event) => {
  const competence = event.url.searchParams.get('competence') ?? '';
  const { name, content } = await load(event, exportItems, /^[1-5](\.[1-6])?$/.test(competence) ? { competence } : {});
  return new Response(Buffer.from(content, 'base64'), { headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"` } });
};
