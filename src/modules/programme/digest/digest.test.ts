import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { translator } from '#base/text/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareAll, makeCity, type City } from '../testing.ts';
import { sendDigests } from './index.ts';
import { digestOf } from './rules.ts';
import { addDigestParts, type DigestPart } from './store.ts';

const { db, rolledBack } = await testDatabase();
let city: City;

beforeAll(async () => {
  declareAll();
  city = await makeCity(db);
});

const targets = (personId: string): DigestPart => ({ personId, source: 'targets', values: { worse: 1, silent: 0, title: 'Hồ sơ điện tử' }, href: '/targets/a' });
const reports = (personId: string): DigestPart => ({ personId, source: 'reports', values: { soon: 2, late: 1 }, href: '/reports?state=open' });
const told = (tx: Db, personId: string) =>
  all(
    tx,
    sql<{ key: string; data: Record<string, unknown>; href: string }>`
    select message.key, message.data, message.href
    from kernel.message
    where message.person_id = ${personId}
    order by message.id`,
  );

rolledBack('what several sources have to tell a person leaves in one message, which leads to Today', async (tx) => {
  await addDigestParts(tx, '2026-11-23', [targets(city.head), reports(city.head), reports(city.officer)]);
  expect(await sendDigests(testCtx(tx))).toBe(2);
  expect(await told(tx, city.head)).toEqual([{ key: 'plans.day-digest', data: { worse: 1, silent: 0, soon: 2, late: 1, near: 0, overdue: 0 }, href: '/' }]);
  expect(await told(tx, city.officer)).toEqual([{ key: 'reports.reminder', data: { soon: 2, late: 1 }, href: '/reports?state=open' }]);
});

rolledBack('what comes after the digest of a day waits for the next day, and nothing is told twice', async (tx) => {
  await addDigestParts(tx, '2026-11-23', [targets(city.head)]);
  await addDigestParts(tx, '2026-11-23', [targets(city.head)]);
  expect(await sendDigests(testCtx(tx))).toBe(1);
  await addDigestParts(tx, '2026-11-23', [reports(city.head)]);
  expect(await sendDigests(testCtx(tx))).toBe(0);
  await addDigestParts(tx, '2026-11-24', [reports(city.head)]);
  expect(await sendDigests(testCtx(tx, { today: '2026-11-24' }))).toBe(1);
  expect(await sendDigests(testCtx(tx, { today: '2026-11-25' }))).toBe(0);
  expect((await told(tx, city.head)).map(({ key, data }) => [key, data['late']])).toEqual([
    ['plans.digest', undefined],
    ['reports.reminder', 2],
  ]);
});

test.each(['vi', 'en'] as const)('the sentence of a whole digest names what there is, and nothing else, in %s', (locale) => {
  const t = translator(locale);
  fc.assert(
    fc.property(fc.record({ worse: fc.nat(9), silent: fc.nat(9), soon: fc.nat(9), late: fc.nat(9), near: fc.nat(9), overdue: fc.nat(9) }), (counts) => {
      const { key, values } = digestOf([{ ...targets('a'), values: { ...counts, title: 't' } }, reports('a')].map((part, at) => (at === 1 ? { ...part, values: {} } : part)));
      const named = [...t(key, values).matchAll(/\d+/g)].map(([n]) => Number(n));
      expect(named.toSorted()).toEqual(
        Object.values(counts)
          .filter((n) => n > 0)
          .toSorted(),
      );
    }),
  );
});
