import { newId } from '#base/id/index.ts';
import {
  addClassMaterial,
  addClassSession,
  cancelClass,
  evaluateClass,
  inviteToClass,
  leaveClass,
  readClass,
  readClassEvaluations,
  removeClassMaterial,
  takeOffer,
  takePlace,
} from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { act } from '../act.ts';
import { codesIn, fileIn } from '../codes.ts';
import type { Actions, PageServerLoad } from './$types';

/** One class: for everybody, and with its people and answers for whoever leads it. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { id } = event.params;
  const one = await read(event, readClass, { id });
  const said = one.mayLead ? await read(event, readClassEvaluations, { id }) : undefined;
  return { one, said, today: event.locals.ctx.today, done: event.url.searchParams.get('done'), requestId: newId() };
};

export const actions: Actions = {
  take: act(takePlace, 'taken'),
  offer: act(takeOffer, 'offer'),
  leave: act(leaveClass, 'left'),
  evaluate: act(evaluateClass, 'evaluated'),
  invite: act(inviteToClass, 'invited', { fixed: (form) => ({ people: codesIn(form, 'people') }) }),
  session: act(addClassSession, 'session'),
  material: act(addClassMaterial, 'material', { fixed: fileIn }),
  remove: act(removeClassMaterial, 'removed'),
  cancel: act(cancelClass, 'cancelled'),
};
