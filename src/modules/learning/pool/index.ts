import { decideConsent, listConsentsAsked } from './consents.ts';
import { addTime, dropTime, leavePool, readOwnProfile, stateProfile } from './members.ts';
import { closeNeed, listNeeds, readNeed, stateNeed } from './needs.ts';
import { answerRequest, askMember, cancelRequest, decideRequest, listPoolRequests, readPoolRequest } from './requests.ts';
import { exportPool, readPoolMember, searchPool } from './search.ts';
import { answerEvaluation, checkHours, evaluateWork, finishWork, logHours } from './work.ts';

export { poolAwaiting } from './awaiting.ts';
export { decideConsent, listConsentsAsked } from './consents.ts';
export { keepPool, poolTask } from './keep.ts';
export { addTime, dropTime, leavePool, readOwnProfile, stateProfile } from './members.ts';
export { AREAS, FIELDS, KINDS, LANGUAGES, REQUEST_STATES, type MemberLine, type NeedLine, type ReasonLine, type RequestLine, type RequestState } from './model.ts';
export { closeNeed, listNeeds, readNeed, stateNeed } from './needs.ts';
export { answerRequest, askMember, cancelRequest, decideRequest, listPoolRequests, readPoolRequest } from './requests.ts';
export { exportPool, readPoolMember, searchPool } from './search.ts';
export { answerEvaluation, checkHours, evaluateWork, finishWork, logHours } from './work.ts';

const profile = [readOwnProfile, stateProfile, leavePool, addTime, dropTime];
const found = [searchPool, exportPool, readPoolMember, listConsentsAsked, decideConsent];
const asked = [stateNeed, listNeeds, readNeed, closeNeed, askMember, decideRequest, answerRequest, cancelRequest, listPoolRequests, readPoolRequest];

/** What can be asked of the pool. */
export const poolOperations = [...profile, ...found, ...asked, logHours, checkHours, finishWork, evaluateWork, answerEvaluation];
