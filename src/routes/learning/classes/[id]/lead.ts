import {
  addClassMaterial,
  addClassSession,
  cancelClass,
  changeParticulars,
  findForClass,
  inviteToClass,
  moveSession,
  removeClassMaterial,
  removeFromClass,
} from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import { act, actOnPeople, type ActEvent } from '../act.ts';
import type { Finder } from '../choice.ts';
import { fileIn } from '../codes.ts';

/** Looks for people for the class of the page. */
export function finderIn(event: ActEvent): Finder {
  return (asked) => read(event, findForClass, { id: event.params.id, ...asked });
}

/** What whoever leads a class does on its page. */
export const leadActions = {
  invite: actOnPeople(inviteToClass, 'invited', 'people', finderIn),
  off: act(removeFromClass, 'person-removed'),
  change: actOnPeople(changeParticulars, 'changed', 'trainers', finderIn),
  session: act(addClassSession, 'session'),
  move: act(moveSession, 'moved', { by: 'id' }),
  material: act(addClassMaterial, 'material', { fixed: fileIn }),
  remove: act(removeClassMaterial, 'removed'),
  cancel: act(cancelClass, 'cancelled'),
};
