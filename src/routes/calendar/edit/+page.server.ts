import { redirect } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { listDays, listHistory, previewChange } from '#kernel/calendar/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { refuse } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';
import { askedDay, inputOf, placesInForm, queryOf, readEntry } from './entry.ts';

export const load: PageServerLoad = async (event) => {
  const query = event.url.searchParams;
  const calendar = await read(event, listDays, { from: '1900-01-01', to: '2200-01-01' });
  const asked = askedDay(query, calendar.covers);
  const before = query.get('before');
  const { changes } = await read(event, listHistory, { ...(asked.day && { day: asked.day }), ...(before && { before }) });
  return {
    ...asked,
    edits: calendar.edits.filter(({ edit }) => asked.day === undefined || edit.day === asked.day),
    now: calendar.days.find(({ day }) => day === asked.day),
    done: query.get('done'),
    answers: readEntry(query),
    changes,
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const entry = readEntry(form);
    try {
      await perform(previewChange, locals.ctx, { put: [inputOf(entry)] });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return refuse(new Problem(problem.kind, problem.code, problem.values, placesInForm(problem.errors, entry)), form);
    }
    redirect(303, `/calendar/edit/check?${queryOf(entry)}`);
  },
};
