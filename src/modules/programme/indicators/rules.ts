import type { Formula, Part } from '#content/schema.ts';
import { addDays, addMonths, plainDate, type Day } from '#base/day/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import type { SetDefinition, Size } from '#kernel/set/index.ts';
import type { Indicator, Periodicity, Reading } from './model.ts';

const MONTHS: Record<Periodicity, number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** The period that a day lies in, half-open. */
export function periodOf(day: Day, periodicity: Periodicity): { from: Day; to: Day } {
  const date = plainDate(day);
  const months = MONTHS[periodicity];
  const from = date.with({ day: 1, month: date.month - ((date.month - 1) % months) }).toString();
  return { from, to: addMonths(from, months) };
}

/** The periods that lie whole between `from` and before `day`'s own, oldest first; at most the newest `most`. */
export function endedPeriods(from: Day, day: Day, periodicity: Periodicity, most: number): { from: Day; to: Day }[] {
  const periods: { from: Day; to: Day }[] = [];
  for (let period = periodOf(day, periodicity); periods.length < most;) {
    period = periodOf(addDays(period.from, -1), periodicity);
    if (period.from < from) break;
    periods.unshift(period);
  }
  return periods;
}

/** The sets that a formula reads: those above the line, then those below it; none when values are reported. */
export function partsOf(formula: Formula): Part[] {
  if (formula.kind === 'reported') return [];
  return formula.kind === 'sum' ? formula.parts : [...formula.numerator, ...formula.denominator];
}

/** The first day that counts for a flow read on `day`: the begin of its period, or undefined when all that ever happened counts. */
export function flowStart(formula: Formula, periodicity: Periodicity, day: Day): Day | undefined {
  if (formula.kind === 'reported') return undefined;
  const over = formula.over ?? periodicity;
  return over === 'to-date' ? undefined : periodOf(day, over).from;
}

/** What a formula gives for the amounts of its parts, in their order. Numerators and denominators add up apart; nothing is divided by zero. */
export function valueOf(formula: Formula, amounts: readonly number[], day: Day): Reading {
  if (formula.kind === 'reported') return none('no-data');
  if (formula.kind === 'sum') return { state: 'counted', value: exact(formula.factor * sum(amounts)), numerator: sum(amounts), denominator: null, asOf: day };
  const numerator = sum(amounts.slice(0, formula.numerator.length));
  const denominator = sum(amounts.slice(formula.numerator.length));
  if (denominator === 0) return { ...none('no-denominator'), numerator, denominator };
  return { state: 'counted', value: exact((formula.factor * numerator) / denominator), numerator, denominator, asOf: day };
}

/** A reading without a value. */
export function none(state: 'no-data' | 'hidden' | 'no-denominator'): Reading {
  return { state, value: null, numerator: null, denominator: null, asOf: null };
}

/** How much of a part there is: its records, or the sum of their weights. */
export function amountOf(part: Part, size: Size): number {
  return part.take === 'weight' ? size.weight : size.size;
}

/** The version that holds on a day; of a day before the first one, the first, so that an indicator can be read back in time. `versions` oldest first. */
export function versionOn<V extends Pick<Indicator, 'validFrom' | 'validTo'>>(versions: readonly V[], day: Day): V | undefined {
  const lasting = versions.filter(({ validFrom, validTo }) => validFrom < validTo);
  return lasting.find(({ validFrom, validTo }) => validFrom <= day && day < validTo) ?? lasting.find(({ validFrom }) => day < validFrom);
}

/**
 * Everything wrong with a formula, each at its place under `at`: a set or slice that does not exist, a flow and a stock added up, records and weights
 * added up, a stock divided by a flow, the same part twice in a sum, a factor of zero, a period asked of sets that have none.
 */
export function formulaErrors(formula: Formula, findSet: (name: string) => SetDefinition | undefined, at = '/formula'): InputError[] {
  if (formula.kind === 'reported') return [];
  const errors = formula.factor === 0 || !Number.isFinite(formula.factor) ? [{ at: `${at}/factor`, code: 'indicators.factor-zero' }] : [];
  const groups =
    formula.kind === 'sum'
      ? [['parts', formula.parts] as const]
      : ([
          ['numerator', formula.numerator],
          ['denominator', formula.denominator],
        ] as const);
  const measures = groups.map(([name, parts]) => {
    errors.push(...partErrors(parts, findSet, `${at}/${name}`));
    return new Set(parts.flatMap(({ set }) => findSet(set)?.measure ?? []));
  });
  const [above, below] = measures;
  if (above?.has('stock') === true && below?.has('flow') === true) errors.push({ at: `${at}/denominator`, code: 'indicators.stock-over-flow' });
  if (formula.over !== undefined && errors.length === 0 && !measures.some((kinds) => kinds.has('flow'))) errors.push({ at: `${at}/over`, code: 'indicators.over-without-flow' });
  return errors;
}

function partErrors(parts: readonly Part[], findSet: (name: string) => SetDefinition | undefined, at: string): InputError[] {
  const errors = parts.flatMap((part, index): InputError[] => {
    const definition = findSet(part.set);
    const values = { set: part.set, slice: part.slice ?? '' };
    if (definition === undefined) return [{ at: `${at}/${index}`, code: 'indicators.no-set', values }];
    if (!hasSlice(definition, part.slice ?? '')) return [{ at: `${at}/${index}`, code: 'indicators.no-slice', values }];
    const twice = parts.findIndex((other) => other.set === part.set && (other.slice ?? '') === (part.slice ?? ''));
    return twice < index ? [{ at: `${at}/${index}`, code: 'indicators.part-twice', values }] : [];
  });
  const measures = new Set(parts.flatMap(({ set }) => findSet(set)?.measure ?? []));
  if (measures.size > 1) errors.push({ at, code: 'indicators.mixed-measures' });
  if (new Set(parts.map(({ take }) => take ?? 'size')).size > 1) errors.push({ at, code: 'indicators.mixed-takes' });
  return errors;
}

/** Whether a set has a slice of that name; '' is the whole set. */
function hasSlice(definition: SetDefinition, slice: string): boolean {
  if (slice === '') return true;
  const [dimension = '', value = ''] = slice.split('=');
  return definition.dimensions[dimension]?.values.includes(value) === true;
}

/** Refuses a value that cannot be one of the measure; throws `invalid` at `/value`. */
export function mustFitMeasure(measure: Indicator['measure'], value: number): void {
  const fits = { percent: value >= 0 && value <= 100, number: Number.isFinite(value), rank: Number.isInteger(value) && value >= 1, milestone: value === 0 || value === 1 }[measure];
  if (!fits) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/value', code: `programme.value-not-${measure}` }]);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/** Without the last digits of binary fractions, which are not the value's. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}
