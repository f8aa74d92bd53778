import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { moveToNewest, rateCourse, readCourse, startCourse } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A course with its lessons and where to go on. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { ...(await read(event, readCourse, { course: event.params.course })), rated: event.url.searchParams.has('rated'), requestId: newId() };
};

export const actions: Actions = {
  rate: async ({ request, locals, params }) => {
    const answer = await submit(rateCourse, locals.ctx, await request.formData(), { course: params.course });
    return answer.ok ? redirect(303, `/learning/${params.course}?rated=yes`) : answer.failure;
  },
  start: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await submit(startCourse, locals.ctx, form, { course: params.course });
    if (!answer.ok) return answer.failure;
    redirect(303, `/learning/${params.course}/${encodeURIComponent(String(form.get('lesson') ?? ''))}`);
  },
  move: async ({ request, locals, params }) => {
    const answer = await submit(moveToNewest, locals.ctx, await request.formData(), { course: params.course });
    return answer.ok ? redirect(303, `/learning/${params.course}?moved=${answer.output.version}`) : answer.failure;
  },
};
