import type { Day } from '#base/day/index.ts';
import { probability, randomOf } from '../engine/index.ts';
import { planOf, rulesFor } from '../sittings/index.ts';
import { drawPilots, minutesAt, turnOf, type FrozenItem, type Stored } from '../sittings/state.ts';

/** A check that an imaginary person sits: `abilities` are θ by area; `minute` of the day on which it begins, in Việt Nam. */
export type PlannedCheck = { id: string; personId: string; unitId: string; day: Day; minute: number; abilities: Readonly<Record<string, number>> };

/** Between two answers of an imaginary person, in seconds. */
const SECONDS = { least: 20, most: 70 };

/** Beginning of the day in Việt Nam, in milliseconds since 1970. */
function midnight(day: Day): number {
  return Temporal.PlainDate.from(day).toZonedDateTime('Asia/Ho_Chi_Minh').epochMilliseconds;
}

/**
 * A whole check as it would have gone: the items that the rules choose, each answered right with the probability that the item's curve gives at the ability
 * in its area. The id of the check seeds choice and answers, so the same plan gives the same check, and a replay agrees with it.
 */
export function sitCheck(plan: PlannedCheck, bank: { id: string; items: readonly FrozenItem[] }, closed: ReadonlySet<string>): Stored {
  const rules = rulesFor('check', null);
  const { most, pilotShare } = planOf('check');
  const pilots = drawPilots(plan.id, bank.items, most, pilotShare);
  const families = new Set(pilots.map(({ family }) => family));
  const siblings = bank.items.filter(({ scored, family }) => scored && families.has(family)).map(({ id }) => id);
  const random = randomOf(`${plan.id}/answers`);
  const startedAt = midnight(plan.day) + plan.minute * 60_000;
  const stored: Stored = {
    id: plan.id,
    personId: plan.personId,
    unitId: plan.unitId,
    mode: 'check',
    competence: null,
    bankVersionId: bank.id,
    rules,
    closed: [...new Set([...closed, ...siblings])],
    pilots: pilots.map(({ id }) => id),
    sessionId: null,
    extraShare: 0,
    largePrint: false,
    state: 'open',
    startedAt,
    pausedAt: null,
    resumedAt: null,
    pausedSeconds: 0,
    day: null,
    ended: null,
    answers: [],
  };
  let now = startedAt;
  for (;;) {
    const turn = turnOf(stored, bank.items, stored.answers.at(-1)?.minutes ?? 0);
    if (turn.item === null) return { ...stored, state: 'finished', day: plan.day, ended: turn.over };
    now += 1000 * Math.round(SECONDS.least + (SECONDS.most - SECONDS.least) * random());
    const { id: itemId, version, scored, area } = turn.item;
    const correct = random() < probability(turn.item, plan.abilities[area] ?? 0);
    stored.answers.push({ number: turn.number, itemId, version, scored, correct, minutes: minutesAt(stored, now), answeredAt: now });
  }
}
