import type { RequestEvent } from '@sveltejs/kit';
import { byName, formatNumber, type Locale } from '#base/text/index.ts';
import { listTiles } from '#modules/directory/index.ts';
import { listIndexes, shortName, type Ranking, type RankLine, type ScoreValue } from '#modules/programme/index.ts';
import type { Tile } from '#ui/chart/types.ts';
import type { Step } from '#ui/types.ts';
import { load } from './load.ts';

const STEPS: readonly Step[] = [0, 1, 2, 3, 4];

/** Lower bounds of the tints of a score map, as shares of the maximum in percent. */
export const SCORE_BOUNDS = [20, 40, 60, 80];

/** The year a page is about: `?year=` when the index can be used for it, else its newest one. */
export async function yearOf(event: Pick<RequestEvent, 'locals' | 'url'>, key: string): Promise<{ year: number; years: number[] }> {
  const years = (await load(event, listIndexes, {})).find((index) => index.key === key)?.years ?? [];
  const asked = Number(event.url.searchParams.get('year'));
  return { year: years.includes(asked) ? asked : (years[0] ?? Number(event.locals.ctx.today.slice(0, 4))), years };
}

/** The communes on the tile map, tinted by their share of the maximum; empty when the ranking holds none of them. */
export function scoreTiles({ units, index, year }: Ranking, locale: Locale, none: string): Tile[] {
  const lines = new Map(units.map((line) => [line.unitId, line]));
  const tiles = listTiles().flatMap(({ unitId, code, nameVi, nameEn, tile: [col, row] }): Tile[] => {
    const line = lines.get(unitId);
    if (line === undefined) return [];
    const value = line.points === null ? none : formatNumber(line.points, locale, 4);
    const share = line.value;
    const step = share === null ? null : (STEPS[SCORE_BOUNDS.filter((bound) => 100 * share >= bound).length] ?? null);
    return [{ code, name: locale === 'vi' ? nameVi : nameEn, short: shortName(nameVi), col, row, value, step, href: `/scorecards/${index}/${unitId}?year=${year}` }];
  });
  return tiles.toSorted((a, b) => byName(a.name, b.name));
}

/** The lines of a ranking as `?sort=` asks: `rank`, `name`, `points`, `open` or `g-<code of a group>`, descending with a minus; without a total they come last. */
export function sortLines(lines: readonly RankLine[], sort: string): RankLine[] {
  const [key, down] = sort.startsWith('-') ? [sort.slice(1), true] : [sort, false];
  if (key === 'name') return lines.toSorted((a, b) => (down ? -1 : 1) * byName(a.nameVi, b.nameVi));
  const read = (line: RankLine): number | null => {
    if (key === 'points') return line.points;
    if (key === 'open') return line.open + line.awaiting;
    return key.startsWith('g-') ? (line.groups.find(({ code }) => code === key.slice(2))?.points ?? null) : line.rank;
  };
  return lines.toSorted((a, b) => {
    const [x, y] = [read(a), read(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return down ? y - x : x - y;
  });
}

/** The value of a component as a form gives it: conditions that are ticked, part and whole, or a number; undefined when nothing was filled in. */
export function scoreValueOf(form: FormData): ScoreValue | undefined {
  if (form.get('asked') === 'conditions') return form.getAll('condition').map(String);
  const number = (name: string): number | undefined => {
    const text = String(form.get(name) ?? '')
      .trim()
      .replace(/\s|\u00a0/g, '')
      .replace(',', '.');
    return text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
  };
  const [part, whole] = [number('part'), number('whole')];
  return part !== undefined && whole !== undefined ? { part, whole } : number('value');
}

/** The files of a form, for an operation that keeps evidence. */
export async function filesOf(form: FormData, name: string): Promise<{ name: string; content: string }[]> {
  const files = form.getAll(name).filter((file): file is File => file instanceof File && file.size > 0);
  return Promise.all(files.map(async (file) => ({ name: file.name, content: Buffer.from(await file.arrayBuffer()).toString('base64') })));
}
