import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listOwnLooks, questionLook } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const query = event.url.searchParams;
  const before = query.get('before') ?? '';
  const page = await read(event, listOwnLooks, { limit: 20, ...(before && { before }) });
  return { ...page, paged: before !== '', asked: query.get('ask') ?? '', sent: query.has('sent'), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const result = await submit(questionLook, locals.ctx, await request.formData());
    if (!result.ok) return result.failure;
    redirect(303, '/me/looks?sent');
  },
};
