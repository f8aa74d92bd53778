import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { REQUEST_STATES, type RequestState } from './model.ts';
import { clashOf, hoursWithin, ledMinutes, match, monthsOf, moved, possible, type Act, type Candidate, type Party, type Sought } from './rules.ts';

describe('a request', () => {
  test.each<[Act, RequestState, Party, RequestState | 'not-yours' | 'not-now']>([
    ['agree', 'asked', 'head', 'agreed'],
    ['agree', 'asked', 'asker', 'not-yours'],
    ['agree', 'asked', 'person', 'not-yours'],
    ['agree', 'agreed', 'head', 'not-now'],
    ['refuse', 'asked', 'head', 'refused'],
    ['refuse', 'confirmed', 'head', 'not-now'],
    ['confirm', 'agreed', 'person', 'confirmed'],
    ['confirm', 'asked', 'person', 'not-now'],
    ['confirm', 'agreed', 'head', 'not-yours'],
    ['decline', 'agreed', 'person', 'declined'],
    ['cancel', 'asked', 'asker', 'cancelled'],
    ['cancel', 'agreed', 'head', 'cancelled'],
    ['cancel', 'confirmed', 'person', 'cancelled'],
    ['cancel', 'done', 'asker', 'not-now'],
    ['finish', 'confirmed', 'asker', 'done'],
    ['finish', 'confirmed', 'person', 'not-yours'],
    ['evaluate', 'confirmed', 'asker', 'not-now'],
    ['evaluate', 'done', 'asker', 'closed'],
    ['answer', 'closed', 'person', 'closed'],
    ['answer', 'done', 'person', 'not-now'],
  ])('%s when %s, by the %s: %s', (act, state, party, then) => expect(moved(act, state, [party])).toBe(then));

  test('that has ended moves no more, but for the answer to an evaluation', () => {
    for (const state of ['closed', 'refused', 'declined', 'cancelled'] as const) expect(possible(state, ['asker', 'head', 'person'])).toEqual(state === 'closed' ? ['answer'] : []);
  });
  test('can be brought to an end from every state that is not one', () => {
    for (const state of REQUEST_STATES.filter((one) => !['closed', 'refused', 'declined', 'cancelled'].includes(one)))
      expect(possible(state, ['asker', 'head', 'person']).length).toBeGreaterThan(0);
  });
});

describe('time', () => {
  test('of a need is spread over its months and adds up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 2000 }), (start, length, hours) => {
        const from = addDays('2026-01-01', start);
        const span = { from, to: addDays(from, length), hours };
        const sum = monthsOf(span).reduce((total, month) => total + hoursWithin(span, month), 0);
        expect(sum).toBeCloseTo(hours, 6);
      }),
    );
  });
  const december = { from: '2026-12-01', to: '2027-01-01', hours: 20 };
  test.each([
    ['fits into what there is', [{ from: '2026-12-01', to: '2027-01-01', hoursMonth: 20 }], [], undefined],
    ['is too little', [{ from: '2026-12-01', to: '2027-01-01', hoursMonth: 16 }], [], { month: '2026-12-01', there: 16, promised: 0, needed: 20 }],
    ['is not there', [], [], { month: '2026-12-01', there: 0, promised: 0, needed: 20 }],
    ['is promised elsewhere', [{ from: '2026-12-01', to: '2027-01-01', hoursMonth: 30 }], [december], { month: '2026-12-01', there: 30, promised: 20, needed: 20 }],
    ['counts by the days of the month', [{ from: '2026-12-17', to: '2027-03-01', hoursMonth: 31 }], [], { month: '2026-12-01', there: 15, promised: 0, needed: 20 }],
  ])('%s', (_what, periods, promised, clash) => expect(clashOf(periods, promised, december)).toEqual(clash));
  test('is looked at month by month: what is over in one does not help another', () => {
    const need = { from: '2026-12-01', to: '2027-02-01', hours: 31 };
    expect(clashOf([{ from: '2026-12-01', to: '2027-01-01', hoursMonth: 100 }], [], need)).toMatchObject({ month: '2027-01-01', there: 0 });
  });
});

