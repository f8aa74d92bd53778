import { error, redirect } from '@sveltejs/kit';
import { addDays, formatDay, parseDay } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { listDays, previewChange, removeDay } from '#kernel/calendar/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const day = parseDay(event.url.searchParams.get('day') ?? '');
  if (day === undefined) redirect(303, '/calendar/edit');
  const preview = await read(event, previewChange, { remove: [day] });
  const { edits } = await read(event, listDays, { from: day, to: addDays(day, 1) });
  const edit = edits[0]?.edit ?? error(404, event.locals.t('calendar.no-edit', { day: formatDay(day) }));
  return { edit, preview, requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const result = await submit(removeDay, event.locals.ctx, await event.request.formData());
    if (!result.ok) return result.failure;
    redirect(303, `/calendar/edit?day=${result.output.day}&done=removed`);
  },
};
