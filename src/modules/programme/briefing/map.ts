import { readContent } from '#content/index.ts';
import type { Day } from '#base/day/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { readChildren } from '#kernel/set/index.ts';
import { listOwners } from '../store.ts';
import { numberOf } from '../city/figures.ts';
import type { MainFigure } from '../city/model.ts';
import type { Briefing } from './model.ts';
import type { Words } from './words.ts';

type TileMap = NonNullable<Briefing['map']>;

/** Lower bounds of the tints of a share, in percent. */
const BOUNDS = [20, 40, 60, 80];
/** Communes that are named as furthest behind. */
const NAMED = 6;

let places: { code: string; tile: readonly [number, number] }[] | undefined;

/** Where the communes of the content stand on the tile map. */
function tilePlaces(): { code: string; tile: readonly [number, number] }[] {
  places ??= readContent().units.flatMap(({ id, tile }) => (tile === undefined ? [] : [{ code: id, tile }]));
  return places;
}

/** The tile map of a share in all communes on a day; null when none of them stands on the map, as in a city of tests. */
export async function mapOf(ctx: Ctx, figure: MainFigure, unitId: string, { day, words }: { day: Day; words: Words }): Promise<TileMap | null> {
  const tiles = tilePlaces();
  const units = await listOwners(
    ctx.db,
    tiles.map(({ code }) => code),
    day,
  );
  if (units.size === 0) return null;
  const children = new Map((await readChildren(ctx.db, ctx.actor, figure.name, unitId, day)).map((child) => [child.unitId, child]));
  const known = tiles.flatMap(({ code, tile: [col, row] }) => {
    const unit = units.get(code);
    if (unit === undefined) return [];
    const shown = children.get(unit.unitId)?.shown ?? null;
    const value = numberOf(shown);
    const name = words.locale === 'vi' ? unit.nameVi : unit.nameEn;
    const step = value === null ? null : BOUNDS.filter((bound) => value >= bound).length;
    return [{ col, row, short: shortName(unit.nameVi), name, value: words.shown(shown), step, number: value }];
  });
  const title = words.t('figures.by-commune', { title: words.t(figure.title) });
  const counted = known.flatMap((one) => (one.number === null ? [] : [{ ...one, number: one.number }]));
  const lowest = counted.toSorted((a, b) => (figure.better === 'lower' ? b.number - a.number : a.number - b.number)).slice(0, NAMED);
  return {
    title,
    told: words.t('briefing.map-told', { title, n: counted.length, below: counted.filter(({ number }) => number < 20).length }),
    tiles: known.map(({ number: _number, ...tile }) => tile),
    legend: legendOf(words),
    lowest: lowest.map(({ name, value }) => ({ name, value })),
  };
}

function legendOf({ t, number }: Words): TileMap['legend'] {
  const show = (value: number) => `${number(value)}\u00a0%`;
  const label = (step: number): string => {
    const [from, to] = [BOUNDS[step - 1], BOUNDS[step]];
    if (from === undefined) return t('figures.legend-below', { value: show(to ?? 0) });
    return to === undefined ? t('figures.legend-from', { value: show(from) }) : t('figures.legend-between', { from: show(from), to: show(to) });
  };
  return [...[0, 1, 2, 3, 4].map((step) => ({ step, label: label(step) })), { step: null, label: t('figures.legend-none') }];
}

/** At most three letters of a commune’s name for its tile: `BĐ` of `Phường Ba Đình`. */
export function shortName(name: string): string {
  return name
    .replace(/^(Phường|Xã) /, '')
    .split(/[\s-]+/)
    .slice(0, 3)
    .map((word) => word[0] ?? '')
    .join('');
}
