import { exportFramework } from '#modules/skills/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** A framework as a CASE 1.1 package. */
export const GET: RequestHandler = async (event) => {
  const { name, content } = await load(event, exportFramework, { id: event.params.id });
  return new Response(content, { headers: { 'content-type': 'application/json', 'content-disposition': `attachment; filename="${name}"` } });
};
