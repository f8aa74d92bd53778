import { exportOwnData } from '#modules/directory/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** Everything held about whoever asks, as a file. */
export const GET: RequestHandler = async (event) => {
  signedIn(event);
  const data = await read(event, exportOwnData, {});
  const name = `khue-${event.locals.ctx.today}.json`;
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: { 'content-type': 'application/json; charset=utf-8', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
  });
};
