import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { answerBlock, finishLesson, keepMark, openPackage, readLesson, readMark, startCheck, writePost } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { answerOf } from '../../answer.ts';
import type { Actions, PageServerLoad } from './$types';
import { act, atBlock } from './act.ts';

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
  say: async ({ request, locals, params }) => {
    const form = await request.formData();
    const block = String(form.get('block') ?? '');
    const answer = await submit(writePost, locals.ctx, form, { ...params, block });
    return answer.ok ? redirect(303, `/learning/${params.course}/${params.lesson}#${block}`) : atBlock(answer.failure, block);
  },
  mark: act(keepMark, (here) => `${here}?marked=yes#mark`),
  package: act(openPackage, (_, { session }) => `/learning/packages/play/${session}`),
  finish: act(finishLesson, (here, output) => `${here}?finished=${output.closed ? 'yes' : 'waiting'}`),
  check: act(startCheck, (_, { id }) => `/learning/checks/${id}`),
};
