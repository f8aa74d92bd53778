import { Value } from 'typebox/value';
import { Index, readIndexes } from '#content/index.ts';
import type { Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { listImported } from './store.ts';

/** An index with where it comes from: version 0 comes with Khuê, later ones were imported. */
export type Kept = { index: Index; version: number; importedAt: Date | null; importedBy: string | null };

let shipped: Map<string, Index> | undefined;

function fromContent(): Map<string, Index> {
  shipped ??= new Map(readIndexes().map((index) => [index.key, index]));
  return shipped;
}

/** Every index in the version that holds: those that come with Khuê first, then the imported ones by key. */
export async function listKept(db: Db): Promise<Kept[]> {
  const imported = await listImported(db);
  const newer = new Map(imported.map((one) => [one.key, one]));
  const own = [...fromContent().values()].map((index): Kept => keptFrom(newer.get(index.key)) ?? { index, version: 0, importedAt: null, importedBy: null });
  return [...own, ...imported.filter(({ key }) => !fromContent().has(key)).flatMap((one) => keptFrom(one) ?? [])];
}

/** The index of that key in the version that holds; throws `missing`. */
export async function getKept(db: Db, key: string): Promise<Kept> {
  const [imported] = await listImported(db, key);
  const index = fromContent().get(key);
  return found(keptFrom(imported) ?? (index && { index, version: 0, importedAt: null, importedBy: null }), 'scorecards.error.no-index', { key });
}

/** The same with the year checked: throws `invalid` when the index is not used for it or the year has not come. */
export async function getForYear(db: Db, key: string, year: number, today: string): Promise<Kept> {
  const kept = await getKept(db, key);
  const { from_year, to_year } = kept.index;
  const last = Math.min(to_year ?? 9999, Number(today.slice(0, 4)));
  if (year < from_year || year > last) throw new Problem('invalid', 'scorecards.error.score-wrong-year', { from: String(from_year), to: String(last) });
  return kept;
}

/** The years an index can be used for up to today, newest first. */
export function yearsOf({ from_year, to_year }: Pick<Index, 'from_year' | 'to_year'>, today: string): number[] {
  const last = Math.min(to_year ?? 9999, Number(today.slice(0, 4)));
  return Array.from({ length: Math.max(0, last - from_year + 1) }, (_, back) => last - back);
}

/** The day on which a year is read: its last day, or today while it runs. */
export function dayOfYear(year: number, today: string): string {
  const last = `${year}-12-31`;
  return last < today ? last : today;
}

function keptFrom(stored: { version: number; body: unknown; importedAt: Date; by: string | null } | undefined): Kept | undefined {
  if (stored === undefined) return undefined;
  return { index: Value.Parse(Index, stored.body), version: stored.version, importedAt: stored.importedAt, importedBy: stored.by };
}
