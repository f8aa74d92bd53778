import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day } from '#base/day/index.ts';
import cases from './due-cases.json' with { type: 'json' };
import { isWeekend } from './holidays.ts';
import { addWorkingDays, due, isWorkingDay, loadCalendar, movedTerms, workingDaysBetween, type Pause } from './index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const calendar = loadCalendar(ROOT);

const startDay = fc.integer({ min: 0, max: 2300 }).map((n) => addDays(calendar.from, n));
const count = fc.integer({ min: 0, max: 120 });
/** Up to four pauses that do not overlap, scattered from a month before the start on. */
const pausesAfter = (start: Day) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 15 })), { maxLength: 4 }).map((gaps) => {
    const pauses: Pause[] = [];
    let day = addDays(start, -20);
    for (const [gap, length] of gaps) {
      pauses.push({ from: addDays(day, gap), to: addDays(day, gap + length) });
      day = addDays(day, gap + length);
    }
    return pauses;
  });
const term = startDay.chain((start) => fc.record({ start: fc.constant(start), workingDays: count, pauses: pausesAfter(start) }));

/** The definition, one day after the other. */
function naiveDue(start: Day, workingDays: number, pauses: readonly Pause[]): Day {
  let day = start;
  for (let left = workingDays; left > 0;) {
    day = addDays(day, 1);
    const entry = calendar.days.get(day);
    const works = entry === undefined ? !isWeekend(day) : entry.kind === 'worked';
    if (works && !pauses.some(({ from, to }) => from <= day && day < to)) left -= 1;
  }
  return day;
}

describe('a term is due', () => {
  test.each(cases)('$name: $workingDays from $start → $due', ({ start, workingDays, pauses, ...expected }) => {
    const found = due({ start, workingDays, pauses, calendar });
    expect(found.due).toBe(expected.due);
    expect(Object.fromEntries(found.skipped.map(({ day, why }) => [day, why]))).toEqual(expected.skipped);
    expect(found.counted.length).toBe(workingDays);
  });

  test('with the name, status and source of each holiday it skipped', () => {
    const { skipped } = due({ start: '2025-04-30', workingDays: 1, pauses: [], calendar });
    expect(skipped.find(({ day }) => day === '2025-05-02')).toEqual({
      day: '2025-05-02',
      why: 'holiday',
      name: { vi: 'Ngày nghỉ hoán đổi (làm bù thứ Bảy 26/4)', en: 'Swapped day (made up on Saturday 26 April)' },
      status: 'published',
      source: 'Báo điện tử Chính phủ, en.baochinhphu.vn 111250304153250976',
    });
    expect(skipped.find(({ day }) => day === '2025-05-03')).toEqual({ day: '2025-05-03', why: 'weekend' });
  });
});

describe('a term is refused', () => {
  const pause = (from: Day, to: Day) => ({ from, to });
  test.each([
    ['before the calendar begins', '2022-12-31', 1, [], 'calendar.outside'],
    ['after the calendar ends', '2031-01-01', 0, [], 'calendar.outside'],
    ['due after the calendar ends', '2030-12-31', 1, [], 'calendar.outside'],
    ['paused beyond the calendar', '2030-12-20', 5, [pause('2030-12-23', '2031-02-01')], 'calendar.outside'],
    ['negative', '2025-03-03', -1, [], 'calendar.negative'],
    ['not whole', '2025-03-03', 1.5, [], 'calendar.negative'],
    ['from a day that does not exist', '2025-02-29', 1, [], 'calendar.no-day'],
    ['paused from no day', '2025-03-03', 1, [pause('x', '2025-03-05')], 'calendar.no-day'],
    ['paused without an end', '2025-03-03', 1, [pause('2025-03-04', 'infinity')], 'calendar.no-day'],
    ['paused for no day at all', '2025-03-03', 1, [pause('2025-03-04', '2025-03-04')], 'calendar.pause-order'],
    ['paused backwards', '2025-03-03', 1, [pause('2025-03-06', '2025-03-04')], 'calendar.pause-order'],
    ['paused twice at once', '2025-03-03', 1, [pause('2025-03-10', '2025-03-12'), pause('2025-03-04', '2025-03-11')], 'calendar.pause-overlap'],
  ])('%s', (_, start, workingDays, pauses, code) => {
    expect(() => due({ start, workingDays, pauses, calendar })).toThrow(expect.objectContaining({ kind: 'invalid', code }));
  });
});

