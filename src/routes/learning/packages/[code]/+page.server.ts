import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { openPackage, readPackageReport } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A package with the report of its checks. */
export const load: PageServerLoad = async (event) => ({ ...(await read(event, readPackageReport, { code: event.params.code })), requestId: newId() });

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const answer = await submit(openPackage, locals.ctx, await request.formData(), { code: params.code });
    return answer.ok ? redirect(303, `/learning/packages/play/${answer.output.session}`) : answer.failure;
  },
};
