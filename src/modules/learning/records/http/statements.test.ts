import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#tests/database.ts';
import { asking, multipart, sha256, testClient, type TestClient } from '../testing.ts';

const { db } = await testDatabase();
let all: TestClient;
beforeAll(async () => {
  all = await testClient(db, 'all');
});

type Json = Record<string, unknown>;
const agentNamed = (name: string) => ({ objectType: 'Agent', account: { homePage: 'http://example.com', name } });
/** A statement that nobody else's questions find: its own agent, verb and activity. */
function fresh(more: Json = {}): Json & { id: string } {
  const id = randomUUID();
  return {
    id,
    actor: agentNamed(id),
    verb: { id: `http://example.com/verbs/${id}`, display: { en: 'did', vi: 'làm' } },
    object: { id: `http://example.com/activities/${id}` },
    ...more,
  };
}
const store = async (...statements: Json[]) => expect(await all('POST', 'statements', { body: statements })).toMatchObject({ status: 200 });
const idsIn = (json: unknown): unknown[] => ((json as { statements?: Json[] }).statements ?? []).map(({ id }) => id);
const found = async (query: Json, client = all) => {
  const answer = await client('GET', 'statements', { query });
  expect(answer).toMatchObject({ status: 200 });
  return idsIn(answer.json);
};
const one = async (id: string, more: Json = {}) => (await all('GET', 'statements', { query: { statementId: id, ...more } })).json as Json;

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

  test.each([
    ['2.3.1.b1', 'a version is stated', { version: '1.0.1' }, 200],
    ['2.3.1.b2', 'the definition differs', { object: { id: 'http://example.com/o', definition: { name: { vi: 'x' } } } }, 200],
    ['2.3.1.b3', 'the display differs', { verb: { id: 'http://example.com/v', display: { fr: 'y' } } }, 200],
    ['2.3.1.b4', 'the moment is written otherwise', { timestamp: '2026-11-23T09:00:00+07:00' }, 200],
    ['2.3.1.b4', 'the moment is another', { timestamp: '2026-11-23T09:00:01+07:00' }, 409],
    ['2.3.1.b5', 'the members stand in another order', { actor: { objectType: 'Group', member: [agentNamed('b'), agentNamed('a')] } }, 200],
    ['2.3.1.b7', 'the host of the address is in capitals', { context: { instructor: { mbox: 'mailto:a@EXAMPLE.com' } } }, 200],
    ['2.3.1.b8', 'the duration is written otherwise', { result: { duration: 'PT60M' } }, 409],
    ['2.3.1.s9.b2', 'a name differs', { context: { instructor: { mbox: 'mailto:a@example.com', name: 'A' } } }, 409],
  ])('%s: when %s, sending again is %3$s', async (_section, _what, change, status) => {
    const statement = fresh({
      actor: { objectType: 'Group', member: [agentNamed('a'), agentNamed('b')] },
      verb: { id: 'http://example.com/v' },
      object: { id: 'http://example.com/o' },
      result: { duration: 'PT1H' },
      context: { instructor: { mbox: 'mailto:a@example.com' } },
      timestamp: '2026-11-23T02:00:00Z',
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

describe('2.1.3: asking', () => {
  test.each([
    ['b1', { statementId: randomUUID(), voidedStatementId: randomUUID() }],
    ['b2', { statementId: randomUUID(), verb: 'http://example.com' }],
    ['b2', { voidedStatementId: randomUUID(), limit: '1' }],
    ['table1', { agent: '{"name":"x"}' }],
    ['table1', { agent: 'mailto:a@example.com' }],
    ['table1', { verb: 'did' }],
    ['table1', { activity: 'x' }],
    ['table1', { registration: 'x' }],
    ['table1', { related_agents: 'True' }],
    ['table1', { since: '2026-99-01' }],
    ['table1', { until: 'now' }],
    ['table1', { limit: '-1' }],
    ['table1', { format: 'Exact' }],
    ['table1', { attachments: '1' }],
    ['3.2.s3.b7', { unknown: 'x' }],
    ['3.2.s3.b8', { Verb: 'http://example.com' }],
  ])('2.1.3.s2.%s: %j is 400', async (_section, query) => {
    expect(await all('GET', 'statements', { query })).toMatchObject({ status: 400 });
  });

  test('each part of a statement answers the parameter that means it', async () => {
    const registration = randomUUID();
    const [instructor, team, member, other] = ['i', 't', 'm', 'o'].map((name) => agentNamed(`${name} ${registration}`));
    const [parent, inner] = ['p', 'n'].map((name) => ({ id: `http://example.com/${name}/${registration}` }));
    const a = fresh({ context: { registration, instructor, team: { ...team, objectType: 'Group', member: [member] }, contextActivities: { parent: [parent] } } });
    const b = fresh({ object: other });
    const c = fresh({ actor: { objectType: 'Group', member: [member] } });
    const d = fresh({
      object: { objectType: 'SubStatement', actor: other, verb: { id: 'http://example.com/v' }, object: inner, context: { instructor, contextActivities: { other: [parent] } } },
    });
    await store(a, b, c, d);
    const ids = [a, b, c, d].map(({ id }) => id);
    const [A, B, C, D] = ids;
    const near = (agent: unknown) => found({ agent, ascending: 'true' });
    const far = (agent: unknown) => found({ agent, related_agents: 'true', ascending: 'true' });
    expect(await near(a['actor'])).toEqual([A]);
    expect(await near(instructor)).toEqual([]);
    expect(await near(member)).toEqual([C]);
    expect(await near(other)).toEqual([B]);
    expect(await far(instructor)).toEqual([A, D]);
    expect(await far(team)).toEqual([A]);
    expect(await far(member)).toEqual([A, C]);
    expect(await far(other)).toEqual([B, D]);
    expect(await found({ registration: registration.toUpperCase() })).toEqual([A]);
    expect(await found({ activity: (a['object'] as Json)['id'] as string })).toEqual([A]);
    expect(await found({ activity: parent?.id })).toEqual([]);
    expect(await found({ activity: parent?.id, related_activities: 'true' })).toEqual([D, A]);
    expect(await found({ activity: inner?.id, related_activities: 'true' })).toEqual([D]);
    expect(await found({ activity: parent?.id, related_activities: 'true', agent: instructor, related_agents: 'true', verb: (d['verb'] as Json)['id'] as string })).toEqual([D]);
    expect(await found({ agent: a['actor'], verb: (b['verb'] as Json)['id'] as string })).toEqual([]);
  });

  test('the authority is found with related_agents', async () => {
    const [client, statement] = [await testClient(db, 'all'), fresh()];
    await client('POST', 'statements', { body: statement });
    const { authority } = await one(statement.id);
    expect(await found({ agent: authority, related_agents: 'true' })).toEqual([statement.id]);
    expect(await found({ agent: authority })).toEqual([]);
  });

  test('2.1.3.s3: a statement that refers to one answers for it, through others too, whichever came first', async () => {
    const target = fresh();
    const refers = (id: string) => fresh({ object: { objectType: 'StatementRef', id } });
    const early = refers(target.id);
    const earlier = refers(early.id);
    await store(earlier);
    await store(early);
    await store(target);
    const late = refers(target.id);
    const later = refers(late.id);
    await store(late, later);
    const query = { agent: target['actor'], ascending: 'true' };
    expect(await found(query)).toEqual([earlier, early, target, late, later].map(({ id }) => id));
    expect(await found({ ...query, verb: (late['verb'] as Json)['id'] as string })).toEqual([]);
    expect(await found({ activity: (target['object'] as Json)['id'] as string, since: (await one(target.id))['stored'] as string })).toEqual([later.id, late.id]);
  });

  test('since is exclusive, until inclusive, of the moment of storing; newest first unless ascending', async () => {
    const registration = randomUUID();
    const statements = [1, 2, 3].map(() => fresh({ context: { registration } }));
    for (const statement of statements) await store(statement);
    const [a, b, c] = statements.map(({ id }) => id);
    const stored = (await one(b ?? ''))['stored'] as string;
    expect(await found({ registration })).toEqual([c, b, a]);
    expect(await found({ registration, ascending: 'true' })).toEqual([a, b, c]);
    expect(await found({ registration, since: stored })).toEqual([c]);
    expect(await found({ registration, until: stored })).toEqual([b, a]);
  });

  test('2.5: pages go on by more, which holds all it needs, and end with an empty text', async () => {
    const registration = randomUUID();
    const statements = Array.from({ length: 7 }, () => fresh({ context: { registration } }));
    await store(...statements);
    for (const ascending of ['false', 'true']) {
      const seen: unknown[] = [];
      let query: Record<string, string> = { registration, limit: '3', ascending };
      for (;;) {
        const answer = await all('GET', 'statements', { query });
        seen.push(...idsIn(answer.json));
        const { more } = answer.json as { more: string };
        if (more === '') break;
        expect(more).toMatch(/^\/xapi\/statements\?/);
        query = Object.fromEntries(new URLSearchParams(more.split('?')[1]));
      }
      const ids = statements.map(({ id }) => id);
      expect(seen).toEqual(ascending === 'true' ? ids : ids.toReversed());
    }
    expect(await found({ registration, limit: '0' })).toHaveLength(7);
  });

  test('2.1.3.s2.b4: nothing found is an empty list', async () => {
    expect(await all('GET', 'statements', { query: { verb: `http://example.com/${randomUUID()}` } })).toMatchObject({ status: 200, json: { statements: [], more: '' } });
  });

  test('2.1.3.s2.b5 and b8, 1.1.s3.b1: headers of every answer, and HEAD is GET without its body', async () => {
    const statement = fresh();
    await store(statement);
    const get = await all('GET', 'statements', { query: { statementId: statement.id } });
    const head = await all('HEAD', 'statements', { query: { statementId: statement.id } });
    expect(Date.parse(get.headers.get('last-modified') ?? '')).toBe(Math.floor(Date.parse((get.json as Json)['stored'] as string) / 1000) * 1000);
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.get('last-modified')).toBe(get.headers.get('last-modified'));
    for (const answer of [get, head, await all('POST', 'statements', { body: fresh() }), await all('POST', 'statements', { body: {} })]) {
      const through = Date.parse(answer.headers.get('x-experience-api-consistent-through') ?? '');
      expect(Math.abs(Date.now() - through)).toBeLessThan(10_000);
    }
    expect(await all('HEAD', 'statements', { query: { statementId: randomUUID() } })).toMatchObject({ status: 404, text: '' });
  });
});

describe('2.1.3.s1.table1.row12: formats', () => {
  const definition = { name: { en: 'Lesson', vi: 'Bài học' }, interactionType: 'choice', choices: [{ id: 'a', description: { en: 'One', vi: 'Một' } }] };

  test('ids holds no more than identifies', async () => {
    const group = { objectType: 'Group', name: 'Tổ', member: [{ ...agentNamed('x'), name: 'X' }] };
    const statement = fresh({ actor: group, object: { id: 'http://example.com/ids', definition }, context: { instructor: { ...agentNamed('y'), name: 'Y' } } });
    await store(statement);
    const kept = await one(statement.id, { format: 'ids' });
    expect(kept['actor']).toEqual({ objectType: 'Group', member: [agentNamed('x')] });
    expect(kept['verb']).toEqual({ id: (statement['verb'] as Json)['id'] });
    expect(kept['object']).toEqual({ id: 'http://example.com/ids' });
    expect(kept['context']).toEqual({ instructor: agentNamed('y') });
  });

  test('canonical brings what is known, each text in the one language that suits (2.1.3.s4)', async () => {
    const id = `http://example.com/canonical/${randomUUID()}`;
    const [a, b] = [fresh({ object: { id, definition } }), fresh({ object: { id, definition: { name: { fr: 'Leçon' } } } })];
    await store(a);
    await store(b);
    const inLanguage = async (language: string) =>
      (await all('GET', 'statements', { query: { statementId: b.id, format: 'canonical' }, headers: { 'accept-language': language } })).json as Json;
    expect(await inLanguage('vi-VN, en;q=0.5')).toMatchObject({
      object: { definition: { name: { vi: 'Bài học' }, choices: [{ id: 'a', description: { vi: 'Một' } }] } },
      verb: { display: { vi: 'làm' } },
    });
    const french = await inLanguage('fr;q=0.9, en;q=0.1');
    expect(french).toMatchObject({ object: { definition: { name: { fr: 'Leçon' }, choices: [{ description: { en: 'One' } }] } } });
    expect(Object.keys(((french['object'] as Json)['definition'] as Json)['name'] as Json)).toEqual(['fr']);
    expect(await one(b.id)).toMatchObject({ object: { definition: { name: { fr: 'Leçon' } } } });
  });

  test('4.2, define: who may not define changes nothing that is known; 2.5: an activity is given out as known', async () => {
    const id = `http://example.com/defined/${randomUUID()}`;
    const writer = await testClient(db, 'statements/write');
    await writer('POST', 'statements', { body: fresh({ object: { id, definition } }) });
    expect(await all('GET', 'activities', { query: { activityId: id } })).toMatchObject({ status: 200, json: { objectType: 'Activity', id } });
    expect(((await all('GET', 'activities', { query: { activityId: id } })).json as Json)['definition']).toBeUndefined();
    await store(fresh({ object: { id, definition } }));
    expect(await all('GET', 'activities', { query: { activityId: id } })).toMatchObject({ json: { id, definition } });
  });
});

describe('1.5.2 and 2.4.11: attachments', () => {
  const bytes = 'đây là tệp kèm theo';
  const said = (more: Json = {}) => ({
    usageType: 'http://example.com/use',
    display: { vi: 'Tệp' },
    contentType: 'text/plain',
    length: Buffer.byteLength(bytes),
    sha2: sha256(bytes),
    ...more,
  });
  const binary = { 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': sha256(bytes) };
  const send = (statement: unknown, parts: Parameters<typeof multipart>[1]) => all('POST', 'statements', multipart(statement, parts));

  test('come with their statement and are given out with it', async () => {
    const statement = fresh({ attachments: [said()] });
    expect(await send(statement, [{ bytes }])).toMatchObject({ status: 200, json: [statement.id] });
    const answer = await all('GET', 'statements', { query: { statementId: statement.id, attachments: 'true' } });
    const boundary = /boundary=(.+)$/.exec(answer.headers.get('content-type') ?? '')?.[1] ?? '-';
    const [, first = '', second = '', end] = answer.text.split(`--${boundary}`);
    expect(first).toContain('Content-Type: application/json');
    expect(JSON.parse(first.split('\r\n\r\n')[1] ?? '')).toMatchObject({ id: statement.id });
    expect(second).toContain(`X-Experience-API-Hash: ${sha256(bytes)}`);
    expect(second).toContain('Content-Transfer-Encoding: binary');
    expect(second.split('\r\n\r\n')[1]).toBe(`${bytes}\r\n`);
    expect(end).toBe('--\r\n');
    expect((await all('GET', 'statements', { query: { statementId: statement.id, attachments: 'false' } })).headers.get('content-type')).toBe('application/json');
  });

  test('bytes are given out with the statement they came with only', async () => {
    const [with_, without] = [fresh({ attachments: [said()] }), fresh({ attachments: [said({ fileUrl: 'http://example.com/f' })] })];
    await send(with_, [{ bytes }]);
    await store(without);
    expect((await all('GET', 'statements', { query: { statementId: without.id, attachments: 'true' } })).text).not.toContain(bytes);
  });

  const cases: [section: string, what: string, attachments: Json[], parts: Parameters<typeof multipart>[1], status: number][] = [
    ['1.5.2.s2.b2.b3', 'without its hash', [said()], [{ headers: { 'Content-Transfer-Encoding': 'binary' }, bytes }], 400],
    ['1.5.2.s2.b2.b4', 'without its encoding', [said()], [{ headers: { 'X-Experience-API-Hash': sha256(bytes) }, bytes }], 400],
    ['1.5.2.s2.b2.b4', 'with another encoding', [said()], [{ headers: { ...binary, 'Content-Transfer-Encoding': 'base64' }, bytes }], 400],
    ['1.5.2.s2.b2.b7', 'of another type', [said()], [{ headers: { ...binary, 'Content-Type': 'image/png' }, bytes }], 400],
    ['1.5.2.s2.b2.b7', 'of another length', [said({ length: 1 })], [{ bytes }], 400],
    ['1.5.2.s1.b4', 'with other bytes than its hash says', [said()], [{ headers: binary, bytes: 'khác' }], 400],
    ['1.5.2.s3.b5', 'that is missing', [said()], [], 400],
    ['1.5.2.s3.b5', 'that is missing but has an address', [said({ fileUrl: 'http://example.com/f' })], [], 200],
    ['1.5.2.s2.b2', 'that no statement names', [], [{ bytes }], 400],
    ['1.5.2.s3.b8', 'in none at all', [], [], 200],
  ];
  test.each(cases)('%s: an attachment %s', async (_section, _what, attachments, parts, status) => {
    expect(await send(fresh({ attachments }), parts)).toMatchObject({ status });
  });

  test('a batch with one attachment for two statements, of SHA-512 and large', async () => {
    const large = Buffer.alloc(3_000_000, 'x');
    const both = [fresh({ attachments: [said({ length: large.length, sha2: sha256(large) })] }), fresh({ attachments: [said({ length: large.length, sha2: sha256(large) })] })];
    expect(await send(both, [{ bytes: large }])).toMatchObject({ status: 200 });
    const answer = await all('GET', 'statements', { query: { statementId: both[1]?.id, attachments: 'true' } });
    expect(answer.text.length).toBeGreaterThan(large.length);
  });

  test('1.5.1.s1.b2: JSON alone may name attachments by address only', async () => {
    expect(await all('POST', 'statements', { body: fresh({ attachments: [said({ fileUrl: 'http://example.com/f' })] }) })).toMatchObject({ status: 200 });
    expect(await all('POST', 'statements', { body: fresh({ attachments: [said()] }) })).toMatchObject({ status: 400 });
  });

  test.each([
    ['without boundary', 'multipart/mixed', '--x\r\n\r\n{}\r\n--x--'],
    ['broken off', 'multipart/mixed; boundary=x', '--x\r\nContent-Type: application/json\r\n\r\n{}'],
    ['without a part of JSON', 'multipart/mixed; boundary=x', '--x\r\nContent-Type: text/plain\r\n\r\n{}\r\n--x--\r\n'],
    ['without parts', 'multipart/mixed; boundary=x', '--x--\r\n'],
  ])('1.5.2.s2.b2: a body %s is 400', async (_what, type, body) => {
    expect(await all('POST', 'statements', { body, headers: { 'content-type': type } })).toMatchObject({ status: 400 });
  });

  describe('2.6: signatures', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jws = (statement: unknown, alg = 'RS256', header: Json = {}) => {
      const signed = `${part({ alg, ...header })}.${part(statement)}`;
      return `${signed}.${sign(`RSA-SHA${alg.slice(2)}`, Buffer.from(signed), privateKey).toString('base64url')}`;
    };
    const signedWith = (statement: Json, token: string, type = 'application/octet-stream') => ({
      ...statement,
      attachments: [
        { usageType: 'http://adlnet.gov/expapi/attachments/signature', display: { en: 'Signature' }, contentType: type, length: Buffer.byteLength(token), sha2: sha256(token) },
      ],
    });
    const cases2: [section: string, what: string, make: (statement: Json) => [Json, string], status: number][] = [
      ['b3', 'of the statement', (s) => [s, jws(s)], 200],
      ['b3', 'of the statement with what the store adds', (s) => [s, jws({ ...s, authority: agentNamed('x'), stored: '2026-01-01T00:00:00Z', version: '1.0.0' })], 200],
      ['b4', 'with RS384', (s) => [s, jws(s, 'RS384')], 200],
      ['b4', 'with RS512', (s) => [s, jws(s, 'RS512')], 200],
      ['b4', 'with another algorithm', (s) => [s, `${part({ alg: 'HS256' })}.${part(s)}.AAAA`], 400],
      ['b3', 'of another statement', (s) => [s, jws({ ...s, verb: { id: 'http://example.com/other' } })], 400],
      ['b1', 'that is no JWS', (s) => [s, 'not a signature'], 400],
      ['s5.b3.b3', 'with a certificate that is none', (s) => [s, jws(s, 'RS256', { x5c: ['AAAA'] })], 400],
    ];
    test.each(cases2)('2.6.s4.%s: a signature %s', async (_section, _what, make, status) => {
      const [statement, token] = make(fresh());
      expect(await send(signedWith(statement, token), [{ bytes: token }])).toMatchObject({ status });
    });

    test('2.6.s4.b1: a signature has its own media type and comes along', async () => {
      const statement = fresh();
      const token = jws(statement);
      expect(await send(signedWith(statement, token, 'text/plain'), [{ bytes: token }])).toMatchObject({ status: 400 });
      const [attachment] = signedWith(statement, token).attachments;
      expect(await all('POST', 'statements', { body: { ...statement, attachments: [{ ...attachment, fileUrl: 'http://example.com/s' }] } })).toMatchObject({ status: 400 });
    });
  });
});

describe('4.2: scopes', () => {
  test('what each scope may', async () => {
    const statement = fresh();
    await store(statement);
    const cases: [scopes: Parameters<typeof testClient>[1][], writes: number, reads: number, foreign: number][] = [
      [['statements/write'], 200, 403, 403],
      [['statements/write', 'statements/read/mine'], 200, 200, 404],
      [['statements/read'], 403, 200, 200],
      [['all/read'], 403, 200, 200],
      [['state', 'profile', 'define'], 403, 403, 403],
      [['all'], 200, 200, 200],
    ];
    for (const [scopes, writes, reads, foreign] of cases) {
      const client = await testClient(db, ...scopes);
      expect([scopes, (await client('POST', 'statements', { body: fresh() })).status]).toEqual([scopes, writes]);
      expect([scopes, (await client('GET', 'statements', { query: { limit: '1' } })).status]).toEqual([scopes, reads]);
      expect([scopes, (await client('GET', 'statements', { query: { statementId: statement.id } })).status]).toEqual([scopes, foreign]);
    }
  });

  test('read/mine finds only what the client wrote, also through references', async () => {
    const client = await testClient(db, 'statements/write', 'statements/read/mine');
    const [own, other] = [fresh(), fresh()];
    await store(other);
    await client('POST', 'statements', { body: [own, fresh({ object: { objectType: 'StatementRef', id: other.id } })] });
    await store(fresh({ object: { objectType: 'StatementRef', id: own.id } }));
    expect(await found({ agent: other['actor'] }, client)).toHaveLength(1);
    expect(await found({ agent: own['actor'] }, client)).toEqual([own.id]);
    expect(await found({}, client)).toHaveLength(2);
  });

  test('4.0.s3: without a credential, or with a wrong one, 401', async () => {
    for (const header of [undefined, 'Basic eDp5', 'Basic Og==']) {
      const answer = await asking(db, header)('GET', 'statements');
      expect(answer).toMatchObject({ status: 401 });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
    }
  });
});
