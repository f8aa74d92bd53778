import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { exportPool, FIELDS, KINDS, LANGUAGES, searchPool } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn, pageOf } from '#web/load.ts';
import { choiceIn } from './choice.ts';
import type { Actions, PageServerLoad } from './$types';

function askedIn(url: URL) {
  const [kind, field, language] = [choiceIn(url, 'kind', KINDS), choiceIn(url, 'field', FIELDS), choiceIn(url, 'language', LANGUAGES)];
  const text = url.searchParams.get('text')?.trim().slice(0, 100);
  return { ...(kind ? { kind } : {}), ...(field ? { field } : {}), ...(language ? { language } : {}), ...(text ? { text } : {}) };
}

/** What the pool is, and for whoever may ask for help the members by what they help with. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { actor } = event.locals.ctx;
  const asked = askedIn(event.url);
  const may = { ask: mayAnywhere(actor, 'learning.ask-pool'), lend: mayAnywhere(actor, 'learning.lend-pool') };
  const list = may.ask ? await read(event, searchPool, { ...asked, page: pageOf(event) }) : undefined;
  return { may, asked, list, kinds: KINDS, fields: FIELDS, languages: LANGUAGES, requestId: newId() };
};

export const actions: Actions = {
  export: async ({ request, locals, url }) => {
    const answer = await submit(exportPool, locals.ctx, await request.formData(), askedIn(url));
    return answer.ok ? redirect(303, `/documents/${answer.output.documentId}`) : answer.failure;
  },
};
