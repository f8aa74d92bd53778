import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { loadCalendar, workingDaysBetween } from '#kernel/calendar/index.ts';
import {
  countedTerm,
  dueOf,
  faultsOfProcedure,
  mermaid,
  opened,
  procedurePage,
  replay,
  step,
  stepsFrom,
  type Fault,
  type Happened,
  type Procedure,
  type Standing,
} from './index.ts';
import { application } from './testing.ts';

const calendar = loadCalendar(process.cwd());
const at = (name: string, day: string, data: Record<string, unknown> = {}): Happened => ({ step: name, day, data });
const begun = at('open', '2026-11-02');

describe('a case', () => {
  test.each<[string, Happened[], string]>([
    ['granted', [at('accept', '2026-11-03'), at('decide', '2026-11-05', { granted: true, days: 3 }), at('close', '2026-11-06')], 'done'],
    ['supplemented', [at('accept', '2026-11-03'), at('ask-supplement', '2026-11-04'), at('supplement', '2026-11-10')], 'working'],
    ['withdrawn while waiting', [at('accept', '2026-11-03'), at('ask-supplement', '2026-11-04'), at('withdraw', '2026-11-05')], 'withdrawn'],
    ['objected to', [at('accept', '2026-11-03'), at('decide', '2026-11-05', { granted: false }), at('object', '2026-11-06')], 'working'],
  ])('%s stands where its history says', (_what, steps, state) => {
    const standing = replay(application, [begun, ...steps]);
    expect([standing.state, standing.number, standing.closed]).toEqual([state, steps.length, application.states[state]?.end === true]);
    if (standing.closed) expect(standing.terms.filter(({ stopped }) => stopped === undefined)).toEqual([]);
  });

  test.each<[string, Happened[], string, string]>([
    ['a step from elsewhere', [at('close', '2026-11-03')], 'conflict', 'procedure.no-step-here'],
    ['an unknown step', [at('fly', '2026-11-03')], 'missing', 'procedure.no-step'],
    ['a day before the last step', [at('accept', '2026-11-01')], 'conflict', 'procedure.day-before'],
    ['data that nobody asked for', [at('accept', '2026-11-03', { x: 1 })], 'invalid', 'operation.input-invalid'],
    ['data of another form', [at('accept', '2026-11-03'), at('decide', '2026-11-03', { granted: 'yes' })], 'invalid', 'operation.input-invalid'],
    ['a condition that does not hold', [at('accept', '2026-11-03'), at('decide', '2026-11-03', { granted: true })], 'conflict', 'procedure.when'],
    ['a step after the end', [at('withdraw', '2026-11-03'), at('accept', '2026-11-03')], 'conflict', 'procedure.no-step-here'],
  ])('%s is refused', (_what, steps, kind, code) => {
    expect(() => replay(application, [begun, ...steps])).toThrow(expect.objectContaining({ kind, code }));
  });
});

describe('terms', () => {
  const answer = (steps: Happened[]) => replay(application, [begun, ...steps]).terms.filter(({ term }) => term === 'answer');

  // 2 November 2026 is a Monday; the term is of 10 working days.
  test('without a pause the term is due ten working days after the opening', () => expect(answer([]).map((run) => dueOf(run, calendar))).toEqual(['2026-11-16']));

  test('the day of the question counts, the day of the answer does not', () => {
    const [run] = answer([at('accept', '2026-11-03'), at('ask-supplement', '2026-11-04'), at('supplement', '2026-11-10')]);
    expect(run?.pauses).toEqual([{ from: '2026-11-05', to: '2026-11-11' }]);
    expect(run && dueOf(run, calendar)).toBe('2026-11-20'); // four working days later: 5, 6, 9 and 10 November
  });

  test('a question answered on the same day costs nothing', () => {
    expect(answer([at('accept', '2026-11-03'), at('ask-supplement', '2026-11-04'), at('supplement', '2026-11-04')])[0]?.pauses).toEqual([]);
  });

  test('while the clock stands no day is named', () => {
    const [run] = answer([at('accept', '2026-11-03'), at('ask-supplement', '2026-11-04')]);
    expect([run?.pausedSince, run && dueOf(run, calendar), run && countedTerm(run, '2026-11-06').pauses]).toEqual([
      '2026-11-05',
      undefined,
      [{ from: '2026-11-05', to: '2026-11-07' }],
    ]);
  });

  test('an objection starts the term anew, and the former run keeps the day it was stopped', () => {
    const runs = answer([at('accept', '2026-11-03'), at('decide', '2026-11-05', { granted: false }), at('object', '2026-11-06')]);
    expect(runs.map(({ start, stopped }) => [start, stopped])).toEqual([
      ['2026-11-02', '2026-11-05'],
      ['2026-11-06', undefined],
    ]);
  });
});

