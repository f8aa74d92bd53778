import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { importMarkdown, PACKAGE_MOST } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import { refusedOf } from './refused.ts';
import type { Actions, PageServerLoad } from './$types';

/** Courses come in from a file or a text. `?refused=`: why the last file was not taken. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  return { ...(await unitsWith(event, 'learning.author')), requestId: newId(), bytes: PACKAGE_MOST.bytes, refused: refusedOf(event.url.searchParams) };
};

export const actions: Actions = {
  text: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(importMarkdown, locals.ctx, form, { text: String(form.get('text') ?? '') });
    return answer.ok ? redirect(303, `/learning/authoring/${answer.output.course}`) : answer.failure;
  },
};
