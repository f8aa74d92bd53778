import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { closePost, readPost } from '#modules/directory/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A post with its unit and, for whoever may see them, its holders. */
export const load: PageServerLoad = async (event) => ({ request: newId(), post: await run(event, readPost, { id: event.params.id }) });

export const actions: Actions = {
  close: async ({ locals, request, params }) => {
    const closed = await submit(closePost, locals.ctx, await request.formData(), { id: params.id });
    if (!closed.ok) return closed.failure;
    redirect(303, `/posts/${params.id}`);
  },
};
