import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { readPerson, setUnion } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { person } = await read(event, readPerson, { id: event.params.id });
  const member = person.union?.some(({ to }) => to === 'infinity') === true;
  return { id: person.id, name: person.name, member, today: event.locals.ctx.today, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const result = await submit(setUnion, locals.ctx, await request.formData(), { id: params.id });
    if (!result.ok) return result.failure;
    redirect(303, `/people/${params.id}`);
  },
};
