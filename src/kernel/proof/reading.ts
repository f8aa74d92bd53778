import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { getFigure, type SetDefinition } from '#kernel/set/index.ts';
import { quotientOf, sumOf } from './decimal.ts';
import { countingOf } from './source.ts';

/** A set (or a part of one) or a source of other records that a figure adds up, by number of records or by their weight. */
export type Term = { set: string; slice?: string; measure?: 'size' | 'weight' };

/** How a figure is computed: the sum of terms, or that sum divided by another; multiplied by a whole `factor` (100: percent). */
export type Definition = { numerator: Term[]; denominator?: Term[]; factor?: number };

/** Where and when: a unit with all under it, on a day; of flows what happened from `from` up to that day. */
export type Place = { unitId: string; day: Day; from?: Day | undefined };

/** A term as it was counted: hash of how, number of records, sum of weights. */
export type CountedTerm = { side: 'numerator' | 'denominator'; set: string; slice: string; measure: 'size' | 'weight'; hash: string; size: number; weight: string };

/** A figure computed from its records. Decimal texts; `value` is null where the denominator is zero. */
export type Reading = { terms: CountedTerm[]; lines: string[]; numerator: string; denominator: string | null; value: string | null };

/** The definition of a set (or a part of it) or ratio by name; throws `missing`. */
export function definitionOf(figure: string, slice = ''): Definition {
  const { numerator, denominator } = getFigure(figure);
  const term = (definition: SetDefinition, part: string): Term => ({ set: definition.name, slice: part, ...(definition.take === undefined ? {} : { measure: definition.take }) });
  if (denominator === undefined) return { numerator: [term(numerator, slice)] };
  return { numerator: [term(numerator, slice)], denominator: [term(denominator, '')], factor: 100 };
}

/** The terms of a definition in their order, numerator first. */
export function termsOf({ numerator, denominator }: Definition): { side: 'numerator' | 'denominator'; set: string; slice: string; measure: 'size' | 'weight' }[] {
  const side = (name: 'numerator' | 'denominator') => (term: Term) => ({ side: name, set: term.set, slice: term.slice ?? '', measure: term.measure ?? ('size' as const) });
  return [...numerator.map(side('numerator')), ...(denominator ?? []).map(side('denominator'))];
}

/** Counts a figure from its records. The lines are in the order of their term, record, unit and day. */
export async function computeReading(db: Db, definition: Definition, place: Place): Promise<Reading> {
  const terms: CountedTerm[] = [];
  const lines: string[] = [];
  for (const term of termsOf(definition)) {
    const { rows, hash } = await countingOf(db, term, place);
    const counted = await countTerm(db, rows, terms.length + 1);
    terms.push({ ...term, hash, size: counted.lines.length, weight: counted.weight });
    for (const line of counted.lines) lines.push(line);
  }
  return { terms, lines, ...valueOf(terms, definition.factor ?? null) };
}

/** What counted terms give: the sums of both sides and the value. */
export function valueOf(terms: readonly Pick<CountedTerm, 'side' | 'measure' | 'size' | 'weight'>[], factor: number | null): Omit<Reading, 'terms' | 'lines'> {
  const sum = (side: string) => sumOf(terms.filter((term) => term.side === side).map(({ measure, size, weight }) => (measure === 'size' ? String(size) : weight)));
  const numerator = sum('numerator');
  if (!terms.some(({ side }) => side === 'denominator')) return { numerator, denominator: null, value: factor === null ? numerator : quotientOf(numerator, '1', factor) };
  const denominator = sum('denominator');
  return { numerator, denominator, value: quotientOf(numerator, denominator, factor ?? 1) };
}

async function countTerm(db: Db, rows: RawBuilder<unknown>, number: number): Promise<{ lines: string[]; weight: string }> {
  const total = await one(db, sql<{ weight: string }>`select trim_scale(coalesce(sum(counted.weight::numeric), 0))::text as weight from (${rows}) as counted`);
  // Texts of 20,000 lines each, ready in their order: a tenth of the time of fetching row by row.
  const pieces = await all(
    db,
    sql<{ lines: string }>`
    select string_agg(line.text, E'\\n' order by line.place) as lines
    from (
      select concat_ws(E'\\t', ${sql.lit(String(number))}, counted.record, counted.unit_id, counted.valid_from, trim_scale(counted.weight::numeric)) as text,
        row_number() over (order by counted.record, counted.unit_id, counted.valid_from) - 1 as place
      from (${rows}) as counted
    ) as line
    group by line.place / 20000
    order by line.place / 20000`,
  );
  return { lines: pieces.flatMap(({ lines }) => lines.split('\n')), weight: total?.weight ?? '0' };
}
