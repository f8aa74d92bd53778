import { redirect, type RequestEvent as AnyEvent } from '@sveltejs/kit';
import { cancelGathering, changeGathering, closeGathering, makeSheets, markAttendance, reopenGathering } from '#modules/campaigns/index.ts';
import { submit } from '#web/form.ts';
import type { Actions } from './$types';

const backTo = ({ params }: Pick<AnyEvent, 'params'>, done: string): never => redirect(303, `/campaigns/contact/gatherings/${params['id'] ?? ''}?done=${done}`);

/** What is done with a group session. */
export const gatheringActions: Actions = {
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
  reopen: async (event) => {
    const answer = await submit(reopenGathering, event.locals.ctx, await event.request.formData(), { id: event.params.id });
    return answer.ok ? backTo(event, 'reopened') : answer.failure;
  },
};