const sought: Sought = {
  kind: 'trainer',
  fields: ['signing', 'records'],
  area: '4',
  level: 2,
  language: 'en',
  span: { from: '2026-12-01', to: '2027-01-01', hours: 10 },
};
const able: Candidate = {
  kinds: ['trainer'],
  fields: ['records', 'signing', 'data'],
  languages: ['vi', 'en'],
  unitState: 'given',
  skills: new Map([['4', 2]]),
  periods: [{ from: '2026-11-01', to: '2027-06-01', hoursMonth: 12 }],
  promised: [],
  work: { count: 0, mean: null },
};

describe('a member held against a need', () => {
  const fitsOf = (candidate: Candidate) => Object.fromEntries(match(sought, candidate).reasons.map(({ aspect, fits }) => [aspect, fits]));
  test('who meets all of it is able, with every reason', () => {
    expect(match(sought, able).able).toBe(true);
    expect(fitsOf(able)).toEqual({ kind: 'yes', skill: 'yes', fields: 'yes', time: 'yes', language: 'yes', unit: 'yes', work: 'open' });
  });
  test.each<[string, Partial<Candidate>, string, string]>([
    ['helps as something else', { kinds: ['adviser'] }, 'kind', 'no'],
    ['has proven a lower level', { skills: new Map([['4', 1]]) }, 'skill', 'part'],
    ['has proven another area only', { skills: new Map([['1', 3]]) }, 'skill', 'no'],
    ['knows one field of two', { fields: ['records'] }, 'fields', 'part'],
    ['does not speak the language', { languages: ['vi'] }, 'language', 'no'],
    ['has too little time', { periods: [{ from: '2026-12-01', to: '2027-01-01', hoursMonth: 5 }] }, 'time', 'part'],
    ['has no time', { periods: [] }, 'time', 'no'],
    ['has a head who has yet to agree', { unitState: 'asked' }, 'unit', 'open'],
  ])('who %s is not able, stands lower and still has reasons', (_what, less, aspect, fits) => {
    const { able: is, points } = match(sought, { ...able, ...less });
    expect(is).toBe(false);
    expect(points).toBeLessThan(match(sought, able).points);
    expect(fitsOf({ ...able, ...less })[aspect]).toBe(fits);
  });
  test('is ordered by earlier work and never excluded by it', () => {
    const good = match(sought, { ...able, work: { count: 2, mean: 4.7 } });
    const poor = match(sought, { ...able, work: { count: 2, mean: 1.5 } });
    expect(good.points).toBeGreaterThan(match(sought, able).points);
    expect(poor.points).toBeLessThan(match(sought, able).points);
    expect(poor.able).toBe(true);
  });
  test('asks for no more than the need does', () => {
    const plain = match({ ...sought, fields: [], area: null, level: null, language: null }, { ...able, fields: [], languages: ['vi'], skills: new Map() });
    expect(plain.able).toBe(true);
    expect(plain.reasons.map(({ aspect }) => aspect)).toEqual(['kind', 'time', 'unit', 'work']);
  });
});

describe('training led', () => {
  test.each([
    ['counts as it is', 'trainer', 120, { before: 0, counted: 0, inClasses: 0 }, 120],
    ['not while the same time counts as a class', 'trainer', 120, { before: 0, counted: 0, inClasses: 120 }, 0],
    ['only what goes beyond the classes', 'trainer', 120, { before: 60, counted: 0, inClasses: 90 }, 90],
    ['not what counted before', 'trainer', 60, { before: 120, counted: 120, inClasses: 0 }, 60],
    ['never for advice', 'adviser', 120, { before: 0, counted: 0, inClasses: 0 }, 0],
  ] as const)('%s', (_what, kind, minutes, day, counted) => expect(ledMinutes(kind, minutes, day)).toBe(counted));
  test('never counts more than the day has beyond its classes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 15, max: 240 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 400 }), (entries, inClasses) => {
        let [before, counted] = [0, 0];
        for (const minutes of entries) {
          counted += ledMinutes('trainer', minutes, { before, counted, inClasses });
          before += minutes;
        }
        expect(counted).toBe(Math.max(0, before - inClasses));
      }),
    );
  });
});
