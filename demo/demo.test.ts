import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, parseDay } from '#base/day/index.ts';
import { readContent, standsOn } from '../content/index.ts';
import { STAFF_COLUMNS } from '../src/modules/directory/import/columns.ts';
import { givenNames, surnames } from './names.ts';
import { retirementDay } from './people.ts';
import { demoCity, replay } from './index.ts';
import type { DemoCity } from './index.ts';

const content = readContent();
const hash = (city: DemoCity) => createHash('sha256').update(JSON.stringify(city)).digest('hex');

test('the same seed gives the same city, another seed another one', () => {
  const make = (seed: number) => hash(demoCity({ people: 1000, seed, today: '2026-11-23', content }));
  expect(make(1)).toBe(make(1));
  expect(make(1)).not.toBe(make(2));
});

test('names: at least 60 surnames and 150 given names', () => {
  expect(new Set(surnames.map(([name]) => name)).size).toBeGreaterThanOrEqual(60);
  expect(new Set([...givenNames.male, ...givenNames.female].map(([name]) => name)).size).toBeGreaterThanOrEqual(150);
});

// Labour Code 2019, art. 169, and the schedule that follows from it.
test.each([
  ['1963-05-10', 'male', '2024-06-01'], // 61 years in 2024: May 2024
  ['1968-01-15', 'female', '2024-06-01'], // 56 years 4 months in 2024: 15 May 2024
  ['1970-03-02', 'male', '2032-04-01'], // 62 years
  ['1980-03-02', 'female', '2040-04-01'], // 60 years
] as const)('born on %s, %s: retired from %s', (birth, sex, day) => {
  expect(retirementDay(birth, sex)).toBe(day);
});

