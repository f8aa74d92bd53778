import { expect, test } from 'vitest';
import { all, asOneRow, sql, together } from './index.ts';
import { testDatabase } from '#tests/database.ts';

const { db } = await testDatabase();

const numbers = sql<{ n: number }>`
  select each.n
  from generate_series(1, 3) as each (n)
  order by each.n desc`;
const none = sql<{ n: number }>`
  select 1 as n
  where false`;

test('each query gives its rows in their order, and none where there are none', async () => {
  expect(await together(db, { numbers, none })).toEqual({ numbers: [{ n: 3 }, { n: 2 }, { n: 1 }], none: [] });
});

test('days, numbers, texts and JSON come as by themselves; a moment comes as its text', async () => {
  const values = sql<{ day: string; end: string; big: number; exact: number; text: string | null; list: string[]; json: unknown; at: Date }>`
    select '2026-11-27'::date as day, 'infinity'::date as "end", 3000000000::bigint as big, 1.5::numeric as exact, null::text as text, array['ă', 'đ'] as list,
      '{"a": [1]}'::jsonb as json, '2026-11-27 03:00:00.5+00'::timestamptz as at`;
  const { one } = await together(db, { one: values });
  const [alone] = await all(db, values);
  const { at, ...others } = one[0] ?? { at: '' };
  const { at: moment, ...same } = alone ?? {};
  expect(others).toEqual(same);
  expect(new Date(at)).toEqual(moment);
});

test('values are passed to each query, also to one within another', async () => {
  const given = (text: string) => sql<{ text: string }>`select ${text}::text as text`;
  const { outer, plain } = await together(db, { outer: asOneRow({ a: given("'"), b: given('b') }), plain: given('c') });
  expect([outer, plain]).toEqual([[{ a: [{ text: "'" }], b: [{ text: 'b' }] }], [{ text: 'c' }]]);
});
