import { checkIn, dropAttendance, noteAttendance, readClassList, settleSession, showClassCode } from './attendance.ts';
import { findForClass, findForUnit } from './candidates.ts';
import { changeParticulars, listClassPeople, moveSession, removeFromClass } from './changes.ts';
import { correctClassAttendance } from './corrections.ts';
import { listCourseCosts, noteClassCost, readClassCosts, withdrawClassCost } from './costs.ts';
import { addClassMaterial, openClassMaterial, removeClassMaterial } from './materials.ts';
import { evaluateClass, inviteToClass, leaveClass, readClassEvaluations, takeOffer, takePlace } from './membership.ts';
import { addClassSession, cancelClass, createClass, listClasses, readClass, readInvitation } from './operations.ts';

const held = [findForUnit, findForClass, createClass, addClassSession, cancelClass, listClasses, readClass, readInvitation];
const attended = [readClassList, showClassCode, checkIn, noteAttendance, dropAttendance, settleSession, correctClassAttendance];
const changed = [listClassPeople, changeParticulars, moveSession, removeFromClass];
const kept = [addClassMaterial, removeClassMaterial, openClassMaterial, noteClassCost, withdrawClassCost, readClassCosts, listCourseCosts];

/** What can be asked of classes. */
export const classOperations = [...held, ...attended, ...changed, ...kept, takePlace, takeOffer, leaveClass, inviteToClass, evaluateClass, readClassEvaluations];
