import Type, { type TSchema } from 'typebox';
import { pageOf as partOf, pagesOf } from '#base/db/index.ts';
import { paged } from '#kernel/operation/index.ts';
import { closed } from './model.ts';

/** People on a page. */
const PAGE = 50;
/** People in a file at the most. */
const MOST = 150_000;

/** A part of a list: how many rows, after how many. */
export type Part = { limit: number; offset: number };

/** What every page of a list of people says, besides what the list is of. */
export const pageOf = <P extends TSchema>(person: P) => ({
  people: Type.Array(person, { maxItems: PAGE }),
  ...paged,
});

/** A list of people as a file. */
export const fileOf = <P extends TSchema>(person: P) => Type.Object({ people: Type.Array(person, { maxItems: MOST }) }, closed);

/** Each person shown sees the look; the audit keeps what the list is of and how many it showed. */
export const looked = {
  looksAt: (_input: unknown, { people }: { people: readonly { personId: string }[] }): string[] => people.map(({ personId }) => personId),
  trace: ({ id }: { id: string }, { people }: { people: readonly unknown[] }) => ({ subject: id, detail: { people: people.length } }),
};

type Rows<R> = (part: Part) => Promise<R[]>;

/** A page of the rows that `list` gives, each with the total of all pages. */
export async function readPage<R extends { total: number }>(list: Rows<R>, page: number) {
  const rows = await list(partOf(page, PAGE));
  const total = rows[0]?.total ?? 0;
  return { people: rows.map(plain), total, page, pages: pagesOf(total, PAGE) };
}

/** All rows that `list` gives, for a file. */
export async function readFile<R extends { total: number }>(list: Rows<R>) {
  return { people: (await list({ limit: MOST, offset: 0 })).map(plain) };
}

function plain<R extends { total: number }>({ total: _total, ...person }: R): Omit<R, 'total'> {
  return person;
}
