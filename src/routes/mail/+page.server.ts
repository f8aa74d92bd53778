import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listOutbox, retryMail, settleUnknown } from '#kernel/message/index.ts';
import { submit } from '#web/form.ts';
import { withQuery } from '#ui/url.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';
import { isState } from './states.ts';

// As many as the operation answers at most: then there may be more.
const PAGE = 50;

export const load: PageServerLoad = async (event) => {
  const query = event.url.searchParams;
  const asked = query.get('state');
  const state = isState(asked) ? asked : undefined;
  const before = query.get('before');
  const outbox = await read(event, listOutbox, { ...(state && { state }), ...(before && { before }) });
  const last = outbox.mails.length === PAGE ? outbox.mails.at(-1) : undefined;
  const first = before === null ? undefined : withQuery(event.url, { before: null, done: null });
  const next = last && withQuery(event.url, { before: last.id, done: null });
  return { ...outbox, state, first, next, done: query.get('done'), requestId: newId() };
};

export const actions: Actions = {
  retry: async (event) => {
    const result = await submit(retryMail, event.locals.ctx, await event.request.formData());
    if (!result.ok) return result.failure;
    redirect(303, '/mail?done=retried');
  },
  settle: async (event) => {
    const form = await event.request.formData();
    const result = await submit(settleUnknown, event.locals.ctx, form);
    if (!result.ok) return result.failure;
    redirect(303, `/mail?done=${form.get('arrived') === 'true' ? 'settled' : 'retried'}`);
  },
};
