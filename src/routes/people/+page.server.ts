import { mayAnywhere } from '#kernel/org/index.ts';
import { listPeople } from '#modules/directory/index.ts';
import { load as read } from '#web/load.ts';
import { askedDay } from './day.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const asked = (name: string): string => event.url.searchParams.get(name)?.trim() ?? '';
  const [q, unitId, after, day, posted] = [asked('q'), asked('unit'), asked('after'), askedDay(event), asked('posted') !== 'no'];
  const input = { day, posted, ...(q && { text: q }), ...(unitId && { unitId }), ...(after && { after }) };
  const page = await read(event, listPeople, input);
  return { ...page, q, unitId, day, posted, paged: after !== '', today: event.locals.ctx.today, mayAdd: mayAnywhere(event.locals.ctx.actor, 'directory.edit-persons') };
};
