import { describe, expect, test } from 'vitest';
import { placesInForm, readTerm } from './term.ts';

const read = (query: string) => readTerm(new URLSearchParams(query));

describe('a term in an address', () => {
  test('is read as people type it, and a pause ends with the day they name', () => {
    const { term, errors } = read('start=24/4/2025&workingDays=5&from2=28-04-2025&to2=2025-04-29');
    expect(errors).toEqual([]);
    expect(term).toEqual({ start: '2025-04-24', workingDays: 5, pauses: [{ from: '2025-04-28', to: '2025-04-30' }] });
  });

  test('is not asked for on the first visit, nor when rows are added', () => {
    expect(read('').term).toBeUndefined();
    const more = read('start=&workingDays=5&more=6');
    expect([more.term, more.errors, more.typed.pauses.length, more.typed.workingDays]).toEqual([undefined, [], 6, '5']);
  });

  test.each([
    ['', 3],
    ['from5=1/1/2026', 5],
    ['more=4&from5=1/1/2026', 5],
    ['more=999', 30],
    ['more=x', 3],
  ])('“%s” shows %i rows', (query, rows) => {
    expect(read(query).typed.pauses).toHaveLength(rows);
  });

  test.each([
    [
      'start=&workingDays=',
      [
        ['/start', 'operation.input.required'],
        ['/workingDays', 'operation.input.required'],
      ],
    ],
    [
      'start=31/02/2026&workingDays=-1',
      [
        ['/start', 'calendar.no-day'],
        ['/workingDays', 'calendar.negative'],
      ],
    ],
    ['start=1/2/2026&workingDays=2,5', [['/workingDays', 'calendar.negative']]],
    ['start=1/2/2026&workingDays=2&to1=5/2/2026', [['/from1', 'operation.input.required']]],
    ['start=1/2/2026&workingDays=2&from1=6/2/2026&to1=5/2/2026', [['/to1', 'calendar.due-pause-order']]],
  ])('“%s” is refused at its places', (query, places) => {
    const { term, errors } = read(query);
    expect(term).toBeUndefined();
    expect(errors.map(({ at, code }) => [at, code])).toEqual(places);
  });

  test('a problem with the second pause is shown at the row it was typed in', () => {
    const { typed } = read('start=1/2/2026&workingDays=2&from1=6/2/2026&to1=6/2/2026&from3=8/2/2026&to3=9/2/2026');
    expect(
      placesInForm(
        [
          { at: '/pauses/1/to', code: 'x' },
          { at: '/start', code: 'y' },
        ],
        typed.pauses,
      ).map(({ at }) => at),
    ).toEqual(['/to3', '/start']);
  });
});
