import { expect } from 'vitest';
import { fresh, idsIn, type Json, type TestClient } from '../testing.ts';

/** The versions in which every requirement is tried. */
export const SPOKEN = ['1.0.3', '2.0.0'] as const;
/** One of them. */
export type Spoken = (typeof SPOKEN)[number];

/** What a requirement is tried with: the store asked in one version. */
export type Ask = { ask: TestClient; version: Spoken };

/** A requirement (or some) of the public list for stores, by number; where the specification says it; and how it is tried. */
export type Requirement = { ids: string; section: string; what: string; try: (asked: Ask) => Promise<void> };

/** The numbers in a text such as `3-5, 9`. */
export function numbersIn(ids: string): number[] {
  return ids.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_one, index) => from + index);
  });
}

/** Numbers of the list that cannot be tried, each with the reason. */
export const BEYOND: Record<number, string> = {
  19: 'defines a word; the reserved verb is tried with 17',
  136: 'there is no requirement with this number',
  137: 'withdrawn by its authors',
  138: 'withdrawn by its authors',
  152: 'withdrawn by its authors',
  205: 'withdrawn: a deletion has no parameter since',
  223: 'withdrawn: a deletion has no parameter since',
  224: 'a parameter in an address is always a text',
  225: 'a parameter in an address is always a text',
  226: 'a parameter in an address is always a text',
  228: 'a parameter in an address is always a text',
  276: 'a parameter in an address is always a text',
  277: 'a parameter in an address is always a text',
  304: 'this resource has no agent',
  305: 'a parameter in an address is always a text',
  306: 'a parameter in an address is always a text',
  307: 'a parameter in an address is always a text',
  320: 'optional: about may hold extensions',
};

/** An object with a value put at a path (`object/id`); undefined takes the field away. */
export function put(whole: Json, path: string, value: unknown): Json {
  const [field = '', ...rest] = path.split('/');
  const inner = whole[field];
  const next = rest.length === 0 ? value : put(typeof inner === 'object' && inner !== null ? (inner as Json) : {}, rest.join('/'), value);
  return { ...whole, [field]: next };
}

/** A row of a table of requirements. */
export type Row = [ids: string, section: string, what: string, attempt: (asked: Ask) => Promise<void>];

const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';
/** A value of JSON as an object. */
export const json = (value: unknown): Json => value as Json;
/** A statement about another. */
export const refers = (id: string, more: Json = {}) => fresh({ object: { objectType: 'StatementRef', id }, ...more });
/** A statement that voids another. */
export const voids = (id: string) => refers(id, { verb: { id: VOIDED } });

/** Stores statements. */
export async function store({ ask }: Ask, ...statements: Json[]): Promise<void> {
  expect(await ask('POST', 'statements', { body: statements })).toMatchObject({ status: 200 });
}
/** What is given out for a question. */
export async function given({ ask }: Ask, query: Json, headers: Record<string, string> = {}) {
  const answer = await ask('GET', 'statements', { query, headers });
  expect([query, answer.status]).toEqual([query, 200]);
  return { ...answer, one: json(answer.json), ids: idsIn(answer.json) };
}
/** Asks each question and wants one status. */
export async function statuses({ ask }: Ask, method: string, queries: readonly Json[], status: number): Promise<void> {
  for (const query of queries)
    expect([query, (await ask(method, 'statements', { query, ...(method === 'PUT' ? { body: fresh({ id: undefined }) } : {}) })).status]).toEqual([query, status]);
}