describe('for any term', () => {
  test('the due day and the days counted are those of a walk day by day', () => {
    fc.assert(
      fc.property(term, ({ start, workingDays, pauses }) => {
        const found = due({ start, workingDays, pauses, calendar });
        expect(found.due).toBe(naiveDue(start, workingDays, pauses));
        expect(found.counted.length).toBe(workingDays);
        expect(found.counted.at(-1) ?? start).toBe(found.due);
        expect([...found.counted, ...found.skipped.map(({ day }) => day)].sort()).toEqual(
          Array.from({ length: found.counted.length + found.skipped.length }, (_, n) => addDays(start, n + 1)),
        );
      }),
    );
  });

  test('the due day is a working day outside every pause, and later for more days', () => {
    fc.assert(
      fc.property(term, ({ start, workingDays, pauses }) => {
        const last = due({ start, workingDays: workingDays + 1, pauses, calendar }).due;
        expect(isWorkingDay(last, calendar)).toBe(true);
        expect(pauses.some(({ from, to }) => from <= last && last < to)).toBe(false);
        expect(last > due({ start, workingDays, pauses, calendar }).due).toBe(true);
      }),
    );
  });

  test('a pause never makes it earlier', () => {
    fc.assert(
      fc.property(term, ({ start, workingDays, pauses }) => {
        const paused = due({ start, workingDays, pauses, calendar }).due;
        expect(paused >= due({ start, workingDays, pauses: pauses.slice(1), calendar }).due).toBe(true);
      }),
    );
  });

  test('counting forth and back agree, and a day late counts as minus one', () => {
    fc.assert(
      fc.property(startDay, count, (start, n) => {
        const last = addWorkingDays(start, n, calendar);
        expect(last).toBe(naiveDue(start, n, []));
        expect(workingDaysBetween(start, last, calendar)).toBe(n);
        expect(workingDaysBetween(last, start, calendar)).toBe(n === 0 ? 0 : -n);
      }),
    );
  });
});

describe('a change of the calendar', () => {
  const source = { name: { vi: 'Ngày nghỉ', en: 'Day off' }, status: 'published', source: 'a decision' } as const;
  const terms = [
    { id: 'before', start: '2026-11-16', workingDays: 3, pauses: [] },
    { id: 'on the day', start: '2026-11-20', workingDays: 2, pauses: [] },
    { id: 'over it', start: '2026-11-20', workingDays: 4, pauses: [] },
    { id: 'paused on it', start: '2026-11-20', workingDays: 2, pauses: [{ from: '2026-11-24', to: '2026-11-25' }] },
  ];

  test('moves exactly the terms that count the day', () => {
    const after = loadCalendar(ROOT, [{ day: '2026-11-24', kind: 'off', ...source }]);
    expect(movedTerms(terms, calendar, after)).toEqual([
      { id: 'on the day', dueBefore: '2026-11-24', dueAfter: '2026-11-25' },
      { id: 'over it', dueBefore: '2026-11-26', dueAfter: '2026-11-27' },
    ]);
    expect(movedTerms(terms, calendar, calendar)).toEqual([]);
  });

  test('of an administrator wins over the content: a day off, a Saturday worked, an entry taken away', () => {
    const edited = loadCalendar(ROOT, [
      { day: '2026-11-24', kind: 'off', ...source },
      { day: '2026-11-28', kind: 'worked', ...source },
      { day: '2026-08-31', kind: 'ordinary', ...source },
      { day: '2026-08-22', kind: 'ordinary', ...source },
    ]);
    const works = (day: Day) => [isWorkingDay(day, calendar), isWorkingDay(day, edited)];
    expect(works('2026-11-24')).toEqual([true, false]);
    expect(works('2026-11-28')).toEqual([false, true]);
    expect(works('2026-08-31')).toEqual([false, true]);
    expect(works('2026-08-22')).toEqual([true, false]);
    expect(edited.days.get('2026-11-24')?.source).toBe('a decision');
  });
});
