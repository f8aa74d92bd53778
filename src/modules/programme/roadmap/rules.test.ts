import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisOf, placeOn } from './gantt.ts';
import { circleOf, gravityOf, lateWith, obstacles, stepsFrom, type Situation, type State } from './rules.ts';

const open: Situation = { state: 'proposed', changesPosts: false, impactAssessed: false, milestones: [], dependsOn: [] };
const STATES: State[] = ['proposed', 'approved', 'running', 'done', 'stopped'];

describe('the states of an initiative', () => {
  test.each([
    ['proposed', ['approved', 'stopped']],
    ['approved', ['running', 'stopped']],
    ['running', ['done', 'stopped']],
    ['done', []],
    ['stopped', []],
  ] as const)('from %s: %j, nothing else', (state, next) => {
    expect(stepsFrom(state)).toEqual(next);
    const reachable = STATES.filter((to) => obstacles({ ...open, state }, to).every(({ code }) => code !== 'roadmap.no-such-step'));
    expect(reachable.toSorted()).toEqual(next.toSorted());
  });

  test.each([
    ['people first: posts change, impact not assessed', { changesPosts: true }, 'approved', ['roadmap.impact-first']],
    ['posts change, impact assessed', { changesPosts: true, impactAssessed: true }, 'approved', []],
    ['no post changes', {}, 'approved', []],
    ['the flag came after approval', { state: 'approved', changesPosts: true }, 'running', ['roadmap.impact-first']],
    ['it waits for another one', { state: 'approved', dependsOn: [{ title: 'Kho dữ liệu', state: 'running' }] }, 'running', ['roadmap.dependency-open']],
    ['the other one is done', { state: 'approved', dependsOn: [{ title: 'Kho dữ liệu', state: 'done' }] }, 'running', []],
    ['a milestone is open', { state: 'running', milestones: [{ title: 'Nghiệm thu', doneOn: null }] }, 'done', ['roadmap.milestone-open']],
    ['all milestones are done', { state: 'running', milestones: [{ title: 'Nghiệm thu', doneOn: '2026-01-01' }] }, 'done', []],
    ['it may be stopped with anything open', { state: 'running', changesPosts: true, milestones: [{ title: 'Nghiệm thu', doneOn: null }] }, 'stopped', []],
  ] as const)('%s → %s: %j', (_, more, to, codes) => {
    expect(obstacles({ ...open, ...more }, to).map(({ code }) => code)).toEqual(codes);
  });
});

describe('dependencies', () => {
  const edges = new Map([
    ['b', ['c']],
    ['c', ['d']],
  ]);
  test.each([
    ['a line is none', 'a', ['b'], undefined],
    ['on itself', 'a', ['a'], ['a', 'a']],
    ['over two others', 'd', ['b'], ['d', 'b', 'c', 'd']],
  ])('%s', (_, id, dependsOn, circle) => {
    expect(circleOf(id, dependsOn, edges)).toEqual(circle);
  });

  test('adding only what makes no circle never makes one', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 40 }), (pairs) => {
        const kept = new Map<string, string[]>();
        for (const [from, to] of pairs) {
          const [id, next] = [String(from), [...(kept.get(String(from)) ?? []), String(to)]];
          if (circleOf(id, next, kept) === undefined) kept.set(id, next);
        }
        const order: string[] = [];
        const left = new Set(Array.from({ length: 8 }, (_, index) => String(index)));
        for (let round = 0; round < 8; round += 1) {
          for (const id of [...left].filter((one) => (kept.get(one) ?? []).every((other) => !left.has(other)))) {
            order.push(id);
            left.delete(id);
          }
        }
        expect(left.size).toBe(0);
      }),
    );
  });
});

test.each([
  [1, 5, 'low'],
  [2, 3, 'medium'],
  [3, 5, 'high'],
  [5, 5, 'high'],
])('likelihood %i, impact %i: %s', (likelihood, impact, gravity) => {
  expect(gravityOf({ likelihood, impact })).toBe(gravity);
});

test('late with its start, a milestone, its end; no longer once done or stopped', () => {
  const one = { state: 'approved' as State, starts: '2026-01-01', ends: '2026-10-01', milestones: [{ title: 'Mốc 1', due: '2026-05-01', doneOn: null }] };
  expect(lateWith(one, '2026-11-01').map(({ kind }) => kind)).toEqual(['start', 'milestone', 'end']);
  expect(lateWith({ ...one, state: 'running' }, '2026-05-01')).toEqual([]);
  expect(lateWith({ ...one, state: 'stopped' }, '2026-11-01')).toEqual([]);
});

describe('the Gantt chart', () => {
  test('holds whole quarters, at least a year, and today', () => {
    expect(axisOf([{ from: '2026-05-10', to: '2026-06-01' }], '2026-11-23')).toMatchObject({ from: '2026-04-01', to: '2027-04-01' });
    expect(axisOf([], '2026-11-23')).toMatchObject({ from: '2026-10-01', to: '2027-10-01' });
  });

  test('every bar lies within the axis', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(fc.tuple(day, day), { maxLength: 10 }), day, (pairs, today) => {
        const spans = pairs.map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
        const axis = axisOf(spans, today);
        for (const { left, width } of spans.map((span) => placeOn(axis, span))) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(100.51);
        }
      }),
    );
  });
});
