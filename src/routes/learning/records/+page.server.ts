import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { eraseOwnRecords, readOwnRecords } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the learning record store holds about me. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const query = event.url.searchParams;
  const before = query.get('before');
  const own = await read(event, readOwnRecords, before === null ? {} : { before });
  return { ...own, paged: before !== null, erased: query.get('erased'), left: query.get('left'), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(eraseOwnRecords, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/learning/records?erased=${answer.output.erased}&left=${answer.output.left}`) : answer.failure;
  },
};
