import type { RequestEvent } from '@sveltejs/kit';
import { addDays, type Day } from '#base/day/index.ts';
import { readChildrenOperation, readFiguresOperation } from '#kernel/set/index.ts';
import { listTiles } from '#modules/directory/index.ts';
import { shortName } from '#modules/programme/index.ts';
import { figureHref, figureText, figureValue, type ShownSize } from '#ui/figure.ts';
import type { Tile } from '#ui/chart/types.ts';
import type { Step } from '#ui/types.ts';
import { byName, formatNumber, formatShare } from '#base/text/index.ts';
import { load } from './load.ts';

type Asking = Pick<RequestEvent, 'locals' | 'url'>;
type Child = { unitId: string; nameVi: string; nameEn: string; shown: ShownSize };

/** The tile map of one figure on a day: tiles and what the steps mean (lower bounds, ascending; shares in percent). */
export type CityMap = { name: string; tiles: Tile[]; bounds: number[]; share: boolean };

const STEPS: readonly Step[] = [0, 1, 2, 3, 4];

/** The communes on the tile map, tinted by a figure; those that did not exist on the day, or are hidden, have no step. */
export async function mapOf(event: Asking, name: string, root: string, day: Day): Promise<CityMap> {
  const children = await load(event, readChildrenOperation, { name, unitId: root, day });
  const { locale } = event.locals.ctx;
  const text = { number: (n: number | bigint) => formatNumber(n, locale), share: (a: number, b: number) => formatShare(a, b, locale) };
  const none = event.locals.t('ui.stat-none');
  const values = children.map(({ unitId, shown }) => {
    const absent = shown === null ? event.locals.t('figures.hidden') : none;
    return [unitId, { value: figureValue(shown), text: figureText(shown, text) ?? absent }] as const;
  });
  const share = children.some(({ shown }) => shown !== null && shown.of !== null);
  return { name, ...tilesOf(event, new Map(values), day, share) };
}

/** The tiles of the communes with a value each (as a number, and as people read it), and the lower bounds of the steps: fifths, or of shares every 20 %. */
export function tilesOf(event: Asking, values: ReadonlyMap<string, { value: number | null; text: string }>, day: Day, share: boolean): Omit<CityMap, 'name'> {
  const { locale } = event.locals.ctx;
  const tiles = listTiles();
  const bounds = share ? [20, 40, 60, 80] : quintiles(tiles.flatMap(({ unitId }) => values.get(unitId)?.value ?? []));
  const shownTiles = tiles.map(({ unitId, code, nameVi, nameEn, tile: [col, row] }) => {
    const known = values.get(unitId);
    const value = known?.value ?? null;
    return {
      code,
      name: locale === 'vi' ? nameVi : nameEn,
      short: shortName(nameVi),
      col,
      row,
      value: known?.text ?? event.locals.t('ui.stat-none'),
      href: known === undefined ? undefined : `/units/${unitId}?day=${day}`,
      step: value === null ? null : (STEPS[bounds.filter((bound) => value >= bound).length] ?? null),
    };
  });
  return { bounds, share, tiles: shownTiles.toSorted((a, b) => byName(a.name, b.name)) };
}

/** What moved between two days: the figure of the city, and the units where it rose or fell most. */
export type Change = {
  name: string;
  title: string;
  href: string;
  before: ShownSize;
  after: ShownSize;
  units: { name: string; href: string; before: ShownSize; after: ShownSize }[];
};

/** What changed in the seven days up to `day` of the figures of these names; figures that stayed as they were in the city and in every unit are left out. */
export async function changesOf(event: Asking, names: string[], root: string, day: Day): Promise<Change[]> {
  const week = addDays(day, -7);
  const [now, then] = await Promise.all([day, week].map((on) => load(event, readFiguresOperation, { unitId: root, day: on, names })));
  const changes = await Promise.all(
    names.map(async (name, index): Promise<Change> => {
      const [after = [], before = []] = await Promise.all([day, week].map((on) => load(event, readChildrenOperation, { name, unitId: root, day: on })));
      const href = figureHref(name, { unit: root, day });
      return {
        name,
        title: now?.[index]?.title ?? '',
        href,
        before: then?.[index]?.shown ?? null,
        after: now?.[index]?.shown ?? null,
        units: mostMoved(event, name, before, after, day),
      };
    }),
  );
  return changes.filter(({ before, after, units }) => units.length > 0 || moved(before, after) !== 0);
}

function mostMoved(event: Asking, name: string, before: Child[], after: Child[], day: Day): Change['units'] {
  const then = new Map(before.map((child) => [child.unitId, child.shown]));
  const { locale } = event.locals.ctx;
  return after
    .map(({ unitId, nameVi, nameEn, shown }) => ({
      name: locale === 'vi' ? nameVi : nameEn,
      href: figureHref(name, { unit: unitId, day }),
      before: then.get(unitId) ?? null,
      after: shown,
    }))
    .filter((one) => moved(one.before, one.after) !== 0)
    .toSorted((a, b) => Math.abs(moved(b.before, b.after)) - Math.abs(moved(a.before, a.after)))
    .slice(0, 3);
}

function moved(before: ShownSize, after: ShownSize): number {
  const [from, to] = [figureValue(before), figureValue(after)];
  return from === null || to === null ? 0 : to - from;
}

function quintiles(values: readonly number[]): number[] {
  const sorted = [...new Set(values)].toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
  return [...new Set([at(0.2), at(0.4), at(0.6), at(0.8)])].filter((bound) => bound > (sorted[0] ?? 0));
}
