import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { addPerson, listVacantPosts } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { today } = event.locals.ctx;
  const q = event.url.searchParams.get('q') ?? '';
  const unitId = event.url.searchParams.get('unit') ?? '';
  const found = await read(event, listVacantPosts, { day: today, ...(q && { text: q }), ...(unitId && { unitId }) });
  return { ...found, q, unitId, post: event.url.searchParams.get('post') ?? '', today, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const result = await submit(addPerson, locals.ctx, await request.formData());
    if (!result.ok) return result.failure;
    redirect(303, `/people/${result.output.id}`);
  },
};
