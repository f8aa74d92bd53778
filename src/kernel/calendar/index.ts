/** The door of the working-day calendar: which days count, when a term is due, and where each day off comes from. */
import { listHistory } from './history.ts';
import { dueOperation, listDays, previewChange, putDay, removeDay } from './operations.ts';

export { due, movedTerms, type Due, type Skipped, type Term } from './due.ts';
export { listHistory } from './history.ts';
export { defaultHolidays, isWeekend } from './holidays.ts';
export { loadCalendar, NATIONAL, withEdits } from './load.ts';
export { dayOfLunar, leapMonth } from './lunar.ts';
export { CalendarDay, CalendarEdit, CalendarStatus, DueOutput, HolidayYear, Pause } from './model.ts';
export { dueOperation, listDays, previewChange, putDay, removeDay, type OpenTerm } from './operations.ts';
export { currentCalendar, listEdits, putEdit, removeEdit, type StoredEdit } from './store.ts';
export { addWorkingDays, calendarOf, isWorkingDay, workingDaysBetween, type Calendar } from './working-days.ts';

/** Every operation of the calendar. */
export const operations = [dueOperation, listDays, putDay, removeDay, previewChange, listHistory];
