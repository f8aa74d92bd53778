import { expect, test } from 'vitest';
import { isDay } from '#base/day/index.ts';
import { manifests } from '#program/index.ts';
import { expandUnits, readContent, standsOn } from '../content/index.ts';
import type { Unit } from '../content/index.ts';

const content = readContent();
const units = expandUnits(content);
const byId = new Map(units.map((unit) => [unit.id, unit]));
const count = (kinds: string[], day: string) => units.filter((unit) => kinds.includes(unit.kind) && standsOn(unit, day)).length;

test.each([
  [['city'], '2024-01-01', 1],
  [['urban-district', 'rural-district', 'town'], '2025-06-30', 30],
  [['ward', 'commune', 'township'], '2025-06-30', 579],
  [['urban-district', 'rural-district', 'town', 'township'], '2025-07-01', 0],
  [['ward'], '2025-07-01', 51],
  [['commune'], '2025-07-01', 75],
  [['division'], '2025-06-30', 0],
  [['division'], '2025-07-01', 126 * 3],
  // 15 sở (the office of the People's Committee among them) and one equivalent body since 1 March 2025, the inspectorate counted as a sở
  [['department', 'office', 'inspectorate', 'management-board'], '2025-03-01', 16],
])('of the kinds %j there are on %s: %i', (kinds, day, n) => {
  expect(count(kinds, day)).toBe(n);
});

test('ids are unique, parents exist, come first and stand as long as their children', () => {
  expect(byId.size).toBe(units.length);
  const seen = new Set<string>();
  for (const unit of units) {
    if (unit.parent !== null) {
      expect(seen.has(unit.parent), unit.id).toBe(true);
      const parent = byId.get(unit.parent);
      expect(parent !== undefined && parent.valid_from <= unit.valid_from && parent.valid_to >= unit.valid_to, unit.id).toBe(true);
    }
    seen.add(unit.id);
  }
  expect(units.filter((unit) => unit.parent === null).map((unit) => unit.id)).toEqual(['hn']);
});

test('a code is unique in its system on every day', () => {
  const groups = Map.groupBy(units, (unit) => `${unit.code_system} ${unit.code}`);
  for (const [code, group] of groups) {
    const sorted = group.toSorted((a, b) => (a.valid_from < b.valid_from ? -1 : 1));
    sorted.slice(1).forEach((unit, i) => expect((sorted[i]?.valid_to ?? '') <= unit.valid_from, code).toBe(true));
  }
  expect(groups.get('gso 00004')?.map((unit) => unit.name_vi)).toEqual(['Phường Trúc Bạch', 'Phường Ba Đình']);
});

test('days exist, ranges are not empty, sources are listed, names are composed Unicode', () => {
  const sources = new Set(content.sources.map((source) => source.id));
  for (const unit of units) {
    expect(isDay(unit.valid_from) && (unit.valid_to === 'infinity' || isDay(unit.valid_to)) && unit.valid_from < unit.valid_to, unit.id).toBe(true);
    expect(sources.has(unit.source), unit.id).toBe(true);
    expect(unit.name_vi.normalize('NFC')).toBe(unit.name_vi);
  }
});

test('each unit since July 2025 has an area, a centre in the region of the city and a tile of its own', () => {
  const now = content.units.filter((unit) => unit.tile !== undefined);
  expect(now).toHaveLength(126);
  expect(new Set(now.map((unit) => unit.tile?.join(' '))).size).toBe(126);
  for (const unit of now) {
    const [longitude = 0, latitude = 0] = unit.centre ?? [];
    expect(longitude > 105.2 && longitude < 106.1 && latitude > 20.5 && latitude < 21.5, unit.id).toBe(true);
  }
  const area = now.reduce((sum, unit) => sum + (unit.area_km2 ?? 0), 0);
  expect(area).toBeGreaterThan(3300);
  expect(area).toBeLessThan(3400);
});

test('the README tells the true counts of the succession', () => {
  const communes = content.succession.filter((pair) => pair.day === '2025-07-01');
  const of = (basis: string) => communes.filter((pair) => pair.basis.join(' ') === basis).length;
  expect([communes.length, of('same-code'), of('same-name'), of('same-code same-name')]).toEqual([170, 96, 45, 29]);
  expect(content.succession).toHaveLength(175);
});

