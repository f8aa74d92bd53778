import { redirect } from '@sveltejs/kit';
import { isId, newId } from '#base/id/index.ts';
import { issueCertificates, listCertificates, revokeCertificate } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { mustHave } from '../../allowed.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who awaits a certificate and who holds one, in the officer's units; asks for a purpose first. */
export const load: PageServerLoad = async (event) => {
  mustHave(event, 'skills.issue-certificates');
  const { searchParams } = event.url;
  const before = searchParams.get('before') ?? '';
  const list = await read(event, listCertificates, isId(before) ? { before } : {});
  const issued = Number(searchParams.get('issued'));
  return { ...list, done: { issued: Number.isInteger(issued) ? issued : 0, revoked: searchParams.has('revoked') }, requestId: newId() };
};

export const actions: Actions = {
  issue: async ({ request, locals }) => {
    const answer = await submit(issueCertificates, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/skills/certificates/issue?issued=${answer.output.issued}`) : answer.failure;
  },
  revoke: async ({ request, locals }) => {
    const answer = await submit(revokeCertificate, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, '/skills/certificates/issue?revoked=1') : answer.failure;
  },
};
