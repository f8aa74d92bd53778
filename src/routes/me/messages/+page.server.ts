import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listMine, markRead } from '#kernel/message/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 20;

export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const before = event.url.searchParams.get('before') ?? '';
  const { messages, unread } = await read(event, listMine, { limit: PAGE + 1, ...(before && { before }) });
  const shown = messages.slice(0, PAGE);
  return { messages: shown, unread, paged: before !== '', next: messages.length > PAGE ? shown.at(-1)?.id : undefined, requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const one = form.get('ids');
    // Without a message named, all are marked: an empty list would mark none.
    const result = await submit(markRead, locals.ctx, form, { ids: typeof one === 'string' && one !== '' ? [one] : undefined });
    if (!result.ok) return result.failure;
    const next = form.get('next');
    redirect(303, next === '/' ? '/' : '/me/messages');
  },
};
