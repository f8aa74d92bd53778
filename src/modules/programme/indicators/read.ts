import { addDays, nextPeriod, startOfPeriod, type Day, type Period } from '#base/day/index.ts';
import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { listChildren } from '#kernel/org/index.ts';
import { findSet, readParts, readPartsUnder, type PartAsk, type PartOfSet, type Size } from '#kernel/set/index.ts';
import { listCounting, type CountingValue } from '../reports/values.ts';
import { listKnownVersions } from './catalogue.ts';
import type { Ask, Child, GridRow, Indicator, IndicatorValue, Point, Reading } from './model.ts';
import { amountOf, flowStart, none, partsOf, valueOf, versionOn } from './rules.ts';

type Reader = Pick<Ctx, 'db' | 'actor' | 'today'>;

/** Points of a trend at the most. */
const MOST_POINTS = 400;

/**
 * The values of indicators in units on days, in the order asked, in a handful of statements for all of them. Numerators and denominators are added up over
 * the tree, percentages never. A value is hidden when one of its parts is. Throws `missing` for an indicator that does not exist.
 */
export async function readIndicatorValues(ctx: Reader, asks: readonly Ask[]): Promise<IndicatorValue[]> {
  return valuesWith(ctx, await versionsOf(ctx, [...new Set(asks.map(({ indicator }) => indicator))]), asks);
}

/** Versions of indicators by key, oldest first. */
export type Versions = Map<string, Indicator[]>;

/** The values of indicators that are defined by `versions`, also of one that is not saved yet. */
export async function valuesWith(ctx: Reader, versions: Versions, asks: readonly Ask[]): Promise<IndicatorValue[]> {
  const held = asks.map((ask) => ({ ...ask, version: heldOn(versions, ask) }));
  const reported = held.filter(({ version }) => version.formula.kind === 'reported');
  const values = groupReports(await listCounting(ctx.db, [...new Set(reported.map(({ indicator }) => indicator))], [...new Set(reported.map(({ unitId }) => unitId))]));
  const wanted = held.map(({ version, unitId, day }) => lookupsOf(version, day).map((one): PartAsk => ({ ...one, unitId })));
  const sizes = await readParts(ctx.db, ctx.actor, wanted.flat());
  let next = 0;
  return held.map(({ version, ...ask }, index) => {
    const own = sizes.slice(next, (next += wanted[index]?.length ?? 0));
    const value = version.formula.kind === 'reported' ? reportedOn(values.get(`${ask.indicator} ${ask.unitId}`), version, ask.day) : countedOn(version, ask.day, own);
    return { ...ask, ...value };
  });
}

/** What an indicator's trend covers: the periods of `from` to `to`, at most 400. */
export type TrendQuestion = { indicator: string; unitId: string; from: Day; to: Day; period: Period };

/** The value on the last day of each period (or on `to`). A reported value stands in the period in which it held and in no other. */
export async function readIndicatorTrend(ctx: Reader, question: TrendQuestion): Promise<Point[]> {
  return trendWith(ctx, await versionsOf(ctx, [question.indicator]), question);
}

/** The trend of an indicator that is defined by `versions`. */
export async function trendWith(ctx: Reader, versions: Versions, { indicator, unitId, from, to, period }: TrendQuestion): Promise<Point[]> {
  const periods: { from: Day; day: Day }[] = [];
  for (let start = startOfPeriod(from, period); start <= to && periods.length < MOST_POINTS; start = nextPeriod(start, period)) {
    const end = addDays(nextPeriod(start, period), -1);
    periods.push({ from: start, day: end < to ? end : to });
  }
  const values = await valuesWith(
    ctx,
    versions,
    periods.map(({ day }) => ({ indicator, unitId, day })),
  );
  return periods.map((one, index) => ({ ...one, ...within(one.from, values[index]) }));
}

function within(from: Day, value: IndicatorValue | undefined): Reading {
  if (value === undefined || (value.asOf !== null && value.asOf < from)) return none('no-data');
  const { state, value: number, numerator, denominator, asOf } = value;
  return { state, value: number, numerator, denominator, asOf };
}

/** An indicator in each unit directly under another one on a day, in the Vietnamese order of their names. */
export async function readIndicatorChildren(ctx: Reader, { indicator, unitId, day }: Ask): Promise<Child[]> {
  const rows = await readIndicatorGrid(ctx, { indicator, unitId, days: [day] });
  return rows.map(({ values, ...unit }) => ({ ...unit, ...(values[0] ?? none('no-data')) }));
}

/** An indicator in every unit that lies directly under `unitId` on the last of `days`, on each of them: all trends at once. */
export async function readIndicatorGrid(ctx: Reader, question: { indicator: string; unitId: string; days: Day[] }): Promise<GridRow[]> {
  return gridWith(ctx, await versionsOf(ctx, [question.indicator]), question);
}

