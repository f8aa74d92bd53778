import { readPerson } from '#modules/directory/index.ts';
import { dayOf, load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const day = dayOf(event);
  const { person } = await read(event, readPerson, { id: signedIn(event), day });
  return { person, day, today: event.locals.ctx.today };
};
