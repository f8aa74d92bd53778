import { addClassMaterial, addClassSession, cancelClass, changeParticulars, inviteToClass, moveSession, removeClassMaterial, removeFromClass } from '#modules/learning/index.ts';
import { act } from '../act.ts';
import { codesIn, fileIn } from '../codes.ts';

/** What whoever leads a class does on its page. */
export const leadActions = {
  invite: act(inviteToClass, 'invited', { fixed: (form) => ({ people: codesIn(form, 'people') }) }),
  off: act(removeFromClass, 'person-removed'),
  change: act(changeParticulars, 'changed', { fixed: (form) => ({ trainers: codesIn(form, 'trainers') }) }),
  session: act(addClassSession, 'session'),
  move: act(moveSession, 'moved', { by: 'id' }),
  material: act(addClassMaterial, 'material', { fixed: fileIn }),
  remove: act(removeClassMaterial, 'removed'),
  cancel: act(cancelClass, 'cancelled'),
};
