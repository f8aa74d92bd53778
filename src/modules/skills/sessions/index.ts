import { bookPeople, changePlace, createSession, joinSession, listOwnSessions, listSessions, readSession } from './operations.ts';
import { moveSessionOperation, neutraliseItem, noteIncident, pauseSession } from './running.ts';

export type { IncidentLine, PlaceLine, SessionLine, SessionView } from './model.ts';
export { bookPeople, changePlace, createSession, joinSession, listOwnSessions, listSessions, readSession } from './operations.ts';
export { moveSessionOperation, neutraliseItem, noteIncident, pauseSession } from './running.ts';

/** What can be asked of certification sessions. */
export const sessionOperations = [
  createSession,
  listSessions,
  listOwnSessions,
  readSession,
  bookPeople,
  changePlace,
  joinSession,
  moveSessionOperation,
  pauseSession,
  noteIncident,
  neutraliseItem,
];
