import { redirect, type RequestEvent } from '@sveltejs/kit';
import { KIOSK_MINUTES, leaveKiosk, stayOn } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';

type Staying = Pick<RequestEvent, 'locals' | 'request' | 'url' | 'params'>;

/** Headers of a page at a shared computer: it leaves by itself when nobody does anything, with or without JavaScript, and nothing of it is kept. */
export function leaveByItself(event: Pick<RequestEvent, 'setHeaders'>): void {
  event.setHeaders({ refresh: `${KIOSK_MINUTES * 60};url=/kiosk?left=yes`, 'cache-control': 'private, no-store' });
}

/** What can be done on every page of a stay: ask for three more minutes, or leave. */
export const stayActions = {
  more: async (event: Staying) => {
    const answer = await submit(stayOn, event.locals.ctx, await event.request.formData(), { secret: event.params['link'] });
    return answer.ok ? redirect(303, event.url.pathname) : answer.failure;
  },
  leave: async (event: Staying) => {
    const answer = await submit(leaveKiosk, event.locals.ctx, await event.request.formData(), { secret: event.params['link'] });
    return answer.ok ? redirect(303, '/kiosk?left=yes') : answer.failure;
  },
};
