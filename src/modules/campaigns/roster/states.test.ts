import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINE_STATES, type LineState } from '../model.ts';
import { ASKED, ENDS, isEnd, LINE_ACTS, stateAfter, statesBefore, type LineAct } from './states.ts';

const anyAct = fc.constantFrom(...LINE_ACTS);

/** The state after acts in their order; acts that cannot happen change nothing. */
function after(acts: readonly LineAct[], from: LineState = 'invited'): LineState {
  return acts.reduce<LineState>((state, act) => stateAfter(state, act) ?? state, from);
}

test.each([
  [['open', 'read', 'pass'], 'understood'],
  [['open', 'read', 'fail'], 'checked'],
  [['open', 'read', 'fail', 'fail-again'], 'needs-help'],
  [['open', 'read', 'fail', 'fail-again', 'help', 'pass'], 'understood'],
  [['excuse'], 'excused'],
  [['excuse', 'resume'], 'invited'],
  [['open', 'leave'], 'left'],
  [['leave', 'return'], 'invited'],
  [['pass', 'supersede'], 'reached'],
  [['pass', 'leave'], 'understood'],
  [['pass', 'excuse'], 'understood'],
  [['fail-again', 'supersede'], 'needs-help'],
  [['excuse', 'supersede'], 'excused'],
] as const)('after %j a line is %s', (acts, state) => expect(after(acts)).toBe(state));

test('whatever happens, each line is in exactly one known state', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 40 }), (acts) => {
      expect(LINE_STATES.filter((state) => state === after(acts))).toHaveLength(1);
    }),
  );
});

test('nobody is dropped: from every state that is no end, each of the three ends can be reached', () => {
  const unended = LINE_ACTS.filter((act) => !['pass', 'excuse', 'leave'].includes(act));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...unended), { maxLength: 40 }), (acts) => {
      const state = after(acts);
      expect(isEnd(state)).toBe(false);
      expect((['pass', 'excuse', 'leave'] as const).map((act) => stateAfter(state, act))).toEqual(['understood', 'excused', 'left']);
    }),
  );
});

test('opening, reading and answering never take anything away', () => {
  const rank = (state: LineState): number => LINE_STATES.indexOf(state);
  fc.assert(
    fc.property(fc.constantFrom(...LINE_STATES), fc.constantFrom<LineAct>('open', 'read', 'answer', 'pass'), (state, act) => {
      const next = stateAfter(state, act);
      if (next !== undefined) expect(rank(next)).toBeGreaterThanOrEqual(rank(state));
    }),
  );
});

test('an end is left only by asking again, returning, a new version, or a sheet that is corrected', () => {
  const leaving = (end: LineState): LineAct[] => LINE_ACTS.filter((act) => statesBefore(act).includes(end));
  expect(ENDS.map((end) => [end, leaving(end)])).toEqual([
    ['understood', ['supersede', 'correct', 'correct-helped']],
    ['excused', ['resume']],
    ['left', ['return']],
  ]);
});

test('people are told over channels only while they are asked', () => {
  expect(ASKED.some(isEnd)).toBe(false);
  expect(ASKED).not.toContain('needs-help');
});
