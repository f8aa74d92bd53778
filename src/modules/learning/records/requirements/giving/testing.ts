import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { agentNamed, fresh, idsIn, type Json } from '../../testing.ts';
import { given, json, statuses, store, voids, type Row } from '../testing.ts';

/** The requirements on giving out statements. */
export const GIVING: Row[] = [
  [
    '112, 149',
    'Communication 2.1.3.s2.b4',
    'nothing found is an empty list',
    async (asked) => expect((await given(asked, { verb: `http://example.com/${randomUUID()}` })).one).toEqual({ statements: [], more: '' }),
  ],
  [
    '150-151',
    'Communication 2.1.3.s2.b2',
    'with one statement asked for, only attachments and format may be said',
    async (asked) => {
      const others = {
        agent: agentNamed('x'),
        verb: 'http://example.com/v',
        activity: 'http://example.com/a',
        registration: randomUUID(),
        related_activities: 'true',
        related_agents: 'true',
        since: '2012-06-01T19:09:13.245Z',
        until: '2012-06-01T19:09:13.245Z',
        limit: '1',
        ascending: 'true',
      };
      for (const name of ['statementId', 'voidedStatementId'])
        await statuses(
          asked,
          'GET',
          Object.entries(others).map(([other, value]) => ({ [name]: randomUUID(), [other]: value })),
          400,
        );
      await statuses(asked, 'GET', [{ statementId: randomUUID(), voidedStatementId: randomUUID() }], 400);
      await statuses(asked, 'GET', [{ statementId: randomUUID(), format: 'ids', attachments: 'false' }], 404);
    },
  ],
  [
    '12',
    'Data 2.2.s4.b4',
    'parameters are checked like parts of statements',
    async (asked) => {
      const wrong = [
        { statementId: 'x' },
        { agent: { mbox: 'x' } },
        { agent: 'x' },
        { agent: { objectType: 'Group', member: [agentNamed('x')] } },
        { verb: 'did' },
        { activity: 'x' },
        { registration: 'x' },
        { related_agents: 'True' },
        { since: 'x' },
        { until: '2026-99-01' },
        { limit: '-1' },
        { limit: 'x' },
        { format: 'Exact' },
        { attachments: '1' },
        { ascending: 'yes' },
      ];
      await statuses(asked, 'GET', wrong, 400);
    },
  ],
  [
    '153, 160, 165',
    'Communication 2.1.3.s2.b5',
    'every answer says up to when all can be read, and its type',
    async ({ ask }) => {
      for (const query of [
        {},
        { verb: 'http://example.com/v' },
        { limit: '1', format: 'ids' },
        { attachments: 'true', limit: '1' },
        { statementId: randomUUID() },
        { foo: 'bar' },
      ]) {
        const { headers } = await ask('GET', 'statements', { query });
        expect(headers.get('x-experience-api-consistent-through')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(headers.get('content-type')).toBeTruthy();
      }
    },
  ],
  [
    '110, 113, 154-156, 158-159',
    'Communication 2.1.3.s1',
    'one statement by its id, or a result with statements and more',
    async (asked) => {
      const statement = fresh();
      await store(asked, statement);
      expect((await given(asked, { statementId: statement.id.toUpperCase() })).one).toMatchObject({ id: statement.id });
      const { one } = await given(asked, { limit: '1' });
      expect(Object.keys(one)).toEqual(['statements', 'more']);
      expect(one['statements']).toHaveLength(1);
    },
  ],
  [
    '16, 18, 157, 162-163',
    'Communication 2.1.4.s1',
    'a voided statement comes by voidedStatementId only; those that name it still come; a voiding one is not voided',
    async (asked) => {
      const verb = { id: `http://example.com/${randomUUID()}` };
      const [statement, reference] = [fresh({ verb }), fresh({ verb })];
      const voiding = voids(statement.id);
      await store(asked, statement);
      await store(asked, voiding);
      await store(asked, { ...reference, object: { objectType: 'StatementRef', id: statement.id } });
      await statuses(asked, 'GET', [{ statementId: statement.id }], 404);
      expect((await given(asked, { voidedStatementId: statement.id })).one).toMatchObject({ id: statement.id });
      expect((await given(asked, { verb: verb.id })).ids).toEqual([reference.id, voiding.id]);
      expect((await given(asked, { verb: verb.id, limit: '1' })).ids).toEqual([reference.id]);
      await store(asked, voids(voiding.id), voids(statement.id));
      expect((await given(asked, { statementId: voiding.id })).one).toMatchObject({ id: voiding.id });
    },
  ],
  [
    '164, 173-181',
    'Communication 2.1.3.s1.table1',
    'each parameter finds what it means, and no more',
    async (asked) => {
      const registration = randomUUID();
      const [instructor, parent] = [agentNamed(randomUUID()), { id: `http://example.com/${randomUUID()}` }];
      const a = fresh({ context: { registration, instructor, contextActivities: { parent: [parent] } } });
      const b = fresh({ object: { objectType: 'SubStatement', actor: instructor, verb: { id: 'http://example.com/v' }, object: parent } });
      await store(asked, a);
      await store(asked, b);
      const stored = (await given(asked, { statementId: a.id })).one['stored'] as string;
      for (const query of [{ agent: a['actor'] }, { verb: json(a['verb'])['id'] }, { activity: json(a['object'])['id'] }, { registration }])
        expect((await given(asked, query as Json)).ids).toEqual([a.id]);
      expect((await given(asked, { agent: instructor })).ids).toEqual([]);
      expect((await given(asked, { agent: instructor, related_agents: 'true' })).ids).toEqual([b.id, a.id]);
      expect((await given(asked, { activity: parent.id })).ids).toEqual([]);
      expect((await given(asked, { activity: parent.id, related_activities: 'true', ascending: 'true' })).ids).toEqual([a.id, b.id]);
      expect((await given(asked, { agent: instructor, related_agents: 'true', since: stored })).ids).toEqual([b.id]);
      expect((await given(asked, { agent: instructor, related_agents: 'true', until: stored })).ids).toEqual([a.id]);
      expect((await given(asked, { agent: instructor, related_agents: 'true', limit: '1' })).ids).toEqual([b.id]);
    },
  ],
  [
    '108-109, 111, 114, 166',
    'Data 2.5',
    'more leads on, each page like the first, until it is empty',
    async ({ ask }) => {
      const registration = randomUUID();
      const statements = Array.from({ length: 5 }, () => fresh({ context: { registration } }));
      await store({ ask, version: '1.0.3' }, ...statements);
      let query: Json = { registration, limit: '2', ascending: 'true' };
      const pages: unknown[][] = [];
      for (let more = 'x'; more !== ''; query = Object.fromEntries(new URLSearchParams(more.split('?')[1]))) {
        const answer = await ask('GET', 'statements', { query });
        pages.push(idsIn(answer.json));
        more = String(json(answer.json)['more']);
        if (more !== '') expect(more).toMatch(/^\/xapi\/statements\?/);
      }
      const ids = statements.map(({ id }) => id);
      expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    },
  ],
  [
    '168-172',
    'Communication 2.1.3.s1.table1.row12',
    'exact as sent, ids without descriptions, canonical in one language',
    async (asked) => {
      const id = `http://example.com/${randomUUID()}`;
      const group = { objectType: 'Group', name: 'Tổ', member: [{ ...agentNamed('x'), name: 'X' }] };
      const statement = fresh({ actor: group, object: { objectType: 'Activity', id, definition: { name: { en: 'Lesson', vi: 'Bài' }, description: { en: 'One' } } } });
      await store(asked, statement);
      const as = async (format: string, language: string) =>
        (await given(asked, { statementId: statement.id, ...(format === '' ? {} : { format }) }, { 'accept-language': language })).one;
      for (const format of ['', 'exact']) expect(await as(format, 'vi')).toMatchObject(statement);
      expect(await as('ids', 'vi')).toMatchObject({
        actor: { objectType: 'Group', member: [agentNamed('x')] },
        verb: { id: json(statement['verb'])['id'] },
        object: { objectType: 'Activity', id },
      });
      expect(JSON.stringify(await as('ids', 'vi'))).not.toMatch(/Tổ|"name":"X"|Lesson|display/);
      expect(json(await as('canonical', 'vi, en;q=0.5'))['object']).toEqual({ objectType: 'Activity', id, definition: { name: { vi: 'Bài' }, description: { en: 'One' } } });
      expect(json(json(await as('canonical', 'en'))['object'])['definition']).toMatchObject({ name: { en: 'Lesson' } });
      expect(await as('canonical', 'en')).toMatchObject({ actor: group });
    },
  ],
];