/** The same for an indicator that is defined by `versions`. */
export async function gridWith(ctx: Reader, versions: Versions, { indicator, unitId, days }: { indicator: string; unitId: string; days: Day[] }): Promise<GridRow[]> {
  const on = days.toSorted().at(-1) ?? ctx.today;
  const plans = days.map((day) => {
    const version = heldOn(versions, { indicator, day });
    return { day, version, lookups: lookupsOf(version, day) };
  });
  const parts = [...new Map(plans.flatMap(({ lookups }) => lookups).map(({ set, slice }) => [`${set} ${slice}`, { set, slice }])).values()];
  const dates = [...new Set(plans.flatMap(({ lookups }) => lookups.map(({ day }) => day)))];
  if (parts.length === 0) return reportedGrid(ctx, indicator, unitId, on, plans);
  const { units, sizes } = await readPartsUnder(ctx.db, ctx.actor, { parts, unitId, on, days: dates });
  const place = { part: new Map(parts.map((one, at) => [`${one.set} ${one.slice}`, at])), day: new Map(dates.map((one, at) => [one, at])) };
  return units.map(({ id, nameVi, nameEn, kind }, unit) => ({
    unitId: id,
    nameVi,
    nameEn,
    kind,
    values: plans.map(({ day, version, lookups }) => {
      const own = lookups.map((one) => sizes[unit]?.[place.day.get(one.day) ?? -1]?.[place.part.get(`${one.set} ${one.slice}`) ?? -1] ?? null);
      return countedOn(version, day, own);
    }),
  }));
}

async function reportedGrid(ctx: Reader, indicator: string, unitId: string, on: Day, plans: { day: Day; version: Indicator }[]): Promise<GridRow[]> {
  const units = await listChildren(ctx.db, unitId, on);
  const values = groupReports(
    await listCounting(
      ctx.db,
      [indicator],
      units.map(({ id }) => id),
    ),
  );
  return units.map(({ id, nameVi, nameEn, kind }) => ({
    unitId: id,
    nameVi,
    nameEn,
    kind,
    values: plans.map(({ day, version }) => reportedOn(values.get(`${indicator} ${id}`), version, day)),
  }));
}

async function versionsOf(ctx: Reader, keys: string[]): Promise<Versions> {
  const versions = Map.groupBy(await listKnownVersions(ctx), ({ key }) => key);
  for (const key of keys) found(versions.get(key), 'indicators.no-indicator', { key });
  return versions;
}

/** The version of an ask that holds on its day; throws `missing`. */
function heldOn(versions: Versions, { indicator, day }: { indicator: string; day: Day }): Indicator {
  return found(versionOn(versions.get(indicator) ?? [], day), 'indicators.no-indicator', { key: indicator });
}

/** The sizes that a version needs on a day: each part on the day and, of a flow over a period, also on the day before the period. */
function lookupsOf(version: Indicator, day: Day): (PartOfSet & { day: Day })[] {
  if (version.retired) return [];
  const parts = partsOf(version.formula);
  if (parts.some(({ set }) => findSet(set) === undefined)) return [];
  const start = flowStart(version.formula, version.periodicity, day);
  return parts.flatMap(({ set, slice = '' }) => {
    const end = { set, slice, day };
    return findSet(set)?.measure === 'flow' && start !== undefined ? [end, { set, slice, day: addDays(start, -1) }] : [end];
  });
}

/** The reading from the sizes of `lookupsOf`, in their order. */
function countedOn(version: Indicator, day: Day, sizes: readonly (Size | null)[]): Reading {
  if (sizes.length === 0) return none('no-data');
  if (sizes.includes(null)) return none('hidden');
  const left = [...sizes];
  const amounts = partsOf(version.formula).map((part) => {
    const take = () => amountOf(part, left.shift() ?? { size: 0, weight: 0 });
    const end = take();
    const over = findSet(part.set)?.measure === 'flow' && flowStart(version.formula, version.periodicity, day) !== undefined;
    return over ? end - take() : end;
  });
  return valueOf(version.formula, amounts, day);
}

function groupReports(values: CountingValue[]): Map<string, CountingValue[]> {
  return Map.groupBy(values, ({ indicator, unitId }) => `${indicator} ${unitId}`);
}

/** The newest reported value up to a day. */
function reportedOn(values: readonly CountingValue[] | undefined, version: Indicator, day: Day): Reading {
  const last = version.retired ? undefined : values?.findLast((one) => one.day <= day);
  if (last === undefined) return none('no-data');
  return { state: last.appraised ? 'appraised' : 'self-reported', value: last.value, numerator: null, denominator: null, asOf: last.day };
}
