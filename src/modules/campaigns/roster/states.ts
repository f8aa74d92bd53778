import type { LineState } from '../model.ts';

/** What can happen to a line of a roster. */
export const LINE_ACTS = [
  'open',
  'read',
  'answer',
  'pass',
  'fail',
  'fail-again',
  'help',
  'excuse',
  'resume',
  'leave',
  'return',
  'supersede',
  'correct',
  'correct-helped',
  'unopen',
  'unhelp',
] as const;
export type LineAct = (typeof LINE_ACTS)[number];

/** States in which a line has ended: each person of a campaign that is over is in exactly one of them. */
export const ENDS: readonly LineState[] = ['understood', 'excused', 'left'];

/** States in which a person is still asked over channels. */
export const ASKED: readonly LineState[] = ['invited', 'reached', 'read', 'checked'];

const DECIDED: LineState[] = ['checked', 'needs-help', 'understood'];

const waiting: LineState[] = ['invited', 'reached', 'read', 'checked', 'needs-help'];

/** From which states an act leads to which state; an act never leads back on the way, save a new version (supersede), an end that is taken back, a sheet that was keyed wrongly, and a group session noted as held by mistake. */
const moves: Record<LineAct, { from: readonly LineState[]; to: (from: LineState) => LineState }> = {
  // Opening, reading and answering never take away what was reached before.
  open: { from: ['invited'], to: () => 'reached' },
  read: { from: ['invited', 'reached'], to: () => 'read' },
  answer: { from: ['invited', 'reached', 'read'], to: () => 'checked' },
  pass: { from: waiting, to: () => 'understood' },
  fail: { from: waiting, to: (from) => (from === 'needs-help' ? 'needs-help' : 'checked') },
  'fail-again': { from: waiting, to: () => 'needs-help' },
  help: { from: ['needs-help'], to: () => 'needs-help' },
  excuse: { from: waiting, to: () => 'excused' },
  resume: { from: ['excused'], to: () => 'invited' },
  leave: { from: waiting, to: () => 'left' },
  return: { from: ['left'], to: () => 'invited' },
  // What was read or understood of the old version falls; help under way goes on, an end with a reason stays.
  supersede: { from: ['read', 'checked', 'understood'], to: () => 'reached' },
  // A sheet was keyed wrongly: back to before its decision, which follows anew. Whoever had been helped before it still has.
  correct: { from: DECIDED, to: () => 'checked' },
  'correct-helped': { from: DECIDED, to: () => 'needs-help' },
  // A session that was not held has told nobody and explained nothing.
  unopen: { from: ['reached'], to: () => 'invited' },
  unhelp: { from: ['needs-help'], to: () => 'needs-help' },
};

/** The state after an act, or undefined when the act cannot happen in that state. Pure. */
export function stateAfter(state: LineState, act: LineAct): LineState | undefined {
  const move = moves[act];
  return move.from.includes(state) ? move.to(state) : undefined;
}

/** The states in which an act can happen. */
export function statesBefore(act: LineAct): readonly LineState[] {
  return moves[act].from;
}

/** Whether a line in this state has ended. */
export function isEnd(state: LineState): boolean {
  return ENDS.includes(state);
}
