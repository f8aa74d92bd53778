import { readPerson } from '#modules/directory/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { askedDay } from '../people/day.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const day = askedDay(event);
  const { person } = await read(event, readPerson, { id: signedIn(event), day });
  return { person, day, today: event.locals.ctx.today };
};
