import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { listOwnPapers, putPaper } from '#kernel/sign/index.ts';
import { refuse, submit } from '#web/form.ts';
import { load as perform } from '#web/load.ts';
import { pdfOf } from '#web/sign.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ ...(await perform(event, listOwnPapers, {})), requestId: newId() });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const file = await pdfOf(form).catch((problem: unknown) => problem);
    if (file instanceof Problem) return refuse(file, form);
    const answer = await submit(putPaper, locals.ctx, form, { ...(typeof file === 'object' && file) });
    if (!answer.ok) return answer.failure;
    redirect(303, `/sign/${answer.output.documentId}`);
  },
};
