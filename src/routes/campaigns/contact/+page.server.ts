import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { excuseLine, listContact, listExcused, listHelped, noteHelp, sendAgain } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read, pageOf } from '#web/load.ts';
import { withQuery } from '#ui/url.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../learning/units.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const WHYS = ['help', 'again', 'in-person', 'address', 'late'] as const;

/** Whom I should speak to today. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'campaigns.help-unit');
  const { units, unit } = await unitsWith(event, 'campaigns.help-unit');
  const why = WHYS.find((known) => known === event.url.searchParams.get('why'));
  const list = unit === undefined ? undefined : await read(event, listContact, { unitId: unit.id, ...(why && { why }), page: pageOf(event) });
  const excused = unit === undefined ? [] : await read(event, listExcused, { unitId: unit.id });
  const helped = unit === undefined ? [] : await read(event, listHelped, { unitId: unit.id });
  return { units, unit, why, list, excused, helped, requestId: newId(), done: event.url.searchParams.get('done') };
};

/** To the same unit and page of the list. */
const back = ({ url }: RequestEvent, done = 'yes'): never => redirect(303, `/campaigns/contact${withQuery(url, { done })}`);

export const actions: Actions = {
  help: async (event) => {
    const answer = await submit(noteHelp, event.locals.ctx, await event.request.formData());
    return answer.ok ? back(event) : answer.failure;
  },
  again: async (event) => {
    const answer = await submit(sendAgain, event.locals.ctx, await event.request.formData());
    return answer.ok ? back(event, 'sent') : answer.failure;
  },
  excuse: async (event) => {
    const answer = await submit(excuseLine, event.locals.ctx, await event.request.formData());
    return answer.ok ? back(event) : answer.failure;
  },
};
