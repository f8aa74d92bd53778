import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#tests/database.ts';
import { agentNamed, asking, fresh, idsIn, reading, testClient, type Json, type TestClient } from '../testing.ts';

const { db } = await testDatabase();
let all: TestClient;
beforeAll(async () => {
  all = await testClient(db, 'all');
});
const { found, one, store } = reading(() => all);

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
