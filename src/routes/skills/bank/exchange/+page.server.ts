import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { importItems } from '#modules/skills/index.ts';
import { refuse, submit } from '#web/form.ts';
import { mustHave } from '../../allowed.ts';
import type { Actions, PageServerLoad } from './$types';

/** Items in and out as QTI 3 files. */
export const load: PageServerLoad = (event) => {
  mustHave(event, 'skills.edit-items');
  return { requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0) return refuse(new Problem('invalid', 'skills-bank.file-needed', {}, [{ at: '/file', code: 'skills-bank.file-needed' }]), form);
    const content = Buffer.from(await file.arrayBuffer()).toString('base64');
    const answer = await submit(importItems, locals.ctx, form, { name: file.name.slice(0, 200), content });
    return answer.ok ? { taken: answer.output } : answer.failure;
  },
};
