import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import type { AnyOperation } from '#kernel/operation/index.ts';
import { listCaseLetters, lodgeAppeal, readOwnCases, readPersonCase, readRetraining, writeHandOver } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { placeOf } from '../../under.ts';
import type { Actions, PageServerLoad } from './$types';
import { calculate } from './calculate.ts';
import { startOf } from './start.ts';

/** The case of a person: the person sees it as it is, anybody else says why and is told of. */
export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const whole = await run(event, caseRead, { id });
  const held = (await run(event, readOwnCases, {})).find((one) => one.id === id);
  const person = held ?? (await run(event, readPersonCase, { id }));
  const own = held !== undefined;
  const start = await startOf(event, { id, own, closed: whole.closedOn !== null, kept: person.calculation?.facts });
  const menuEntry = placeOf(event.locals.ctx, own);
  const letters = await run(event, listCaseLetters, { caseId: id });
  const retraining = await run(event, readRetraining, { id });
  return { letters, retraining, whole, person, own, ...start, menuEntry, requestId: newId(), done: event.url.searchParams.has('done') };
};

async function act({ locals, params: { id } }: Pick<RequestEvent, 'locals'> & { params: { id: string } }, op: AnyOperation, form: FormData, more: object = {}) {
  const result = await submit(op, locals.ctx, form, { id, ...more });
  if (!result.ok) return result.failure;
  redirect(303, `/transition/cases/${id}?done`);
}

export const actions: Actions = {
  step: async (event) => act(event, caseStep, await event.request.formData()),
  calculate: async ({ locals, params, request }) => calculate(locals.ctx, params.id, await request.formData()),
  handover: async (event) => act(event, writeHandOver, await event.request.formData()),
  appeal: async (event) => act(event, lodgeAppeal, await event.request.formData()),
};
