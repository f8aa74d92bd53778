import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { noteClassCost, readClass, readClassCosts, withdrawClassCost } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { act } from '../../act.ts';
import { dongIn } from '../../money.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a class costs, line by line. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { id } = event.params;
  const costs = await read(event, readClassCosts, { id });
  // The list of a figure names single lines.
  if (costs.id !== id) redirect(303, `/learning/classes/${costs.id}/costs`);
  return { costs, line: (await read(event, readClass, { id })).line, done: event.url.searchParams.get('done'), requestId: newId() };
};

export const actions: Actions = {
  note: act(noteClassCost, 'cost', { page: '/costs', fixed: (form) => dongIn(form, 'amount') }),
  withdraw: act(withdrawClassCost, 'cost-withdrawn', { page: '/costs' }),
};
