import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { answerProbe, beginProbe, parseAnswer, readProbe } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The probe that is under way, was just finished, or may be begun. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { probe: await read(event, readProbe, {}), requestId: newId() };
};

const again = (): never => redirect(303, '/skills/certificates/probe');

export const actions: Actions = {
  begin: async ({ request, locals }) => {
    const answer = await submit(beginProbe, locals.ctx, await request.formData());
    return answer.ok ? again() : answer.failure;
  },
  answer: async (event) => {
    const form = await event.request.formData();
    const { id, question } = await read(event, readProbe, {});
    if (id === null || question === null) return again();
    const sent = { id, number: Number(form.get('number')), item: String(form.get('item')), answer: parseAnswer(form, question) };
    const answer = await submit(answerProbe, event.locals.ctx, form, sent);
    return answer.ok ? again() : answer.failure;
  },
};
