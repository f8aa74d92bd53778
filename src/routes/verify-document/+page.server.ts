import { Problem } from '#base/problem/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { verifyUpload } from '#kernel/sign/index.ts';
import { refuse } from '#web/form.ts';
import { pdfOf } from '#web/sign.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    try {
      const { name, content } = await pdfOf(form);
      return { name, report: await perform(verifyUpload, locals.ctx, { content }) };
    } catch (problem) {
      if (problem instanceof Problem) return refuse(problem, form);
      throw problem;
    }
  },
};
