import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import type { Static, TSchema } from 'typebox';
import type { Operation } from '#kernel/operation/index.ts';
import { submit, type Refusal } from '#web/form.ts';

type At = { course: string; lesson: string };
type Event = { request: Request; locals: App.Locals; params: At };

/** An action of a lesson's page: carries out `op` on the lesson with what the form says, then leads to where `to` says. */
export function act<I extends TSchema, O extends TSchema>(op: Operation<I, O>, to: (here: string, output: Static<O>) => string) {
  return async ({ request, locals, params }: Event) => {
    const { course, lesson } = params;
    const answer = await submit(op, locals.ctx, await request.formData(), { course, lesson });
    return answer.ok ? redirect(303, to(`/learning/${course}/${lesson}`, answer.output)) : answer.failure;
  };
}

/** A refusal of what was written in a discussion, with its faults at the block. */
export function atBlock(failure: ActionFailure<Refusal>, block: string): ActionFailure<Refusal> {
  const errors = failure.data.errors.map((error) => (error.at === '/text' ? { ...error, at: `/${block}` } : error));
  return fail(failure.status, { ...failure.data, errors });
}
