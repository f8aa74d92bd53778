import { mayAnywhere } from '#kernel/org/index.ts';
import { readPerson } from '#modules/directory/index.ts';
import { load as read } from '#web/load.ts';
import { askedDay } from '../day.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const day = askedDay(event);
  return {
    ...(await read(event, readPerson, { id: event.params.id, day })),
    day,
    today: event.locals.ctx.today,
    mayManage: mayAnywhere(event.locals.ctx.actor, 'account.manage'),
    maySeeResults: mayAnywhere(event.locals.ctx.actor, 'skills.see-results'),
  };
};
