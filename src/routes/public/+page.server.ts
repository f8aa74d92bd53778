import { isId } from '#base/id/index.ts';
import { listPublicReadings } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Published readings for residents; the same for everybody, so that it may be kept on the way for five minutes. */
export const load: PageServerLoad = async (event) => {
  const unit = event.url.searchParams.get('unit') ?? '';
  event.setHeaders({ 'cache-control': 'public, max-age=300' });
  return { ...(await run(event, listPublicReadings, isId(unit) ? { unitId: unit } : {})), demo: event.locals.ctx.services.demo, asked: isId(unit) ? unit : undefined };
};