/** Any history: from each state some step that leads on, some days later. */
const histories = fc.array(fc.tuple(fc.nat(), fc.nat(9)), { maxLength: 14 }).map((choices) => {
  const history: Happened[] = [begun];
  const standings: Standing[] = [opened(application, begun.day)];
  for (const [choice, days] of choices) {
    const last = standings.at(-1);
    const names = last === undefined ? [] : stepsFrom(application, last.state);
    const name = names[choice % Math.max(names.length, 1)];
    if (last === undefined || name === undefined) break;
    const happened = at(name, addDays(last.day, days), name === 'decide' ? { granted: false } : {});
    history.push(happened);
    standings.push(step(application, last, happened));
  }
  return { history, standings };
});

describe('of any history', () => {
  test('replaying gives the same case at every point', () => {
    fc.assert(fc.property(histories, ({ history, standings }) => standings.forEach((standing, n) => expect(replay(application, history.slice(0, n + 1))).toEqual(standing))));
  });

  test('no term is due before it starts, pauses are in order and apart, and a term grows by exactly the working days of its pauses', () => {
    fc.assert(
      fc.property(histories, ({ standings }) => {
        for (const run of standings.flatMap(({ terms }) => terms)) {
          run.pauses.forEach(({ from, to }, n) => {
            expect(from < to && from > run.start).toBe(true);
            expect(n === 0 || (run.pauses[n - 1]?.to ?? '') < from).toBe(true);
          });
          const last = dueOf(run, calendar);
          if (last === undefined) continue;
          const plain = dueOf({ ...run, pauses: [] }, calendar) ?? '';
          expect(run.start < plain && plain <= last).toBe(true);
          const standing = run.pauses.filter(({ from }) => from <= last).reduce((sum, { from, to }) => sum + workingDaysBetween(addDays(from, -1), addDays(to, -1), calendar), 0);
          expect(workingDaysBetween(run.start, last, calendar)).toBe(run.workingDays + standing);
        }
      }),
    );
  });

  test('pauses only grow from step to step, so a due day is never taken back by a pause', () => {
    fc.assert(
      fc.property(histories, ({ standings }) => {
        standings.slice(1).forEach((standing, n) => {
          for (const before of standings[n]?.terms ?? []) {
            const after = standing.terms.find(({ term, number }) => term === before.term && number === before.number);
            expect(after?.pauses.slice(0, before.pauses.length - 1)).toEqual(before.pauses.slice(0, -1));
            const [was, is] = [before, after ?? before].map((run) => dueOf(run, calendar));
            if (was !== undefined && is !== undefined) expect(is >= was).toBe(true);
          }
        });
      }),
    );
  });
});

const names = ['a', 'b', 'c', 'd', 'e'];
const procedures: fc.Arbitrary<Procedure> = fc
  .record({
    ends: fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length }),
    steps: fc.array(fc.record({ from: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }), to: fc.constantFrom(...names) }), { minLength: 1, maxLength: 9 }),
  })
  .map(({ ends, steps }) => ({
    ...application,
    start: 'a',
    states: Object.fromEntries(names.map((name, n) => [name, { title: application.title, end: ends[n] === true }])),
    steps: Object.fromEntries(steps.map((one, n) => [`s${n}`, { ...one, title: application.title, by: { permission: 'x.y' } }])),
    terms: {},
  }));

