import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#tests/database.ts';
import { testCtx } from '#tests/ctx.ts';
import { createLog } from '#base/log/index.ts';
import { answerXapi } from '../http/answer.ts';
import { fresh, testClient, type TestClient } from '../testing.ts';
import { ON_DOCUMENTS } from './documents/testing.ts';
import { ON_EXCHANGE } from './exchange/testing.ts';
import { ON_OTHERS } from './others/testing.ts';
import { ON_STATEMENTS } from './statements/testing.ts';
import { BEYOND, numbersIn, SPOKEN } from './testing.ts';

/**
 * The list of requirements on stores that the authors of xAPI publish for testing conformance (XAPI-00001 to XAPI-00336), each tried in both versions. What the list
 * says is told here in our own words; the sections are those of the specification.
 */
const ALL = [...ON_STATEMENTS, ...ON_EXCHANGE, ...ON_DOCUMENTS, ...ON_OTHERS];
const { db } = await testDatabase();
let client: TestClient;
beforeAll(async () => {
  client = await testClient(db, 'all');
});

describe.each(SPOKEN)('in version %s', (version) => {
  const ask: TestClient = (method, resource, more = {}) => client(method, resource, { ...more, headers: { 'x-experience-api-version': version, ...more.headers } });
  test.each(ALL)('XAPI $ids ($section): $what', async (requirement) => requirement.try({ ask, version }));
});

test('XAPI 327 (Communication 3.2.s3.b10): who may not is refused with 403', async () => {
  const reader = await testClient(db, 'all/read');
  expect(await reader('POST', 'statements', { body: fresh() })).toMatchObject({ status: 403 });
  expect(await reader('PUT', 'activities/profile', { query: { activityId: 'http://example.com/x', profileId: 'x' }, body: {} })).toMatchObject({ status: 403 });
});

test('XAPI 329 (Communication 3.2.s2.b9): a defect is 500, with the version and without details', async () => {
  const ctx = testCtx(db, { services: { log: createLog('silent') } });
  const broken = { ...ctx, db: ctx.db.withSchema('nowhere') };
  Object.defineProperty(broken, 'db', {
    get: () => {
      throw new Error('the database is away');
    },
  });
  const request = new Request('http://localhost/xapi/statements', { headers: { authorization: 'Basic eDp5', 'x-experience-api-version': '1.0.3' } });
  const answer = await answerXapi(broken, request, 'statements');
  expect([answer.status, answer.headers.get('x-experience-api-version')]).toEqual([500, '1.0.3']);
  expect(await answer.text()).not.toContain('away');
});

test('no requirement of the list is left out', () => {
  const tried = new Set([...ALL.flatMap(({ ids }) => numbersIn(ids)), 327, 329]);
  const all = Array.from({ length: 336 }, (_one, index) => index + 1);
  expect(all.filter((id) => !tried.has(id) && BEYOND[id] === undefined)).toEqual([]);
  expect(Object.keys(BEYOND).filter((id) => tried.has(Number(id)))).toEqual([]);
});
