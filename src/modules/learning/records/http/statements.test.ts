import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#tests/database.ts';
import { agentNamed, fresh, reading, testClient, type Json, type TestClient } from '../testing.ts';

const { db } = await testDatabase();
let all: TestClient;
beforeAll(async () => {
  all = await testClient(db, 'all');
});
const { found, one, store } = reading(() => all);

describe('2.1.1 and 2.1.2: storing', () => {
  test('2.1.1.s1: PUT stores a statement under the id of the address', async () => {
    const { id, ...rest } = fresh();
    expect(await all('PUT', 'statements', { query: { statementId: id }, body: rest })).toMatchObject({ status: 204, text: '' });
    expect(await one(id)).toMatchObject({ ...rest, id });
  });

  test.each([
    ['2.1.1.s1.table1.row1', 'without statementId', {}, {}, 400],
    ['2.1.1.s3.b3', 'with another id in the statement', { statementId: randomUUID() }, { id: randomUUID() }, 400],
    ['2.1.1.s1', 'with a statementId that is no UUID', { statementId: 'x' }, {}, 400],
    ['3.2.s3.b7', 'with a parameter that there is not', { statementId: randomUUID(), colour: 'red' }, {}, 400],
    ['3.2.s3.b8', 'with a parameter in other letters', { StatementId: randomUUID() }, {}, 400],
  ])('%s: PUT %s is refused', async (_section, _what, query, more, status) => {
    const { id: _id, ...rest } = fresh();
    expect(await all('PUT', 'statements', { query, body: { ...rest, ...more } })).toMatchObject({ status });
  });

  test('2.1.2.s1: POST answers the ids in the order of the statements; 2.4.1.s2.b1: one without id gets one', async () => {
    const [a, { id: _id, ...b }] = [fresh(), fresh()];
    const answer = await all('POST', 'statements', { body: [a, b] });
    expect(answer).toMatchObject({ status: 200, json: [a.id, expect.stringMatching(/^[0-9a-f-]{36}$/)] });
    expect(await all('POST', 'statements', { body: fresh({ id: undefined }) })).toMatchObject({ status: 200, json: [expect.any(String)] });
  });

  test('2.1.2.s2.b4 and b5: a statement with a known id is left as it is; another one is 409, the same one is not', async () => {
    const statement = fresh({ result: { duration: 'PT1H' } });
    await store(statement);
    const other = { ...statement, verb: { id: 'http://example.com/other' } };
    expect(await all('POST', 'statements', { body: other })).toMatchObject({ status: 409 });
    expect(await all('PUT', 'statements', { query: { statementId: statement.id }, body: other })).toMatchObject({ status: 409 });
    expect(await all('POST', 'statements', { body: [fresh(), other] })).toMatchObject({ status: 409 });
    expect(await one(statement.id)).toMatchObject({ verb: statement['verb'] });
    expect(await all('PUT', 'statements', { query: { statementId: statement.id }, body: statement })).toMatchObject({ status: 204 });
    expect(await found({ verb: (statement['verb'] as Json)['id'] as string })).toEqual([statement.id]);
  });

  const again: [section: string, what: string, change: Json, status: number, first?: Json][] = [
    ['2.3.1.b1', 'a version is stated', { version: '1.0.1' }, 200],
    ['2.3.1.b2', 'the definition differs', { object: { id: 'http://example.com/o', definition: { name: { vi: 'x' } } } }, 200],
    ['2.3.1.b3', 'the display differs', { verb: { id: 'http://example.com/v', display: { fr: 'y' } } }, 200],
    ['2.3.1.b4', 'the moment is written otherwise', { timestamp: '2026-11-23T09:00:00+07:00' }, 200],
    ['2.3.1.b4', 'the moment is another', { timestamp: '2026-11-23T09:00:01+07:00' }, 409],
    ['2.3.1.b5', 'the members stand in another order', { actor: { objectType: 'Group', member: [agentNamed('b'), agentNamed('a')] } }, 200],
    ['2.3.1.b7', 'the host of the address is in capitals', { context: { instructor: { mbox: 'mailto:a@EXAMPLE.com' } } }, 200],
    ['2.3.1.b8', 'the duration is written otherwise', { result: { duration: 'PT60M' } }, 409],
    ['4.6.s1.b5', 'the duration differs by less than a hundredth of a second', { result: { duration: 'PT1H0.123S' } }, 200, { result: { duration: 'PT1H0.1299S' } }],
    ['2.3.1.s9.b2', 'a name differs', { context: { instructor: { mbox: 'mailto:a@example.com', name: 'A' } } }, 409],
  ];
  test.each(again)('%s: when %s, sending again is %3$s', async (_section, _what, change, status, first = {}) => {
    const statement = fresh({
      actor: { objectType: 'Group', member: [agentNamed('a'), agentNamed('b')] },
      verb: { id: 'http://example.com/v' },
      object: { id: 'http://example.com/o' },
      result: { duration: 'PT1H' },
      context: { instructor: { mbox: 'mailto:a@example.com' } },
      timestamp: '2026-11-23T02:00:00Z',
      ...first,
    });
    await store(statement);
    expect(await all('POST', 'statements', { body: { ...statement, ...change } })).toMatchObject({ status });
  });

  test('2.1.2.s2.b6: a batch with an id twice is refused whole; 3.2.s3.b9: as is one with a wrong statement', async () => {
    const [a, b] = [fresh(), fresh()];
    expect(await all('POST', 'statements', { body: [a, { ...b, id: a.id.toUpperCase() }] })).toMatchObject({ status: 400 });
    expect(await all('POST', 'statements', { body: [a, { ...b, verb: {} }] })).toMatchObject({ status: 400, json: { error: expect.stringContaining('1/verb/id') } });
    expect(await all('GET', 'statements', { query: { statementId: a.id } })).toMatchObject({ status: 404 });
  });

  test.each([
    ['3.2.s3.b6', 'JSON that is none', '{"a":', 'application/json'],
    ['3.2.s3.b6', 'JSON called text', JSON.stringify(fresh()), 'text/plain'],
    ['3.2.s3.b6', 'a form without the alternate syntax', 'a=b', 'application/x-www-form-urlencoded'],
    ['3.2.s3.b6', 'a text', '"x"', 'application/json'],
    ['1.4.s1.b1', 'bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json'],
  ])('%s: %s is 400', async (_section, _what, body, type) => {
    expect(await all('POST', 'statements', { body, headers: { 'content-type': type } })).toMatchObject({ status: 400 });
  });
});

