import { newId } from '#base/id/index.ts';
import { evaluateClass, leaveClass, listClassPeople, readClass, readClassEvaluations, takeOffer, takePlace } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { act } from '../act.ts';
import { peopleChoice } from '../choice.ts';
import { finderIn, leadActions } from './lead.ts';
import type { Actions, PageServerLoad } from './$types';

/** One class: for everybody, and with its people and answers for whoever leads it. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { id } = event.params;
  const one = await read(event, readClass, { id });
  const said = one.mayLead ? await read(event, readClassEvaluations, { id }) : undefined;
  const members = one.mayLead ? await read(event, listClassPeople, { id }) : undefined;
  const trainers = members && (await peopleChoice(finderIn(event), 'trainers', { find: '', codes: members.trainers }));
  return { one, said, members, trainers, today: event.locals.ctx.today, done: event.url.searchParams.get('done'), requestId: newId() };
};

export const actions: Actions = {
  take: act(takePlace, 'taken'),
  offer: act(takeOffer, 'offer'),
  leave: act(leaveClass, 'left'),
  evaluate: act(evaluateClass, 'evaluated'),
  ...leadActions,
};
