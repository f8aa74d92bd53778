import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { importFramework } from '#modules/skills/index.ts';
import { refuse, submit } from '#web/form.ts';
import { mustHave } from '../../allowed.ts';
import type { Actions, PageServerLoad } from './$types';

/** Whoever may not put in frameworks is told so before choosing a file. */
export const load: PageServerLoad = (event) => {
  mustHave(event, 'skills.edit-requirements');
  return { requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0)
      return refuse(new Problem('invalid', 'skills-frameworks.file-needed', {}, [{ at: '/file', code: 'skills-frameworks.file-needed' }]), form);
    const answer = await submit(importFramework, locals.ctx, form, { file: await file.text() });
    if (!answer.ok) return answer.failure;
    redirect(303, `/skills/frameworks/${answer.output.id}`);
  },
};
