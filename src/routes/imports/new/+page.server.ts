import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { imports } from '#modules/directory/index.ts';
import { refuse, submit } from '#web/form.ts';
import { load as perform } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  // Whoever may not import is told so before choosing a file.
  await perform(event, imports.listImportsOperation, {});
  return { requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0) {
      return refuse(new Problem('invalid', 'import.file-needed', {}, [{ at: '/file', code: 'import.file-needed' }]), form);
    }
    const content = Buffer.from(await file.arrayBuffer()).toString('base64');
    const answer = await submit(imports.startImport, locals.ctx, form, { name: file.name, content });
    if (!answer.ok) return answer.failure;
    redirect(303, `/imports/${answer.output.id}`);
  },
};
