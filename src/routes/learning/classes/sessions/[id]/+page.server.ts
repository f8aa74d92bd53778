import { newId } from '#base/id/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { correctClassAttendance, dropAttendance, noteAttendance, readClassList, settleSession } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { act } from '../../act.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who was at a session. */
export const load: PageServerLoad = async (event) => {
  const person = signedIn(event);
  const list = await read(event, readClassList, { id: event.params.id });
  const { actor, today } = event.locals.ctx;
  return { list, person, mayCorrect: mayAnywhere(actor, 'learning.assign'), today, done: event.url.searchParams.get('done'), requestId: newId() };
};

const under = '/learning/classes/sessions';

export const actions: Actions = {
  note: act(noteAttendance, 'noted', { under }),
  drop: act(dropAttendance, 'dropped', { under }),
  settle: act(settleSession, 'settled', { under }),
  correct: act(correctClassAttendance, 'corrected', { under }),
};
