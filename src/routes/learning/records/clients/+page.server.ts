import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { createRecordClient, listRecordClients, newSecret, revokeRecordClient } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The programs that may speak to the learning record store. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { ...(await read(event, listRecordClients, {})), revoked: event.url.searchParams.has('revoked'), requestId: newId() };
};

export const actions: Actions = {
  create: async ({ request, locals }) => {
    // The secret is made here and shown in this answer only; what is kept is its SHA-256.
    const { secret, secretSha256 } = newSecret();
    const form = await request.formData();
    const answer = await submit(createRecordClient, locals.ctx, form, { secretSha256 });
    if (answer.ok) return { created: { name: String(form.get('name') ?? ''), key: answer.output.key, secret } };
    return answer.failure;
  },
  revoke: async ({ request, locals }) => {
    const answer = await submit(revokeRecordClient, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, '/learning/records/clients?revoked=1') : answer.failure;
  },
};
