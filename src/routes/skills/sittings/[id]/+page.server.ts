import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { changeSitting, readFeedback, readSitting } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';
import { sendAnswer } from './sending.ts';

/** The open question of the own sitting; in practice first what the last answer was worth. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { id } = event.params;
  const sitting = await read(event, readSitting, { id });
  const after = Number(event.url.searchParams.get('after'));
  const feedback = sitting.mode === 'practice' && Number.isInteger(after) && after > 0 ? await read(event, readFeedback, { id, number: after }) : null;
  return { sitting, feedback, requestId: newId() };
};

export const actions: Actions = {
  answer: async ({ request, locals, params }) => {
    const form = await request.formData();
    return sendAnswer(locals.ctx, params.id, form, String(form.get('mode')));
  },
  change: async ({ request, locals, params }) => {
    const answer = await submit(changeSitting, locals.ctx, await request.formData(), { id: params.id });
    if (!answer.ok) return answer.failure;
    const done = answer.output.state === 'finished' && answer.output.mode !== 'practice';
    return redirect(303, done ? `/skills/results/${params.id}` : `/skills/sittings/${params.id}`);
  },
};
