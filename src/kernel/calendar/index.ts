/** The door of the working-day calendar: which days count, when a term is due, and where each day off comes from. */
export { due, movedTerms, type Due, type Pause, type Skipped, type Term } from './due.ts';
export { defaultHolidays } from './holidays.ts';
export { loadCalendar, NATIONAL, withEdits } from './load.ts';
export { dayOfLunar, leapMonth } from './lunar.ts';
export { CalendarDay, CalendarEdit, HolidayYear } from './model.ts';
export { addWorkingDays, calendarOf, isWorkingDay, workingDaysBetween, type Calendar } from './working-days.ts';
