import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { showOwn, signOwn, verifyOwn } from '#kernel/sign/index.ts';
import { load as perform } from '#web/load.ts';
import { signOnPage } from '#web/sign.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const asked = { documentId: event.params.id };
  const signing = await perform(event, showOwn, asked);
  const report = await perform(event, verifyOwn, asked);
  const { password } = await event.locals.ctx.services.accounts.factorsOf(event.locals.ctx.actor.kind === 'person' ? event.locals.ctx.actor.personId : '');
  return { signing, report, asksPassword: password, isNew: event.url.searchParams.has('signed'), requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const answer = await signOnPage(event, signOwn, event.params.id);
    if (!answer.ok) return answer.failure;
    redirect(303, `/sign/${answer.output.documentId}?signed=1`);
  },
};
