import type { Day } from '#base/day/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { listIndicators, readIndicatorValues } from '../indicators/index.ts';
import { dayOfYear } from './catalogue.ts';
import { asNumber } from './decimal.ts';
import type { CardTotals, Index, ScoreLine } from './model.ts';
import { groupSums, itemsOf, shown, stored, totalOf, valueOfTotal, type GroupSum, type Item } from './score.ts';
import { fitting, standingOf, valueFrom, type Standing } from './state.ts';
import { listActs, type Act } from './store.ts';
import { noteOf, ruleText, say, titleOf, valueText, type Voice } from './words.ts';

/** A component of one unit's scorecard: how it stands, and the points that count now, in ten-thousandths. */
export type CardItem = { item: Item; standing: Standing; counted: bigint | null; points: bigint | null };

/** The scorecard of one unit. */
export type Card = { unitId: string; items: CardItem[]; acts: Map<string, Act[]> };

/** The scorecards of units for an index and year, in the order asked, with one reading of acts and one of indicators for all. */
export async function readCards(ctx: Ctx, { index, year, unitIds }: { index: Index; year: number; unitIds: string[] }): Promise<Card[]> {
  const items = itemsOf(index);
  const [acts, counted] = [await listActs(ctx.db, { index: index.key, year, unitIds }), await readCounted(ctx, items, unitIds, dayOfYear(year, ctx.today))];
  const byUnit = Map.groupBy(acts, ({ unitId }) => unitId);
  return unitIds.map((unitId) => {
    const own = Map.groupBy(byUnit.get(unitId) ?? [], ({ component }) => component);
    return { unitId, acts: own, items: cardItems(items, unitId, own, counted) };
  });
}

/** How many components of an index a unit still has to score itself, by the acts of its card and what indicators give. */
export function countOpen(index: Index, unitId: string, acts: readonly Done[], counted: Counted): number {
  const own = Map.groupBy(
    acts.filter((act) => act.unitId === unitId),
    ({ component }) => component,
  );
  return cardItems(itemsOf(index), unitId, own, counted).filter(isOpen).length;
}

/** An act as far as it decides how a component stands. */
type Done = Omit<Act, 'at'>;

/** What indicators give, by key and unit. */
type Counted = Awaited<ReturnType<typeof readCounted>>;

function cardItems(items: readonly Item[], unitId: string, acts: ReadonlyMap<string, readonly Done[]>, counted: Counted): CardItem[] {
  return items.map((item) => cardItem(item, acts.get(item.code) ?? [], valueFrom(item, counted.get(`${item.indicator} ${unitId}`))));
}

function isOpen({ item, standing, counted }: CardItem): boolean {
  return item.counts && counted === null && (standing.state === 'open' || standing.state === 'returned');
}

function cardItem(item: Item, acts: readonly Done[], value: ReturnType<typeof valueFrom>): CardItem {
  const standing = standingOf(acts, value);
  const counted = value === undefined ? null : (fitting(item, value)?.points ?? null);
  const given = standing.state === 'appraised' ? standing.appraised : standing.state === 'self-scored' ? standing.self : null;
  return { item, standing, counted, points: stored(given) ?? counted };
}

/** What indicators give to the components of an index that are counted, in these units on a day. */
export async function readCounted(ctx: Ctx, items: readonly Item[], unitIds: string[], day: Day) {
  const wanted = items.flatMap(({ indicator }) => indicator ?? []);
  if (wanted.length === 0 || unitIds.length === 0) return new Map<string, Awaited<ReturnType<typeof readIndicatorValues>>[number]>();
  const known = new Set((await listIndicators(ctx, { day, retired: true })).map(({ key }) => key));
  const asks = wanted.filter((key) => known.has(key)).flatMap((indicator) => unitIds.map((unitId) => ({ indicator, unitId, day })));
  return new Map((await readIndicatorValues(ctx, asks)).map((one) => [`${one.indicator} ${one.unitId}`, one]));
}

/** Groups of a card with the points that count now. */
export function sumsOf(index: Index, card: Card, of: (one: CardItem) => bigint | null = ({ points }) => points): GroupSum[] {
  const byCode = new Map(card.items.map((one) => [one.item.code, one]));
  return groupSums(index, (code) => {
    const one = byCode.get(code);
    return one === undefined ? null : of(one);
  });
}

/** Totals of a card: of what counts now, of the self-scores and of the appraised scores, counted values in each. */
export function totalsOf(index: Index, card: Card): CardTotals {
  const counting = card.items.filter(({ item }) => item.counts);
  const total = totalOf(index, sumsOf(index, card));
  const open = counting.filter(isOpen).length;
  const awaiting = counting.filter(({ standing }) => standing.state === 'self-scored').length;
  return {
    points: shown(total),
    maxPoints: index.max_points,
    value: shown(valueOfTotal(index, total)),
    self: shown(
      totalOf(
        index,
        sumsOf(index, card, ({ standing, counted }) => stored(standing.self) ?? counted),
      ),
    ),
    appraised: shown(
      totalOf(
        index,
        sumsOf(index, card, ({ standing, counted }) => stored(standing.appraised) ?? counted),
      ),
    ),
    components: counting.length,
    open,
    awaiting,
    provisional: open > 0 || awaiting > 0,
  };
}

/** A component of a card as it is shown. */
export function lineOf({ item, standing, counted, points }: CardItem, voice: Voice, due: Day | null): ScoreLine {
  const applied = fitting(item, standing.value);
  const { self, appraised } = standing;
  return {
    code: item.code,
    group: item.group,
    title: titleOf(item, voice),
    note: noteOf(item, voice),
    verified: item.verified,
    maxPoints: item.max_points,
    rule: ruleText(item.rule, item.max_points, voice),
    state: standing.state,
    seen: standing.seen,
    counted: counted !== null || standing.state === 'counted',
    value: standing.value,
    valueText: valueText(item.rule, standing.value, voice),
    self,
    appraised,
    difference: self === null || appraised === null ? null : asNumber((stored(appraised) ?? 0n) - (stored(self) ?? 0n)),
    points: shown(points),
    share: shown(applied?.share ?? null),
    because: applied === undefined ? '' : say(applied.because, voice),
    owner: standing.owner,
    due: standing.due ?? due,
    evidence: standing.evidence,
  };
}
