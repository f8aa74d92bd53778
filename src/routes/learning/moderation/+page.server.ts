import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listReported, moderatePost } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Posts that were reported or taken from view. */
export const load: PageServerLoad = async (event) => ({ posts: await read(event, listReported, {}), requestId: newId() });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(moderatePost, locals.ctx, form, { hide: form.get('hide') === 'yes' });
    return answer.ok ? redirect(303, '/learning/moderation') : answer.failure;
  },
};
