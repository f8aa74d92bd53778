import { redirect, type RequestEvent as AnyEvent } from '@sveltejs/kit';
import type { TSchema } from 'typebox';
import { newId } from '#base/id/index.ts';
import type { Operation } from '#kernel/operation/index.ts';
import { addClassMaterial, addClassSession, cancelClass, evaluateClass, inviteToClass, leaveClass, readClass, readClassEvaluations, takePlace } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { codesIn } from '../codes.ts';
import type { Actions, PageServerLoad } from './$types';

/** One class: for everybody, and with its people and answers for whoever leads it. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { id } = event.params;
  const one = await read(event, readClass, { id });
  const said = one.mayLead ? await read(event, readClassEvaluations, { id }) : undefined;
  return { one, said, today: event.locals.ctx.today, done: event.url.searchParams.get('done'), requestId: newId() };
};

const act =
  <I extends TSchema, O extends TSchema>(operation: Operation<I, O>, done: string, fixed: (form: FormData) => Record<string, unknown> = () => ({})) =>
  async ({ request, params, locals }: AnyEvent) => {
    const form = await request.formData();
    const answer = await submit(operation, locals.ctx, form, { ...fixed(form), id: params['id'] });
    return answer.ok ? redirect(303, `/learning/classes/${params['id'] ?? ''}?done=${done}`) : answer.failure;
  };

export const actions: Actions = {
  take: act(takePlace, 'taken'),
  leave: act(leaveClass, 'left'),
  evaluate: act(evaluateClass, 'evaluated'),
  invite: act(inviteToClass, 'invited', (form) => ({ people: codesIn(form, 'people') })),
  session: act(addClassSession, 'session'),
  material: act(addClassMaterial, 'material'),
  cancel: act(cancelClass, 'cancelled'),
};
