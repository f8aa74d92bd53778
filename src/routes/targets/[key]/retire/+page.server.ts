import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { readTarget, retireTarget } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import type { Actions, PageServerLoad } from './$types';

/** What is retired, before it is. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'programme.edit-targets');
  const { target } = await run(event, readTarget, { key: event.params.key });
  return { target, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const result = await submit(retireTarget, locals.ctx, await request.formData(), { key: params.key });
    if (!result.ok) return result.failure;
    redirect(303, `/targets/${params.key}?done=retired`);
  },
};