test('a succession leads from a unit that ends to one that stands on the day, once, on the basis it names', () => {
  expect(new Set(content.succession.map((pair) => pair.from)).size).toBe(content.succession.length);
  for (const pair of content.succession) {
    const from = get(pair.from);
    const to = get(pair.to);
    expect(from.valid_to, pair.from).toBe(pair.day);
    expect(standsOn(to, pair.day), pair.to).toBe(true);
    if (pair.basis.includes('same-code')) expect(from.code).toBe(to.code);
  }
});

test('no district has a successor and the disputed Đại Mỗ stays open', () => {
  const known = new Set(content.succession.map((pair) => pair.from));
  expect(units.filter((unit) => unit.kind.endsWith('district') && known.has(unit.id))).toEqual([]);
  expect(known.has('hn.c00634')).toBe(false);
});

test('roles name only permissions that exist, each permission is given to someone', () => {
  const names = new Set(content.permissions.map((permission) => permission.name));
  const given = new Set([...content.everyone, ...content.roles.flatMap((role) => role.permissions)]);
  expect([...given].filter((name) => !names.has(name))).toEqual([]);
  expect([...names].filter((name) => !given.has(name))).toEqual([]);
  expect(new Set(content.roles.map((role) => role.key)).size).toBe(content.roles.length);
});

test.each([
  ['administrator', 'audit.read', false],
  ['administrator', 'directory.grant-roles', true],
  ['auditor', 'audit.read', true],
  ['auditor', 'directory.see-persons', false],
  ['head-of-unit', 'directory.confirm-register', true],
  ['head-of-unit', 'directory.see-union', false],
  ['union-officer', 'directory.see-union', true],
  ['official', 'directory.see-persons', false],
  ['steering-member', 'directory.see-persons', false],
])('%s has %s: %s', (key, permission, has) => {
  expect(content.roles.find((role) => role.key === key)?.permissions.includes(permission)).toBe(has);
});

const planned = content.programmes.flatMap(({ targets }) => targets);

test('targets: keys stand once, owners stand, days exist, goals and indicators are there, values fit', () => {
  expect(new Set(planned.map(({ key }) => key)).size).toBe(planned.length);
  expect(planned.length).toBeGreaterThanOrEqual(60);
  const indicators = new Map(content.indicators.map((indicator) => [indicator.key, indicator]));
  for (const programme of content.programmes) {
    get(programme.owner);
    const goals = programme.goals.map(({ key }) => key);
    for (const { key, owner, due, goal, indicator, direction, value, source, verified } of programme.targets) {
      get(owner);
      expect(isDay(due), key).toBe(true);
      expect(goals, key).toContain(goal);
      const measure = indicators.get(indicator)?.measure;
      expect(measure, `${key}: ${indicator}`).toBeDefined();
      expect(direction === 'reached', key).toBe(measure === 'milestone');
      expect(value === null, key).toBe(measure === 'milestone');
      if (measure === 'percent') expect(value !== null && value > 0 && value <= 100, key).toBe(true);
      expect(source === 'general-knowledge', key).toBe(!verified);
    }
  }
});

test('indicators: owners stand, every formula reads sets and slices that exist, what is not confirmed says so', () => {
  const sets = new Map(manifests.flatMap((manifest) => manifest.sets).map((one) => [one.name, one]));
  expect(content.indicators.length).toBeGreaterThanOrEqual(50);
  expect(new Set(content.indicators.map(({ key }) => key)).size).toBe(content.indicators.length);
  for (const { key, owner, formula, verified, quality_vi } of content.indicators) {
    get(owner);
    const parts = formula.kind === 'reported' ? [] : formula.kind === 'sum' ? formula.parts : [...formula.numerator, ...formula.denominator];
    for (const { set, slice } of parts) {
      const [dimension = '', value = ''] = (slice ?? '').split('=');
      expect(sets.has(set), `${key}: ${set}`).toBe(true);
      if (slice !== undefined) expect(sets.get(set)?.dimensions[dimension]?.values, `${key}: ${slice}`).toContain(value);
    }
    if (!verified) expect(quality_vi, key).toMatch(/^Chưa đối chiếu/);
  }
});

test.each([
  ['full-online-procedures-2025', 100, '2025-12-31'],
  ['adults-smartphone-2025', 80, '2025-12-31'],
  ['adults-signature-2025', 50, '2025-12-31'],
])('the article asks for %s: %i by %s', (key, value, due) => {
  expect(planned.find((target) => target.key === key)).toMatchObject({ value, due, verified: true });
});

function get(id: string): Unit {
  const unit = byId.get(id);
  if (unit === undefined) throw new Error(`no unit ${id}`);
  return unit;
}
