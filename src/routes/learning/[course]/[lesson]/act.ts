import { redirect } from '@sveltejs/kit';
import type { Static, TSchema } from 'typebox';
import type { Operation } from '#kernel/operation/index.ts';
import { submit } from '#web/form.ts';

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
