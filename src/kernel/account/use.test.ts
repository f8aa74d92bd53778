import { expect, test } from 'vitest';
import { all, APP_ROLE, connect, sql } from '#base/db/index.ts';
import Type from 'typebox';
import { operation, perform } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { countUsesOf } from './throttle.ts';

const { db, url } = await testDatabase();
const SECRET = 'a secret that all processes share';

const ask = operation({
  name: 'test.ask-openly',
  summary: 'Answers anyone, for this test.',
  kind: 'read',
  http: 'GET /test-open',
  permission: 'public',
  limit: { times: 3, seconds: 600 },
  input: Type.Object({ wrong: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
  output: Type.Object({}, { additionalProperties: false }),
  run: async () => ({}),
});

test('what anyone may ask is limited by sender, for each operation by itself; another sender and the program itself go on', async () => {
  const from = (address: string) => perform(ask, testCtx(db, { actor: ANONYMOUS, countUse: countUsesOf(db, SECRET, () => address) }), {});
  for (let n = 0; n < 3; n++) await expect(from('203.0.113.7')).resolves.toEqual({});
  await expect(from('203.0.113.7')).rejects.toMatchObject({ kind: 'limit', code: 'account.too-often', values: { minutes: 10 } });
  await expect(from('203.0.113.8')).resolves.toEqual({});
  await expect(perform(ask, testCtx(db, { actor: ANONYMOUS }), {})).resolves.toEqual({});
});

test('a hundred at once are no more than the limit', async () => {
  const count = countUsesOf(db, SECRET, () => '203.0.113.9');
  const answers = await Promise.allSettled(Array.from({ length: 30 }, () => count('test.at-once', { times: 5, seconds: 600 })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
});

test('two processes count together, and one with another secret by itself', async () => {
  const other = connect(url, { role: APP_ROLE, max: 1 });
  const [here, there] = [db, other].map((own) => countUsesOf(own, SECRET, () => '203.0.113.10'));
  const limit = { times: 4, seconds: 600 };
  for (const count of [here, there, here, there]) await count?.('test.of-two', limit);
  for (const count of [here, there]) await expect(count?.('test.of-two', limit)).rejects.toMatchObject({ kind: 'limit', code: 'account.too-often' });
  await expect(countUsesOf(db, 'some other secret', () => '203.0.113.10')('test.of-two', limit)).resolves.toBeUndefined();
  await other.destroy();
});

test('no address can be read in the counters', async () => {
  const keys = await all(db, sql<{ key: string }>`select rate.key from account.rate`);
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.filter(({ key }) => key.includes('203.0.113'))).toEqual([]);
});
