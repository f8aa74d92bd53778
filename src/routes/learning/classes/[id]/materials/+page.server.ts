import { readClass } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** What there is to read for a class, as a list to print. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { one: await read(event, readClass, { id: event.params.id }), origin: event.locals.ctx.services.publicUrl };
};
