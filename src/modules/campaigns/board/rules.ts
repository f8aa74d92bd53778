import { hiddenParts } from '#kernel/set/index.ts';
import { LINE_STATES, type LineState } from '../model.ts';
import type { Cell } from './store.ts';

/** Numbers of people by state. */
export type Counts = Record<LineState, number>;

/** Nobody in any state. */
export function noCounts(): Counts {
  return { invited: 0, reached: 0, read: 0, checked: 0, 'needs-help': 0, understood: 0, excused: 0, left: 0 };
}

/** The counts of each unit, and of all together. */
export function countsOf(cells: readonly Cell[]): { units: Map<string, Counts>; all: Counts } {
  const units = new Map<string, Counts>();
  const all = noCounts();
  for (const { unitId, state, people } of cells) {
    all[state] += people;
    if (unitId === null) continue;
    const own = units.get(unitId) ?? noCounts();
    own[state] += people;
    units.set(unitId, own);
  }
  return { units, all };
}

/** People on the roster who are to understand: all but those excused and those who left. */
export function askedOf(counts: Counts): number {
  return sizeOf(counts) - counts.excused - counts.left;
}

/** People on the roster. */
export function sizeOf(counts: Counts): number {
  return LINE_STATES.reduce((sum, state) => sum + counts[state], 0);
}

/** A step of the way with how many have come at least so far. */
export type FunnelStep = { state: LineState; people: number };

/** How many have come at least so far: asked, reached, read, checked, understood. Somebody who needs help has been checked. */
export function funnelOf(counts: Counts): FunnelStep[] {
  const way: LineState[] = ['invited', 'reached', 'read', 'checked', 'understood'];
  const reachedBy = (state: LineState): number => (state === 'checked' ? counts['needs-help'] : 0);
  let people = 0;
  const steps: FunnelStep[] = [];
  for (const state of way.toReversed()) {
    people += counts[state] + reachedBy(state);
    steps.push({ state, people });
  }
  return steps.toReversed();
}

/** Which units' figures must stay hidden: groups of one to nine, and where another would give them away (docs/decisions/0005). */
export function hiddenUnits(units: readonly Counts[], whole: Counts): boolean[] {
  const sizes = units.map(sizeOf);
  const rest = sizeOf(whole) - sizes.reduce((sum, size) => sum + size, 0);
  return hiddenParts(rest > 0 ? [...sizes, rest] : sizes).slice(0, sizes.length);
}
