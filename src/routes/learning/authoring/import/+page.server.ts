import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { importCourse, importMarkdown, PACKAGE_MOST } from '#modules/learning/index.ts';
import { refuse, submit } from '#web/form.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import type { Actions, PageServerLoad } from './$types';

/** Courses come in from a file or a text. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.author');
  return { ...(await unitsWith(event, 'learning.author')), requestId: newId() };
};

export const actions: Actions = {
  file: async ({ request, locals }) => {
    const form = await request.formData();
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0)
      return refuse(new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/file', code: 'learning-authoring.file-needed' }]), form);
    if (file.size > PACKAGE_MOST.bytes)
      return refuse(
        new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/file', code: 'operation.input.file-size', values: { megabytes: PACKAGE_MOST.bytes / 1_048_576 } }]),
        form,
      );
    const answer = await submit(importCourse, locals.ctx, form, { content: Buffer.from(await file.arrayBuffer()).toString('base64') });
    return answer.ok ? redirect(303, `/learning/authoring/${answer.output.course}`) : answer.failure;
  },
  text: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await submit(importMarkdown, locals.ctx, form, { text: String(form.get('text') ?? '') });
    return answer.ok ? redirect(303, `/learning/authoring/${answer.output.course}`) : answer.failure;
  },
};
