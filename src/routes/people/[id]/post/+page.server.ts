import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listVacantPosts, readPerson, startPosting } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { today } = event.locals.ctx;
  const { person } = await read(event, readPerson, { id: event.params.id });
  const q = event.url.searchParams.get('q') ?? '';
  const found = await read(event, listVacantPosts, { day: today, ...(q && { text: q }) });
  const main = person.postings.find((posting) => posting.main && posting.held);
  return { ...found, id: person.id, name: person.name, now: main === undefined ? null : `${main.title} – ${main.unitName}`, q, today, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const result = await submit(startPosting, locals.ctx, await request.formData(), { personId: params.id });
    if (!result.ok) return result.failure;
    redirect(303, `/people/${params.id}`);
  },
};
