import { listDays } from '#kernel/calendar/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';
import { mayEdit } from './editor.ts';
import { monthsOf, yearOf } from './months.ts';

// Wide enough for any calendar: the answer says which years there are.
const ALL = { from: '1900-01-01', to: '2200-01-01' };

export const load: PageServerLoad = async (event) => {
  const { today } = event.locals.ctx;
  const all = await read(event, listDays, ALL);
  const year = yearOf(event.url.searchParams.get('year'), today, all.covers);
  const days = all.days.filter(({ day }) => day.startsWith(`${year}-`));
  const edited = all.edits.map(({ edit }) => edit.day).filter((day) => day.startsWith(`${year}-`));
  const years: number[] = [];
  for (let each = Number(all.covers.from.slice(0, 4)); `${each}-01-01` < all.covers.to; each += 1) years.push(each);
  return { year, years, today, days, edited, months: monthsOf(year, days), mayEdit: await mayEdit(event.locals.ctx) };
};
