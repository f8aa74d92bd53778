import { redirect } from '@sveltejs/kit';
import { Value } from 'typebox/value';
import { newId } from '#base/id/index.ts';
import { CalendarEdit, previewChange, putDay } from '#kernel/calendar/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';
import { inputOf, queryOf, readEntry } from '../entry.ts';

export const load: PageServerLoad = async (event) => {
  const entry = readEntry(event.url.searchParams);
  const edit = inputOf(entry);
  // Whoever comes here with half an address starts with the form.
  if (!Value.Check(CalendarEdit, edit)) redirect(303, `/calendar/edit?${queryOf(entry)}`);
  return { edit, entry, query: queryOf(entry), preview: await read(event, previewChange, { put: [edit] }), requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const entry = inputOf(readEntry(form));
    const result = await submit(putDay, event.locals.ctx, form, entry);
    if (!result.ok) return result.failure;
    redirect(303, `/calendar/edit?day=${result.output.day}&done=put`);
  },
};
