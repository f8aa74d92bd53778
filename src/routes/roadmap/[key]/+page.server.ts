import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import type { AnyOperation } from '#kernel/operation/index.ts';
import { addInitiativeEvidence, reachMilestone, readInitiative, spendMoney, stepInitiative } from '#modules/programme/index.ts';
import { carryOut, dayFrom, numberFrom, textOf } from '#web/answers.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** An initiative with everything there is to say and to do about it. */
export const load: PageServerLoad = async (event) => ({
  ...(await run(event, readInitiative, { key: event.params.key })),
  today: event.locals.ctx.today,
  done: event.url.searchParams.get('done'),
  requestIds: { step: newId(), milestone: newId(), spend: newId(), evidence: newId() },
});

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { key: string } };

/** Carries out an act on the initiative and comes back to its page; what is wrong is said at the form of that act. */
async function act(event: Event, op: AnyOperation, inputOf: (form: FormData) => Record<string, unknown> | Promise<Record<string, unknown>>, prefix: string) {
  const form = await event.request.formData();
  const input = { key: event.params.key, ...(await inputOf(form)) };
  const result = await carryOut(op, event.locals.ctx, form, input, (at) => `${prefix}-${at.split('/')[1] ?? ''}`);
  if (!result.ok) return result.failure;
  redirect(303, `/roadmap/${event.params.key}?done=${prefix}`);
}

export const actions: Actions = {
  step: (event) => act(event, stepInitiative, (form) => ({ to: textOf(form, 'to'), reason: textOf(form, 'reason'), seen: textOf(form, 'seen') }), 'step'),
  milestone: (event) =>
    act(event, reachMilestone, (form) => ({ milestone: textOf(form, 'milestone'), day: dayFrom(textOf(form, 'day')), note: textOf(form, 'note') }), 'milestone'),
  spend: (event) =>
    act(event, spendMoney, (form) => ({ amount: numberFrom(textOf(form, 'amount')), day: dayFrom(textOf(form, 'day')), purpose: textOf(form, 'purpose') }), 'spend'),
  evidence: (event) => act(event, addInitiativeEvidence, async (form) => ({ about: textOf(form, 'about'), file: await fileOf(form) }), 'evidence'),
};

async function fileOf(form: FormData): Promise<Record<string, unknown> | undefined> {
  const file = form.get('file');
  return file instanceof File && file.size > 0 ? { name: file.name, content: Buffer.from(await file.arrayBuffer()).toString('base64') } : undefined;
}
