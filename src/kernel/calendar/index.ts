/** The door of the working-day calendar: which days count, when a term is due, and where each day off comes from. */
import { listHistory } from './history.ts';
import { dueOperation, listDays, previewChange, putDay, removeDay } from './operations.ts';

export { due, movedTerms, type Due, type Skipped, type Term } from './due.ts';
export { listHistory } from './history.ts';
export { loadCalendar } from './load.ts';
export { CalendarDay, CalendarEdit, CalendarStatus, DueOutput, Pause } from './model.ts';
export { dueOperation, listDays, previewChange, putDay, removeDay, type OpenTerm } from './operations.ts';
/** @public What a term is computed with (docs/developers/calendar.md). */
export { currentCalendar } from './store.ts';
export { listEdits, type StoredEdit } from './store.ts';
export { addWorkingDays, isWorkingDay, workingDaysBetween, workingDaysThrough, type Calendar } from './working-days.ts';

/** Every operation of the calendar. */
export const operations = [dueOperation, listDays, putDay, removeDay, previewChange, listHistory];
