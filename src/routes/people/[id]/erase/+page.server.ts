import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { erasePerson, readPerson } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { person } = await read(event, readPerson, { id: event.params.id });
  return { id: person.id, name: person.name, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const result = await submit(erasePerson, locals.ctx, await request.formData(), { id: params.id });
    if (!result.ok) return result.failure;
    redirect(303, `/people/${params.id}`);
  },
};
