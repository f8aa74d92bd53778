import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { endShare, listOwnCertificates, readFramework, readProbe, requestAttestation, shareCertificate } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

const DONE = ['taken', 'shared', 'share-ended'];

/** My certificates, and what I could still take one for. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const own = await read(event, listOwnCertificates, {});
  const { framework } = await read(event, readFramework, { id: 'digcomp-2-2' });
  const { question, mayBegin } = await read(event, readProbe, {});
  const done = DONE.find((one) => one === event.url.searchParams.get('done'));
  return { ...own, parts: framework.parts, mayProbe: question !== null || mayBegin, done, requestId: newId() };
};

const back = (done: string): never => redirect(303, `/skills/certificates?done=${done}`);

export const actions: Actions = {
  take: async ({ request, locals }) => {
    const answer = await submit(requestAttestation, locals.ctx, await request.formData());
    return answer.ok ? back('taken') : answer.failure;
  },
  share: async ({ request, locals }) => {
    const answer = await submit(shareCertificate, locals.ctx, await request.formData());
    return answer.ok ? back('shared') : answer.failure;
  },
  end: async ({ request, locals }) => {
    const answer = await submit(endShare, locals.ctx, await request.formData());
    return answer.ok ? back('share-ended') : answer.failure;
  },
};