describe('what the store adds', () => {
  test('2.4.7.s3.b2, 2.4.8.s3.b2, 2.4.9.s3.b3 and b4, 2.4.10.s3.b3: timestamp, stored, authority, version', async () => {
    const statement = fresh({ stored: '2001-01-01T00:00:00Z', authority: agentNamed('somebody') });
    await store(statement);
    const kept = await one(statement.id);
    expect(kept['stored']).toMatch(/^20\d\d-.*\.\d{3}Z$/);
    expect(kept['stored']).not.toContain('2001');
    expect(kept).toMatchObject({ timestamp: kept['stored'], version: '1.0.0', authority: { objectType: 'Agent', account: { name: expect.stringMatching(/^client:/) } } });
  });

  test('2.4.6.2.s4.b3 and b4, 4.5.s1.b3 and b6: context activities come back as lists, moments in UTC with milliseconds', async () => {
    const [a, b] = [{ id: 'http://example.com/a' }, { id: 'http://example.com/b' }];
    const context = { contextActivities: { parent: a, other: [a, b] } };
    const within = { objectType: 'SubStatement', actor: agentNamed('w'), verb: { id: 'http://example.com/w' }, object: a, context };
    const statement = fresh({ context, object: within, timestamp: '2026-11-23T09:00:00.1234+07:00' });
    await store(statement);
    const lists = { contextActivities: { parent: [a], other: [a, b] } };
    expect(await one(statement.id)).toMatchObject({ context: lists, object: { context: lists }, timestamp: '2026-11-23T02:00:00.1234Z' });
  });

  test('2.2.s2.b5 and 2.2.s4.b3: everything else comes back as it was sent', async () => {
    const statement = fresh({ result: { score: { raw: 1.23456789, scaled: 0.333333333 }, extensions: { 'http://example.com/e': [null, { b: 1, a: 'ế' }] } }, version: '1.0.7' });
    await store(statement);
    const kept = await one(statement.id);
    expect(JSON.stringify(kept['result'])).toBe(JSON.stringify(statement['result']));
    expect(kept).toMatchObject(statement);
  });
});

describe('2.3.2 and 2.1.4: voiding', () => {
  const voids = (id: string) => fresh({ verb: { id: 'http://adlnet.gov/expapi/verbs/voided' }, object: { objectType: 'StatementRef', id } });

  test('a voided statement is given out by voidedStatementId only, and what refers to it still is', async () => {
    const statement = fresh();
    await store(statement);
    const voiding = voids(statement.id);
    await store(voiding);
    expect(await all('GET', 'statements', { query: { statementId: statement.id } })).toMatchObject({ status: 404 });
    expect(await all('GET', 'statements', { query: { voidedStatementId: statement.id } })).toMatchObject({ status: 200, json: { id: statement.id } });
    expect(await all('GET', 'statements', { query: { voidedStatementId: voiding.id } })).toMatchObject({ status: 404 });
    expect(await found({ agent: statement['actor'] })).toEqual([voiding.id]);
  });

  test('2.3.2.s2.b3 and b5: it holds when the voiding one came first; a voiding statement cannot be voided', async () => {
    const [statement, late] = [fresh(), fresh()];
    const early = voids(statement.id);
    await store(early);
    await store(statement);
    expect(await all('GET', 'statements', { query: { voidedStatementId: statement.id } })).toMatchObject({ status: 200 });
    expect(await found({ agent: statement['actor'] })).toEqual([early.id]);
    await store(late, voids(early.id));
    expect(await all('GET', 'statements', { query: { statementId: early.id } })).toMatchObject({ status: 200 });
    expect(await all('GET', 'statements', { query: { statementId: late.id } })).toMatchObject({ status: 200 });
  });

  test('2.3.2.s2.b4: who may not void what others wrote is refused with 403', async () => {
    const statement = fresh();
    await store(statement);
    const writer = await testClient(db, 'statements/write');
    expect(await writer('POST', 'statements', { body: voids(statement.id) })).toMatchObject({ status: 403 });
    const own = fresh();
    await writer('POST', 'statements', { body: own });
    expect(await writer('POST', 'statements', { body: voids(own.id) })).toMatchObject({ status: 200 });
  });
});