/** The same questions answered by walking every way with `step`. */
function explored(procedure: Procedure): { states: Set<string>; steps: Set<string>; ending: (state: string) => boolean } {
  const states = new Set<string>();
  const steps = new Set<string>();
  const go = (standing: Standing): void => {
    if (states.has(standing.state)) return;
    states.add(standing.state);
    if (standing.closed) return;
    for (const name of stepsFrom(procedure, standing.state)) {
      steps.add(name);
      go(step(procedure, standing, at(name, standing.day)));
    }
  };
  go(opened(procedure, '2026-01-05'));
  const ending = (state: string, seen: string[] = []): boolean =>
    procedure.states[state]?.end === true || (!seen.includes(state) && stepsFrom(procedure, state).some((name) => ending(procedure.steps[name]?.to ?? '', [...seen, state])));
  return { states, steps, ending };
}

describe('soundness', () => {
  test('the procedure of the tests is sound', () => expect(faultsOfProcedure(application)).toEqual([]));

  test('agrees with walking every way', () => {
    fc.assert(
      fc.property(procedures, (procedure) => {
        const faults = faultsOfProcedure(procedure);
        const of = (what: Fault['what']) => faults.filter((fault) => fault.what === what).map((fault) => fault.at);
        const walked = explored(procedure);
        if (!names.some((name) => procedure.states[name]?.end === true)) {
          expect(of('no-end')).toEqual(['a']);
          return;
        }
        expect(of('unreachable-state')).toEqual(names.filter((name) => !walked.states.has(name)));
        expect(of('dead-step')).toEqual(Object.keys(procedure.steps).filter((name) => !walked.steps.has(name)));
        expect(of('stuck-state')).toEqual(names.filter((name) => !walked.ending(name)));
      }),
      { numRuns: 400 },
    );
  });

  const { steps, terms } = application;
  test.each<[string, Procedure, Fault]>([
    ['a shape that is none', { ...application, version: 'today' }, { what: 'shape', at: '/version' }],
    ['a state that is not there', { ...application, start: 'nowhere' }, { what: 'unknown-state', at: 'nowhere' }],
    ['a party that is not there', { ...application, parties: {} }, { what: 'unknown-party', at: 'supplement: worker' }],
    [
      'a term that starts with nothing',
      { ...application, terms: { x: { title: application.title, workingDays: 1, starts: ['fly'], stops: [] } } },
      { what: 'unknown-step', at: 'x: fly' },
    ],
    [
      'a term that its own start alone stops',
      { ...application, terms: { ...terms, x: { title: application.title, workingDays: 1, starts: ['accept'], stops: ['accept'] } } },
      { what: 'term-never-stops', at: 'x' },
    ],
    [
      'a step out of an end',
      { ...application, steps: { ...steps, x: { title: application.title, from: ['done', 'working'], to: 'done', by: { permission: 'x.y' } } } },
      { what: 'step-from-end', at: 'x: done' },
    ],
    [
      'a step with the name of the opening',
      { ...application, steps: { ...steps, open: { title: application.title, from: ['received'], to: 'done', by: { permission: 'x.y' } } } },
      { what: 'reserved-step', at: 'open' },
    ],
  ])('%s is found', (_what, procedure, fault) => expect(faultsOfProcedure(procedure)).toContainEqual(fault));
});

describe('the picture', () => {
  test('shows every state and every way', () => {
    const lines = mermaid(application, 'vi').split('\n');
    expect(lines).toContain('  [*] --> received');
    expect(lines).toContain('  waiting --> working : Bổ sung hồ sơ');
    expect(lines).toContain('  done --> [*]');
    const ways = Object.values(application.steps).reduce((sum, { from }) => sum + from.length, 0);
    expect(lines).toHaveLength(2 + 6 + ways + 2);
    expect(procedurePage(application)).toContain('| `answer` | Thời hạn giải quyết | 10 | open, object | waiting | decide | Điều 4 Quy chế thử |');
  });
});

test('problems are refusals, not defects', () => {
  expect(() => replay(application, [])).toThrow(Problem);
});
