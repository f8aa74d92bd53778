import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { correctSheet, readSheet } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A sheet that was keyed today, to be laid beside the paper and put right. */
export const load: PageServerLoad = async (event) => ({ sheet: await read(event, readSheet, { code: event.params.code }), requestId: newId() });

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answers = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'q8'].flatMap((name) => (form.has(name) ? [String(form.get(name))] : [])).join('');
    const answer = await submit(correctSheet, locals.ctx, form, { code: params.code, answers });
    if (!answer.ok) return answer.failure;
    redirect(303, `/campaigns/contact/sheets?corrected=${answer.output.code}&places=${answer.output.changed.join('-')}`);
  },
};
