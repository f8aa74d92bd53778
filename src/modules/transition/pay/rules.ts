import type { Day } from '#base/day/index.ts';
import { compare, decimal, divided, dong, plus, rounded, times, type Decimal } from '#kernel/rule/index.ts';
import { hiddenParts, MINIMUM_GROUP } from '#kernel/set/index.ts';
import { ageOf, exactOf } from '../entitlement/service.ts';
import { DIMENSIONS, type Group, type Measure, type SimulationResult } from './model.ts';

/** What a simulation needs to know of somebody in post. */
export type InPost = { post: string; sex: string | null; birthDate: Day | null; coefficient: string | null };

const HUNDRED = decimal('100');
const ZERO = decimal('0');

/** Monthly pay in đồng under the measures, applied one after the other, rounded half up at the end; never below 0. */
export function payUnder(measures: readonly Measure[], pay: Decimal, person: Pick<InPost, 'post' | 'coefficient'>): bigint {
  const changed = measures.filter((measure) => isFor(measure, person)).reduce(apply, pay);
  return compare(changed, ZERO) < 0 ? 0n : dong(changed, 'half-up');
}

function isFor({ post, below }: Measure, person: Pick<InPost, 'post' | 'coefficient'>): boolean {
  return (post === undefined || post === person.post) && (below === undefined || compare(exactOf(person.coefficient ?? '0'), exactOf(below)) < 0);
}

function apply(pay: Decimal, { kind, value }: Measure): Decimal {
  const number = exactOf(value);
  if (kind === 'amount') return plus(pay, number);
  if (kind === 'floor') return compare(pay, number) < 0 ? number : pay;
  return plus(pay, divided(times(pay, number), HUNDRED, 4, 'half-up'));
}

type Tally = { people: number; gain: number; lose: number; cost: bigint };

/** Adds people up into groups; `close` gives what may be kept: small groups, and whatever would tell about them, are left out. */
export function tallyOf(measures: readonly Measure[], base: Decimal, day: Day) {
  const tallies = new Map<string, Tally>();
  let withoutPay = 0;
  const add = (person: InPost): void => {
    if (person.coefficient === null) {
      withoutPay += 1;
      return;
    }
    const pay = times(exactOf(person.coefficient), base);
    const difference = payUnder(measures, pay, person) - rounded(pay, 0, 'half-up').units;
    for (const key of ['', ...DIMENSIONS.map((dimension) => `${dimension}=${groupOf(dimension, person, day)}`)]) count(tallies, key, difference);
  };
  const close = (verified: boolean, baseText: string): SimulationResult => ({
    whole: shown('', tallies.get('') ?? EMPTY, (tallies.get('')?.people ?? 0) > 0 && (tallies.get('')?.people ?? 0) < MINIMUM_GROUP),
    groups: DIMENSIONS.map((dimension) => ({ dimension, groups: groupsOf(tallies, `${dimension}=`) })),
    withoutPay: withoutPay > 0 && withoutPay < MINIMUM_GROUP ? null : withoutPay,
    base: baseText,
    verified,
  });
  return { add, close };
}

const EMPTY: Tally = { people: 0, gain: 0, lose: 0, cost: 0n };

function count(tallies: Map<string, Tally>, key: string, difference: bigint): void {
  const tally = tallies.get(key) ?? { ...EMPTY };
  tally.people += 1;
  if (difference > 0n) tally.gain += 1;
  if (difference < 0n) tally.lose += 1;
  tally.cost += difference;
  tallies.set(key, tally);
}

function groupsOf(tallies: ReadonlyMap<string, Tally>, prefix: string): Group[] {
  const own = [...tallies].filter(([key]) => key.startsWith(prefix)).toSorted(([a], [b]) => (inOrder(a) < inOrder(b) ? -1 : 1));
  const hidden = hiddenParts(own.map(([, { people }]) => people));
  const groups = own.map(([key, tally], index) => shown(key.slice(prefix.length), tally, hidden[index] === true));
  // The whole is shown, so one silent group could be worked out from the others: then all of the division keep silent about who gains and what it costs.
  const silent = groups.some(({ cost }) => cost === null);
  return silent ? groups.map((group) => ({ ...group, gain: null, lose: null, same: null, cost: null })) : groups;
}

/** By which groups stand in order: the band below all others first, those of whom nothing is known last. */
function inOrder(key: string): string {
  return key.replace('=under-', '=').replace('=unknown', '=~');
}

function shown(key: string, { people, gain, lose, cost }: Tally, hide: boolean): Group {
  const none = { gain: null, lose: null, same: null, cost: null };
  if (hide) return { key, people: null, ...none };
  const parts = [gain, lose, people - gain - lose];
  if (hiddenParts(parts).includes(true)) return { key, people, ...none };
  return { key, people, gain, lose, same: people - gain - lose, cost: Number(cost) };
}

function groupOf(dimension: (typeof DIMENSIONS)[number], person: InPost, day: Day): string {
  if (dimension === 'post') return person.post;
  if (dimension === 'sex') return person.sex ?? 'unknown';
  if (dimension === 'coefficient') return coefficientBand(Number(person.coefficient ?? '0'));
  if (person.birthDate === null) return 'unknown';
  const age = ageOf(person.birthDate, day);
  return age < 30 ? 'under-30' : age < 40 ? '30-39' : age < 50 ? '40-49' : age < 60 ? '50-59' : '60-on';
}

function coefficientBand(coefficient: number): string {
  return coefficient < 2.34 ? 'under-2.34' : coefficient < 3.33 ? '2.34-3.32' : coefficient < 4.4 ? '3.33-4.39' : '4.40-on';
}
