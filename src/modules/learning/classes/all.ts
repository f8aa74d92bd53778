import { checkIn, dropAttendance, noteAttendance, readClassList, settleSession, showClassCode } from './attendance.ts';
import { addClassMaterial, evaluateClass, inviteToClass, leaveClass, readClassEvaluations, takePlace } from './membership.ts';
import { addClassSession, cancelClass, createClass, listClasses, readClass, readInvitation } from './operations.ts';

const held = [createClass, addClassSession, cancelClass, listClasses, readClass, readInvitation];
const attended = [readClassList, showClassCode, checkIn, noteAttendance, dropAttendance, settleSession];

/** What can be asked of classes. */
export const classOperations = [...held, ...attended, takePlace, leaveClass, inviteToClass, evaluateClass, readClassEvaluations, addClassMaterial];
