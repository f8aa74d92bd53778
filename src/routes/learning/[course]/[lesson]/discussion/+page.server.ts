import { newId } from '#base/id/index.ts';
import { listPosts, reportPost, withdrawPost, writePost } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn, pageOf } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';
import { back, blockOf } from './block.ts';

/** What is asked and answered under a lesson. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson } = event.params;
  const block = blockOf(event);
  return {
    ...(await read(event, listPosts, { course, lesson, page: pageOf(event), ...block })),
    ...block,
    course,
    lesson,
    reported: event.url.searchParams.has('reported'),
    requestId: newId(),
  };
};

export const actions: Actions = {
  write: async (event) => {
    const answer = await submit(writePost, event.locals.ctx, await event.request.formData(), { ...event.params, ...blockOf(event) });
    return answer.ok ? back(event, '', `#p-${answer.output.id}`) : answer.failure;
  },
  withdraw: async (event) => {
    const answer = await submit(withdrawPost, event.locals.ctx, await event.request.formData());
    return answer.ok ? back(event) : answer.failure;
  },
  report: async (event) => {
    const answer = await submit(reportPost, event.locals.ctx, await event.request.formData());
    return answer.ok ? back(event, 'reported=yes') : answer.failure;
  },
};
