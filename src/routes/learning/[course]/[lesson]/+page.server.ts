import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { answerBlock, finishLesson, keepMark, readLesson, readMark, startCheck } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { answerOf } from '../../answer.ts';
import type { Actions, PageServerLoad } from './$types';

/** A lesson with my answers. */
export const load: PageServerLoad = async (event) => {
  const person = signedIn(event);
  const { course, lesson } = event.params;
  const mark = await read(event, readMark, { course, lesson });
  const more = { mark, person, marked: event.url.searchParams.has('marked'), mayTeach: mayAnywhere(event.locals.ctx.actor, 'learning.teach'), requestId: newId() };
  return { ...(await read(event, readLesson, { course, lesson })), ...more, course, lesson };
};

export const actions: Actions = {
  answer: async ({ request, locals, params }) => {
    const form = await request.formData();
    const block = String(form.get('block') ?? '');
    const answer = await submit(answerBlock, locals.ctx, form, { course: params.course, lesson: params.lesson, block, answer: answerOf(form) });
    return answer.ok ? redirect(303, `/learning/${params.course}/${params.lesson}#${block}`) : answer.failure;
  },
  mark: async ({ request, locals, params }) => {
    const answer = await submit(keepMark, locals.ctx, await request.formData(), { course: params.course, lesson: params.lesson });
    return answer.ok ? redirect(303, `/learning/${params.course}/${params.lesson}?marked=yes#mark`) : answer.failure;
  },
  finish: async ({ request, locals, params }) => {
    const answer = await submit(finishLesson, locals.ctx, await request.formData(), { course: params.course, lesson: params.lesson });
    return answer.ok ? redirect(303, `/learning/${params.course}/${params.lesson}?finished=${answer.output.closed ? 'yes' : 'waiting'}`) : answer.failure;
  },
  check: async ({ request, locals, params }) => {
    const answer = await submit(startCheck, locals.ctx, await request.formData(), { course: params.course, lesson: params.lesson });
    return answer.ok ? redirect(303, `/learning/checks/${answer.output.id}`) : answer.failure;
  },
};
