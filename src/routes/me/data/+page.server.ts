import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listKept } from '#kernel/personal/index.ts';
import { requestCorrection } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  signedIn(event);
  return { requestId: newId(), sent: event.url.searchParams.has('sent'), kept: listKept() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const result = await submit(requestCorrection, locals.ctx, await request.formData());
    if (!result.ok) return result.failure;
    redirect(303, '/me/data?sent');
  },
};
