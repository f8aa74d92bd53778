import type { Day } from '#base/day/index.ts';
import { nextItem, randomOf, stopReason, type Item, type Rules, type Sitting, type StopReason } from '../engine/index.ts';
import type { Mode } from './model.ts';

/** An item as a bank version froze it. */
export type FrozenItem = Item & { version: number; competence: string; band: number; life: string; source: 'expert' | 'calibrated'; scored: boolean; reviewed: boolean };

/** What a sitting keeps of the rules: those of the engine, the cuts and how time and progress are counted. */
export type KeptRules = { rules: Rules; cuts: number[]; cutsVerified: boolean; typical: number; idleMinutes: number | null };

/** An answer as the choice of items needs it; times in milliseconds since 1970. */
export type StoredAnswer = { number: number; itemId: string; version: number; scored: boolean; correct: boolean; minutes: number; answeredAt: number };

/** A sitting as stored, with its answers; times in milliseconds since 1970. */
export type Stored = {
  id: string;
  personId: string;
  unitId: string | null;
  mode: Mode;
  competence: string | null;
  bankVersionId: string;
  rules: KeptRules;
  closed: string[];
  pilots: string[];
  sessionId: string | null;
  extraShare: number;
  /** Whether the person wants larger print now. */
  largePrint: boolean;
  state: 'open' | 'paused' | 'finished';
  startedAt: number;
  pausedAt: number | null;
  resumedAt: number | null;
  pausedSeconds: number;
  day: Day | null;
  ended: string | null;
  answers: StoredAnswer[];
};

/** What a sitting asks for now: an item, or its end and why. */
export type Turn = { number: number; item: FrozenItem; over: null } | { number: number; item: null; over: StopReason };

/**
 * Minutes of a sitting at a moment, pauses and granted extra time taken off. With `idleMinutes` a single item takes at most so many of them, so that a closed
 * browser costs nothing; without, the clock runs.
 */
export function minutesAt(stored: Stored, now: number): number {
  const { idleMinutes } = stored.rules;
  const until = stored.pausedAt ?? now;
  const pace = 60_000 * (1 + stored.extraShare);
  if (idleMinutes === null) return rounded((until - stored.startedAt - 1000 * stored.pausedSeconds) / pace);
  const last = stored.answers.at(-1);
  const since = Math.max(last?.answeredAt ?? stored.startedAt, stored.resumedAt ?? 0);
  return rounded((last?.minutes ?? 0) + Math.min(Math.max(until - since, 0) / pace, idleMinutes));
}

/** The sitting as the engine sees it: the counted items of its competence, what was answered to them, and the minutes. Practice chooses by all its answers. */
export function measuring(stored: Stored, bank: readonly FrozenItem[], minutes: number): Sitting {
  return {
    bank: bank.filter(({ scored, competence }) => scored && (stored.competence === null || competence === stored.competence)),
    rules: stored.rules.rules,
    seed: stored.id,
    closed: new Set(stored.closed),
    answers: stored.answers.filter(({ scored }) => scored || stored.mode === 'practice').map(({ itemId, correct }) => ({ id: itemId, right: correct })),
    minutes,
  };
}

/** What the sitting asks for after these answers and so many minutes. The same answers and minutes give the same turn. */
export function turnOf(stored: Stored, bank: readonly FrozenItem[], minutes: number): Turn {
  const number = stored.answers.length + 1;
  const sitting = measuring(stored, bank, minutes);
  const over = stopReason(sitting);
  if (over !== null) return { number, item: null, over };
  const chosen = pilotDue(stored) ?? nextItem(sitting)?.id;
  const item = bank.find(({ id }) => id === chosen);
  return item === undefined ? { number, item: null, over: 'exhausted' } : { number, item, over: null };
}

/** The tried-out item whose turn it is: the k-th comes one to three items after its share allows it, by a draw of its own. */
function pilotDue({ id, pilots, answers }: Stored): string | undefined {
  const asked = answers.filter(({ itemId }) => pilots.includes(itemId)).length;
  const due = pilots[asked];
  if (due === undefined) return undefined;
  const earliest = Math.ceil((asked + 1) / PILOT_SHARE) - 1;
  return answers.length >= earliest + Math.floor(3 * randomOf(`${id}/pilot/${asked}`)()) ? due : undefined;
}

/** At most so much of a sitting is items that are tried out. */
export const PILOT_SHARE = 0.15;

/** Which tried-out items a new sitting asks, drawn by its id, one of a family: at most `PILOT_SHARE` of the items it may have. */
export function drawPilots(seed: string, bank: readonly FrozenItem[], most: number, share: number): FrozenItem[] {
  const random = randomOf(`${seed}/pilots`);
  const shuffled = bank
    .filter(({ scored }) => !scored)
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
  const single = shuffled.filter(({ family }, at) => shuffled.findIndex((other) => other.family === family) === at);
  return single.slice(0, Math.floor(Math.min(share, PILOT_SHARE) * most));
}

/**
 * Items closed because this person met them: the latest first, as long as `keepOpen` items of each area that `closed` has not taken stay open.
 */
export function remembered(bank: readonly FrozenItem[], closed: ReadonlySet<string>, met: readonly string[], keepOpen: number): string[] {
  const open = new Map<string, number>();
  const areas = new Map(bank.filter(({ scored }) => scored).map(({ id, area }) => [id, area]));
  for (const [id, area] of areas) if (!closed.has(id)) open.set(area, (open.get(area) ?? 0) + 1);
  return met.filter((id) => {
    const area = areas.get(id);
    if (area === undefined || closed.has(id) || (open.get(area) ?? 0) <= keepOpen) return false;
    open.set(area, (open.get(area) ?? 0) - 1);
    return true;
  });
}

function rounded(minutes: number): number {
  return Math.round(minutes * 1000) / 1000;
}
