import { todayOf } from './today.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  if (event.locals.ctx.actor.kind !== 'person') return { day: undefined, demo: event.locals.ctx.services.demo };
  return { day: await todayOf(event), demo: false };
};
