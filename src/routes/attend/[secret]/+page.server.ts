import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { attend, showAttendance } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The page behind the QR code of a group session. */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' });
  const { secret } = event.params;
  return { ...(await read(event, showAttendance, { secret })), secret, requestId: newId(), done: event.url.searchParams.has('done') };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const answer = await submit(attend, locals.ctx, await request.formData(), { secret: params.secret });
    return answer.ok ? redirect(303, `/attend/${params.secret}?done=yes`) : answer.failure;
  },
};
