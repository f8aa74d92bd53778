import { sql } from '#base/db/index.ts';
import type { RequestHandler } from './$types';

/** The process answers and reaches its database; a proxy sends requests here only while this is 200. */
export const GET: RequestHandler = async ({ locals }) => {
  const reached = await sql`select 1`.execute(locals.ctx.db).then(
    () => true,
    () => false,
  );
  return new Response(reached ? 'ready\n' : 'database not reached\n', { status: reached ? 200 : 503, headers: { 'content-type': 'text/plain' } });
};