describe.each([
  { people: 3000, today: '2026-11-23', months: 24 },
  { people: 1000, today: '2025-07-10', months: 24 },
  { people: 1000, today: '2028-02-29', months: 24 },
  { people: 1500, today: '2025-06-30', months: 6 },
])('$people people in $months months up to $today', (options) => {
  const city = demoCity({ ...options, seed: 7, content });
  const holdings = replay(city);
  const byId = new Map(city.units.map((unit) => [unit.id, unit]));
  const persons = new Map([...city.initial, ...city.changes.flatMap((change) => (change.kind === 'hire' ? [change.row] : []))].map((row) => [row.staffCode, row]));

  test('as many people are in post as asked for, within 2 %', () => {
    const now = holdings.filter((holding) => holding.to === 'infinity').length;
    expect(Math.abs(now - options.people) / options.people).toBeLessThanOrEqual(0.02);
  });

  test('nobody holds two posts at once, no post has two holders', () => {
    for (const key of ['staffCode', 'post'] as const) {
      for (const group of Map.groupBy(holdings, (holding) => holding[key]).values()) {
        const sorted = group.toSorted((a, b) => (a.from < b.from ? -1 : 1));
        sorted.forEach((holding, i) => {
          expect(holding.from < holding.to, JSON.stringify(holding)).toBe(true);
          if (i > 0) expect((sorted[i - 1]?.to ?? '') <= holding.from, JSON.stringify(sorted)).toBe(true);
        });
      }
    }
  });

  test('every unit stands on every day of the holdings in it', () => {
    for (const { unit: id, from, to } of holdings) {
      const unit = byId.get(id);
      const until = to === 'infinity' ? addDays(options.today, 1) : to;
      expect(unit !== undefined && unit.valid_from <= from && until <= unit.valid_to, `${id} ${from} ${to}`).toBe(true);
    }
  });

  test('ages are legal: 22 when taken on, not past retirement', () => {
    for (const { staffCode, from, to } of holdings) {
      const person = persons.get(staffCode);
      const birth = parseDay(person?.birthDate ?? '') ?? '';
      const last = to === 'infinity' ? options.today : addDays(to, -1);
      expect(from >= addMonths(birth, 22 * 12), staffCode).toBe(true);
      expect(last < retirementDay(birth, person?.sex === 'Nữ' ? 'female' : 'male'), `${staffCode} ${birth} ${last}`).toBe(true);
    }
  });

  test('rows fill the columns of the template; identities are unmistakably invented and unique', () => {
    const rows = [...persons.values()];
    const required = STAFF_COLUMNS.filter((column) => column.required).map((column) => column.name);
    for (const row of rows) {
      expect(Object.keys(row).toSorted()).toEqual(STAFF_COLUMNS.map((column) => column.name).toSorted());
      expect(required.filter((name) => row[name] === '')).toEqual([]);
      expect(row.email).toMatch(/^[a-z]+\.[a-z]+\d+@demo\.khue\.example$/);
      expect(row.personalId).toMatch(/^000\d{9}$/);
      expect(row.phone).toMatch(/^0000 \d{3} \d{3}$/);
      expect(row.name).toBe(row.name.normalize('NFC'));
    }
    for (const key of ['staffCode', 'email', 'personalId', 'phone'] as const) expect(new Set(rows.map((row) => row[key])).size).toBe(rows.length);
    const members = rows.filter((row) => row.unionMember === 'Có').length / rows.length;
    expect(members).toBeGreaterThan(0.88);
    expect(members).toBeLessThan(0.96);
  });

  test('changes and reorganisations lie after the start and up to today, in order', () => {
    const days = city.changes.map((change) => change.day);
    expect(days).toEqual(days.toSorted());
    for (const day of [...days, ...city.reorganisations.map((plan) => plan.day)]) expect(day >= city.start && day <= options.today, day).toBe(true);
  });

  test('four in five used their account within 90 days; nobody signs in out of post', () => {
    const now = new Set(holdings.filter((holding) => holding.to === 'infinity').map((holding) => holding.staffCode));
    const recent = city.signIns.filter(({ staffCode, days }) => now.has(staffCode) && (days.at(-1) ?? '') > addDays(options.today, -90)).length;
    expect(recent / now.size).toBeGreaterThan(0.75);
    expect(recent / now.size).toBeLessThan(0.86);
    const spans = Map.groupBy(holdings, (holding) => holding.staffCode);
    for (const { staffCode, days } of city.signIns) {
      const own = spans.get(staffCode) ?? [];
      for (const day of days) expect(day >= city.start && day <= options.today && own.some((holding) => holding.from <= day && day < holding.to), `${staffCode} ${day}`).toBe(true);
    }
  });

  test('registers are confirmed by someone in post in that unit', () => {
    expect(city.confirmations.length).toBeGreaterThan(city.heads.length);
    for (const { day, unit, by } of city.confirmations) {
      expect(
        day <= options.today && holdings.some((holding) => holding.staffCode === by && holding.unit === unit && holding.from <= day && day < holding.to),
        `${unit} ${day} ${by}`,
      ).toBe(true);
    }
  });

  // Campaigns are prepared and approved by the programme officer and the steering member, and the head is the contact of the ward.
  const WITHOUT = ['communication-officer', 'unit-contact'];

  test('ten people can be tried out, one for each role but two, in post today', () => {
    expect(city.accounts.map((account) => account.role)).toEqual(content.roles.filter(({ available, key }) => available && !WITHOUT.includes(key)).map(({ key }) => key));
    for (const { staffCode, unit, grantOn } of city.accounts) {
      expect(holdings.some((holding) => holding.staffCode === staffCode && holding.unit === unit && holding.to === 'infinity')).toBe(true);
      expect(standsOn(byId.get(grantOn) ?? { valid_from: 'z', valid_to: 'a' }, options.today)).toBe(true);
    }
    const head = city.accounts.find((account) => account.role === 'head-of-unit');
    expect(city.heads).toContainEqual({ unit: head?.unit, staffCode: head?.staffCode });
  });

  test('a reorganisation leaves nobody behind and follows the successions', () => {
    for (const plan of city.reorganisations) {
      const before = holdings.filter((holding) => holding.from < plan.day && holding.to >= plan.day && plan.abolished.includes(holding.unit));
      const placed = new Map(plan.placements.map((placement) => [placement.staffCode, placement.unit]));
      const successor = new Map(plan.successions.map((pair) => [pair.from, pair.to]));
      for (const holding of before.filter((one) => one.to === plan.day)) {
        const to = placed.get(holding.staffCode);
        if (to === undefined) {
          expect(city.changes).toContainEqual(expect.objectContaining({ kind: 'leave', day: plan.day, staffCode: holding.staffCode }));
          continue;
        }
        const wanted = successor.get(holding.unit);
        if (wanted !== undefined) expect(to === wanted || to.startsWith(`${wanted}.`), `${holding.unit} → ${to}`).toBe(true);
        else expect(districtsOf(city, plan.successions, to)).toContain(holding.unit);
      }
      expect(before.filter((holding) => holding.to > plan.day)).toEqual([]);
    }
  });
});

test('the demo of November 2026 goes through both reorganisations of 2025', () => {
  const city = demoCity({ people: 1000, today: '2026-11-23', content });
  expect(city.reorganisations.map((plan) => [plan.day, plan.abolished.length, plan.formed.length])).toEqual([
    ['2025-03-01', 5, 3],
    ['2025-07-01', 30 + 579, 126 * 5],
  ]);
});

test('a city with fewer than 1,000 people is refused', () => {
  expect(() => demoCity({ people: 999, today: '2026-11-23', content })).toThrow(RangeError);
});

/** The districts that the predecessors of a ward (or of the ward of an inner unit) lay in. */
function districtsOf(city: DemoCity, successions: { from: string; to: string }[], unit: string): (string | null | undefined)[] {
  const ward = successions.filter((pair) => pair.to === unit || unit.startsWith(`${pair.to}.`));
  return ward.map((pair) => city.units.find((candidate) => candidate.id === pair.from)?.parent);
}
