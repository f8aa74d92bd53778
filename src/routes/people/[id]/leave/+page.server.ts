import { error, redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { endPosting, readPerson } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { person } = await read(event, readPerson, { id: event.params.id });
  const posting = person.postings.find(({ id }) => id === event.url.searchParams.get('posting'));
  if (posting === undefined) error(404, { message: event.locals.t('people.no-posting') });
  return { id: person.id, name: person.name, posting, today: event.locals.ctx.today, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const result = await submit(endPosting, locals.ctx, await request.formData(), { id: url.searchParams.get('posting') });
    if (!result.ok) return result.failure;
    redirect(303, `/people/${params.id}`);
  },
};
