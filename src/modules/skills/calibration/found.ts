import { setImmediate } from 'node:timers/promises';
import { calibrating, driftBetween, mantelHaenszel, strataOf, type Calibration, type Drifting, type Matrix, type Model } from '../engine/index.ts';
import type { FrozenItem } from '../sittings/index.ts';
import type { Row } from './answers.ts';
import type { FoundItem, Report } from './model.ts';

/** Sittings below which nothing is calibrated, and answers below which an item, or a group within it, is left out. */
export const FEWEST_SITTINGS = 200;
export const FEWEST_ANSWERS = 100;

const PRIORS = { slope: { mean: 0, deviation: 0.5 }, guessing: { alpha: 5, beta: 17 } };
const OLDER_FROM = 45;

/** Parameters, errors, fit, drift and fairness from measured sittings; others have their turn between the cycles. Undefined when too few were measured. */
export async function findParameters(bank: readonly FrozenItem[], rows: readonly Row[], model: Model, earlier: readonly Drifting[]): Promise<Report | undefined> {
  const usable = usableItems(bank, rows);
  if (rows.length < FEWEST_SITTINGS || usable.length < 2) return undefined;
  const found = await unhurried(calibrating({ answers: matrixOf(usable, bank, rows), model, priors: PRIORS }));
  const later = usable.map(({ id }, n) => driftingOf(id, found, n));
  const drift = new Map(driftBetween(earlier, later).map(({ id, b }) => [id, b]));
  const items = usable.map((item, n): FoundItem => {
    const { a, b, c, errors, answered, right, fit } = found.items[n] ?? missing();
    return {
      ...{ id: item.id, version: item.version, competence: item.competence, before: { a: item.a, b: item.b, c: item.c, source: item.source } },
      ...{ a, b, c, errorA: errors.a, errorB: errors.b, answered, right, infit: fit.infit, outfit: fit.outfit },
      ...{ driftB: drift.get(item.id)?.by ?? null, driftZ: drift.get(item.id)?.z ?? null, fairness: fairnessOf(bank.indexOf(item), rows) },
    };
  });
  return { items, left: bank.length - usable.length, converged: found.converged, logLikelihood: found.logLikelihood, cycles: found.cycles };
}

/** Items with enough answers, right and wrong ones among them. */
function usableItems(bank: readonly FrozenItem[], rows: readonly Row[]): FrozenItem[] {
  const counts = bank.map(() => ({ answered: 0, right: 0 }));
  for (const { items, right } of rows) {
    for (const [at, place] of items.entries()) {
      const count = counts[place];
      if (count === undefined) continue;
      count.answered += 1;
      count.right += right[at] === true ? 1 : 0;
    }
  }
  return bank.filter((_, n) => {
    const { answered, right } = counts[n] ?? { answered: 0, right: 0 };
    return answered >= FEWEST_ANSWERS && right > 0 && right < answered;
  });
}

function matrixOf(usable: readonly FrozenItem[], bank: readonly FrozenItem[], rows: readonly Row[]): Matrix {
  const column = new Map(usable.map((item, n) => [bank.indexOf(item), n]));
  const cells = new Int8Array(rows.length * usable.length).fill(-1);
  for (const [person, { items, right }] of rows.entries()) {
    for (const [at, place] of items.entries()) {
      const n = column.get(place);
      if (n !== undefined) cells[person * usable.length + n] = right[at] === true ? 1 : 0;
    }
  }
  return { items: usable.length, cells };
}

type Group = (row: Row) => boolean | null;

/** Whether a person belongs to the named group; null: not known, left out. */
const GROUPS: Record<keyof FoundItem['fairness'], Group> = {
  sex: ({ sex }) => (sex === null ? null : sex === 'female'),
  age: ({ birthDate, day }) => (birthDate === null ? null : Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) >= OLDER_FROM),
  unit: ({ unitKind }) => (unitKind === null ? null : unitKind === 'ward' || unitKind === 'commune'),
};

function fairnessOf(place: number, rows: readonly Row[]): FoundItem['fairness'] {
  const met = rows.flatMap((row) => {
    const at = row.items.indexOf(place);
    return at < 0 ? [] : [{ row, right: row.right[at] === true }];
  });
  const within = (group: Group) => {
    const matched = met.flatMap(({ row, right }) => {
      const focal = group(row);
      return focal === null ? [] : [{ focal, right, matchedBy: row.theta }];
    });
    const focal = matched.filter((one) => one.focal).length;
    if (focal < FEWEST_ANSWERS || matched.length - focal < FEWEST_ANSWERS) return null;
    const found = mantelHaenszel(strataOf(matched, 5));
    return found && { class: found.class, delta: found.delta, p: found.p };
  };
  return { sex: within(GROUPS.sex), age: within(GROUPS.age), unit: within(GROUPS.unit) };
}

function driftingOf(id: string, found: Calibration, n: number): Drifting {
  const { a, b, errors } = found.items[n] ?? missing();
  return { id, a, b, errors: { a: errors.a, b: errors.b } };
}

function missing(): never {
  throw new Error('a calibrated item is missing');
}

async function unhurried(steps: Generator<number, Calibration>): Promise<Calibration> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await setImmediate();
  }
}
