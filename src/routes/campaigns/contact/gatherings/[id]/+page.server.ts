import { redirect, type RequestEvent as AnyEvent } from '@sveltejs/kit';
import { renderSVG } from 'uqr';
import { newId } from '#base/id/index.ts';
import { cancelGathering, changeGathering, closeGathering, makeSheets, markAttendance, readGathering } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** One group session. */
export const load: PageServerLoad = async (event) => {
  const gathering = await read(event, readGathering, { id: event.params.id });
  const { address } = gathering;
  return { gathering, picture: address === null ? undefined : renderSVG(address, { border: 2, ecc: 'M' }), requestId: newId(), done: event.url.searchParams.get('done') };
};

const backTo = ({ params }: Pick<AnyEvent, 'params'>, done: string): never => redirect(303, `/campaigns/contact/gatherings/${params['id'] ?? ''}?done=${done}`);

export const actions: Actions = {
  present: async (event) => {
    const answer = await submit(markAttendance, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? backTo(event, 'noted') : answer.failure;
  },
  change: async (event) => {
    const answer = await submit(changeGathering, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? backTo(event, 'changed') : answer.failure;
  },
  cancel: async (event) => {
    const answer = await submit(cancelGathering, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? redirect(303, `/campaigns/contact/gatherings?unit=${answer.output.unitId}&done=cancelled`) : answer.failure;
  },
  sheets: async (event) => {
    const answer = await submit(makeSheets, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? backTo(event, 'sheets') : answer.failure;
  },
  close: async (event) => {
    const answer = await submit(closeGathering, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? backTo(event, 'held') : answer.failure;
  },
};
