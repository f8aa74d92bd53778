import { newId } from '#base/id/index.ts';
import { answerEvaluation, answerRequest, cancelRequest, checkHours, decideRequest, evaluateWork, finishWork, logHours, readPoolRequest } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { act, decimalIn } from '../../act.ts';
import type { Actions, PageServerLoad } from './$types';

/** One request with its history. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { one: await read(event, readPoolRequest, { id: event.params.id }), done: event.url.searchParams.get('done'), today: event.locals.ctx.today, requestId: newId() };
};

export const actions: Actions = {
  agree: act(decideRequest, 'agree', () => ({ agree: true })),
  refuse: act(decideRequest, 'refuse', () => ({ agree: false })),
  confirm: act(answerRequest, 'confirm', () => ({ confirm: true })),
  decline: act(answerRequest, 'decline', () => ({ confirm: false })),
  cancel: act(cancelRequest, 'cancel'),
  log: act(logHours, 'log', (form) => decimalIn(form, 'hours')),
  finish: act(finishWork, 'finish'),
  evaluate: act(evaluateWork, 'evaluate'),
  answer: act(answerEvaluation, 'answer'),
  confirmHours: act(checkHours, 'hours', () => ({ confirm: true }), 'entry'),
  returnHours: act(checkHours, 'hours-returned', () => ({ confirm: false }), 'entry'),
};
