import { readTarget } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A target with how it stands and why, where it heads, its parts, its initiatives and its history. */
export const load: PageServerLoad = async (event) => ({
  ...(await run(event, readTarget, { key: event.params.key })),
  today: event.locals.ctx.today,
  done: event.url.searchParams.get('done'),
});
