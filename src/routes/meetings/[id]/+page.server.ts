import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { concludeMeeting, listUnitsToChoose, readMeeting, stepConclusion } from '#modules/programme/index.ts';
import { carryOut, dayFrom, numberFrom, textOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';
import { fieldOf } from '../form.ts';

/** A meeting with its conclusions, and what can be done about them. */
export const load: PageServerLoad = async (event) => {
  const meeting = await run(event, readMeeting, { id: event.params.id });
  const units = meeting.mayRun ? await run(event, listUnitsToChoose, {}) : [];
  return { meeting, units, today: event.locals.ctx.today, done: event.url.searchParams.get('done'), requestIds: { conclude: newId(), step: newId() } };
};

export const actions: Actions = {
  conclude: async ({ request, locals, params }) => {
    const form = await request.formData();
    const unitId = textOf(form, 'unitId');
    const input = { meeting: params.id, task: textOf(form, 'task'), personCode: textOf(form, 'personCode'), due: dayFrom(textOf(form, 'due')), ...(unitId && { unitId }) };
    const result = await carryOut(concludeMeeting, locals.ctx, form, input, fieldOf);
    if (!result.ok) return result.failure;
    redirect(303, `/meetings/${params.id}?done=concluded#conclusions`);
  },
  step: async ({ request, locals, params }) => {
    const form = await request.formData();
    const sent = form.get('file');
    const file = sent instanceof File && sent.size > 0 ? { file: { name: sent.name, content: Buffer.from(await sent.arrayBuffer()).toString('base64') } } : {};
    const id = textOf(form, 'id');
    const input = { id, state: textOf(form, 'state'), note: textOf(form, 'note'), seen: numberFrom(textOf(form, 'seen')), ...file };
    const result = await carryOut(stepConclusion, locals.ctx, form, input, (at) => `${fieldOf(at) ?? ''}-${id}`);
    if (!result.ok) return result.failure;
    redirect(303, `/meetings/${params.id}?done=stepped#conclusions`);
  },
};
