import { readPerson } from '#modules/directory/index.ts';
import { dayOf, load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const day = dayOf(event);
  return { ...(await read(event, readPerson, { id: event.params.id, day })), day, today: event.locals.ctx.today };
};
