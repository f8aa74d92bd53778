import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { ACTIVITY, AGENT, each, NEW, one, plain, sha1, STATE, without, type Shelf } from '../shelves/testing.ts';
import type { Ask, Requirement } from '../testing.ts';

/** A rule of all three resources, with its numbers for state, agent profile and activity profile; an empty number leaves one out. */
type Rule = [state: string, agent: string, activity: string, section: string, what: string, attempt: (asked: Ask, shelf: Shelf) => Promise<void>];

const RULES: Rule[] = [
  [
    '140, 187-190, 216-217, 230-231',
    '140, 271-274, 282-283',
    '140, 285-287, 290-293, 311-312',
    'Communication 2.2.s3',
    'PUT, POST, GET and DELETE of a document',
    async ({ ask }, shelf) => {
      const query = one(shelf);
      expect(await ask('PUT', shelf.resource, { query, body: { a: 1 }, headers: NEW })).toMatchObject({ status: 204, text: '' });
      expect(await ask('POST', shelf.resource, { query, body: { b: 2 } })).toMatchObject({ status: 204, text: '' });
      expect(await ask('GET', shelf.resource, { query })).toMatchObject({ status: 200, json: { a: 1, b: 2 } });
      expect(await ask('DELETE', shelf.resource, { query })).toMatchObject({ status: 204, text: '' });
      expect(await ask('GET', shelf.resource, { query })).toMatchObject({ status: 404 });
      expect(await ask('DELETE', shelf.resource, { query })).toMatchObject({ status: 204 });
    },
  ],
  [
    '192, 233',
    '259, 269, 280',
    '288, 310',
    'Communication 2.2.s7',
    'POST of what is not there stores it, of any type',
    async ({ ask }, shelf) => {
      const [query, other] = [one(shelf), one(shelf)];
      await ask('POST', shelf.resource, { query, body: { a: { b: 'ế' } } });
      expect(await ask('GET', shelf.resource, { query })).toMatchObject({ status: 200, json: { a: { b: 'ế' } } });
      await ask('POST', shelf.resource, { query: other, body: 'chữ', headers: plain });
      expect(await ask('GET', shelf.resource, { query: other })).toMatchObject({ status: 200, text: 'chữ' });
    },
  ],
  [
    '193',
    '270',
    '289',
    'Communication 2.3.s4',
    'GET without the name of a document lists the names',
    async ({ ask }, shelf) => {
      const query = shelf.query();
      for (const name of ['một', 'hai']) await ask('POST', shelf.resource, { query: { ...query, [shelf.name]: name }, body: {} });
      const answer = await ask('GET', shelf.resource, { query });
      expect(answer.status).toBe(200);
      expect((answer.json as string[]).toSorted()).toEqual(['hai', 'một']);
    },
  ],
  [
    '141, 195, 221-222',
    '268, 275',
    '294, 303',
    'Communication 2.3.s4.table1.row4',
    'since leaves out what is older',
    async ({ ask }, shelf) => {
      const query = shelf.query();
      await ask('POST', shelf.resource, { query: { ...query, [shelf.name]: 'một' }, body: {} });
      expect(await ask('GET', shelf.resource, { query: { ...query, since: '2012-06-01T19:09:13.245Z' } })).toMatchObject({ status: 200, json: ['một'] });
      expect(await ask('GET', shelf.resource, { query: { ...query, since: '2090-06-01T19:09:13.245Z' } })).toMatchObject({ status: 200, json: [] });
    },
  ],
  [
    '204',
    '260',
    '295',
    'Communication 2.3.s4.table1.row4',
    'since is a moment',
    async (asked, shelf) => {
      for (const since of ['true', 'hôm qua', '2026-99-01']) await each(asked, shelf, { ...shelf.query(), since }, 400, ['GET']);
    },
  ],
  [
    '207-210',
    '',
    '296-299',
    'Communication 2.3.s3.table1.row1',
    'an activity is named, by an IRI',
    async (asked, shelf) => {
      await each(asked, shelf, without(one(shelf), 'activityId'), 400);
      await each(asked, shelf, { ...one(shelf), activityId: 'bài' }, 400);
    },
  ],
  ['212-215', '261-264', '', 'Communication 2.3.s3.table1.row2', 'an agent is named', async (asked, shelf) => each(asked, shelf, without(one(shelf), 'agent'), 400)],
  [
    '196-199',
    '255-258',
    '',
    'Communication 2.3.s3.table1.row2',
    'an agent is one, as JSON',
    async (asked, shelf) => {
      const wrong = ['không phải JSON', true, 1, {}, { mbox: 'x' }, { objectType: 'Group', mbox: 'mailto:a@example.com' }, { name: 'Anna' }];
      for (const value of wrong) await each(asked, shelf, { ...one(shelf), agent: value }, 400);
    },
  ],
  [
    '206, 211',
    '265-267',
    '300-302',
    'Communication 2.3.s3.table1.row4',
    'what is written or deleted alone is named',
    async (asked, shelf) => {
      await each(asked, shelf, without(one(shelf), shelf.name), 400, shelf === STATE ? ['PUT', 'POST'] : ['PUT', 'POST', 'DELETE']);
    },
  ],
  [
    '184, 234',
    '279',
    '308',
    'Communication 2.2.s7.b2',
    'two JSON objects are merged',
    async ({ ask }, shelf) => {
      const query = one(shelf);
      await ask('POST', shelf.resource, { query, body: { car: 'Honda', year: 1 } });
      expect(await ask('POST', shelf.resource, { query, body: { type: 'Civic', year: 2 } })).toMatchObject({ status: 204 });
      expect((await ask('GET', shelf.resource, { query })).json).toEqual({ car: 'Honda', type: 'Civic', year: 2 });
    },
  ],
  [
    '183, 185-186',
    '183',
    '183',
    'Communication 2.2.s7.b3',
    'merging replaces whole values',
    async ({ ask }, shelf) => {
      const query = one(shelf);
      await ask('POST', shelf.resource, { query, body: { car: { make: 'Ford', model: 'Escape' }, list: [1, 2] } });
      await ask('POST', shelf.resource, { query, body: { car: { make: 'Dodge' }, list: [3] } });
      expect((await ask('GET', shelf.resource, { query })).json).toEqual({ car: { make: 'Dodge' }, list: [3] });
    },
  ],
  [
    '182, 229, 232',
    '182, 278, 281',
    '182, 309, 313',
    'Communication 2.2.s8.b1',
    'anything else is not merged, and nothing changes',
    async ({ ask }, shelf) => {
      const query = one(shelf);
      await ask('POST', shelf.resource, { query, body: { a: 1 } });
      for (const more of [
        { body: 'abcdefg', headers: { 'content-type': 'not/json' } },
        { body: '{"a":2}{', headers: { 'content-type': 'application/json' } },
        { body: [1] },
        { body: '"x"', headers: { 'content-type': 'application/json' } },
      ])
        expect(await ask('POST', shelf.resource, { query, ...more })).toMatchObject({ status: 400 });
      expect((await ask('GET', shelf.resource, { query })).json).toEqual({ a: 1 });
      const bytes = one(shelf);
      await ask('PUT', shelf.resource, { query: bytes, body: 'asdf', headers: { ...plain, ...NEW } });
      expect(await ask('POST', shelf.resource, { query: bytes, body: { a: 1 } })).toMatchObject({ status: 400 });
      expect((await ask('GET', shelf.resource, { query: bytes })).text).toBe('asdf');
    },
  ],
  [
    '235',
    '284',
    '314',
    'Communication 2.2.s8.b1',
    'a parameter or a body that is broken JSON',
    async ({ ask }, shelf) => {
      const broken = { body: '{"a":', headers: { 'content-type': 'application/json' } };
      expect(await ask('POST', shelf.resource, { query: one(shelf), ...broken })).toMatchObject({ status: 400 });
      if (shelf !== ACTIVITY) expect(await ask('POST', shelf.resource, { query: { ...one(shelf), agent: '{"mbox"' }, body: {} })).toMatchObject({ status: 400 });
    },
  ],
  [
    '322',
    '322',
    '322',
    'Communication 3.1.s4',
    'GET gives the SHA-1 as ETag, in quotes; the precondition of every method is kept to',
    async ({ ask }, shelf) => {
      const query = one(shelf);
      await ask('POST', shelf.resource, { query, body: { n: 1 } });
      const tag = (await ask('GET', shelf.resource, { query })).headers.get('etag') ?? '';
      expect(tag).toBe(`"${sha1('{"n":1}')}"`);
      expect((await ask('GET', shelf.resource, { query: without(query, shelf.name) })).headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/);
      for (const [method, headers] of [
        ['PUT', { 'if-match': '"1234"' }],
        ['PUT', { 'if-match': '1234' }],
        ['PUT', NEW],
        ['POST', { 'if-match': '"1234"' }],
        ['POST', NEW],
        ['DELETE', { 'if-match': '"1234"' }],
      ] as const)
        expect([method, headers, (await ask(method, shelf.resource, { query, headers, ...(method === 'DELETE' ? {} : { body: { n: 2 } }) })).status]).toEqual([
          method,
          headers,
          412,
        ]);
      expect((await ask('GET', shelf.resource, { query })).json).toEqual({ n: 1 });
      expect(await ask('PUT', shelf.resource, { query, headers: { 'if-match': `"x", ${tag}` }, body: { n: 2 } })).toMatchObject({ status: 204 });
      expect(await ask('POST', shelf.resource, { query, headers: { 'if-match': tag }, body: { n: 3 } })).toMatchObject({ status: 412 });
      const next = (await ask('GET', shelf.resource, { query })).headers.get('etag') ?? '';
      expect(await ask('DELETE', shelf.resource, { query, headers: { 'if-match': next } })).toMatchObject({ status: 204 });
    },
  ],
  [
    '322',
    '322',
    '322',
    'Communication 3.1.s4',
    'of two who write from the same state one is refused',
    async ({ ask }, shelf) => {
      const query = one(shelf);
      await ask('POST', shelf.resource, { query, body: { n: 0 } });
      const tag = (await ask('GET', shelf.resource, { query })).headers.get('etag') ?? '';
      const writes = [1, 2, 3].map((n) => ask('PUT', shelf.resource, { query, headers: { 'if-match': tag }, body: { n } }));
      expect((await Promise.all(writes)).map(({ status }) => status).toSorted()).toEqual([204, 412, 412]);
    },
  ],
  [
    '322',
    '322',
    '322',
    'Communication 3.1.s4.b13',
    'PUT over a document without a precondition is 409, with the way out; in 1.0.3 a state may be',
    async ({ ask, version }, shelf) => {
      const query = one(shelf);
      await ask('POST', shelf.resource, { query, body: { n: 1 } });
      const answer = await ask('PUT', shelf.resource, { query, body: { n: 2 } });
      const free = shelf === STATE && version === '1.0.3';
      expect(answer.status).toBe(free ? 204 : 409);
      if (!free) expect(answer.text).toMatch(/current state.*If-Match/);
      expect((await ask('GET', shelf.resource, { query })).json).toEqual({ n: free ? 2 : 1 });
    },
  ],
];

const STATES: Requirement[] = [
  {
    ids: '200-203',
    section: 'Communication 2.3.s3.table1.row3',
    what: 'a registration is a UUID',
    try: (asked) => each(asked, STATE, { ...one(STATE), registration: 'true' }, 400),
  },
  {
    ids: '218-220, 227',
    section: 'Communication 2.3.s3.table1.row3',
    what: 'a registration has states of its own',
    try: async (asked) => {
      const query = { ...one(STATE), registration: randomUUID() };
      await each(asked, STATE, query, 204, ['PUT', 'POST']);
      await each(asked, STATE, query, 200, ['GET', 'HEAD']);
      await each(asked, STATE, without(query, 'registration'), 404, ['GET']);
      await each(asked, STATE, query, 204, ['DELETE']);
      await each(asked, STATE, query, 404, ['GET']);
    },
  },
  {
    ids: '191, 194',
    section: 'Communication 2.3.s5',
    what: 'DELETE takes one state away, or without its name all',
    try: async ({ ask }) => {
      const query = STATE.query();
      for (const stateId of ['một', 'hai', 'ba']) await ask('POST', STATE.resource, { query: { ...query, stateId }, body: {} });
      expect(await ask('DELETE', STATE.resource, { query: { ...query, stateId: 'hai' } })).toMatchObject({ status: 204 });
      expect(((await ask('GET', STATE.resource, { query })).json as string[]).toSorted()).toEqual(['ba', 'một']);
      expect(await ask('DELETE', STATE.resource, { query })).toMatchObject({ status: 204 });
      expect((await ask('GET', STATE.resource, { query })).json).toEqual([]);
    },
  },
];

/** The requirements on the three resources of documents, and on preconditions. */
export const ON_DOCUMENTS: Requirement[] = [
  ...RULES.flatMap(([state, agents, activity, section, what, attempt]) =>
    (
      [
        [state, STATE],
        [agents, AGENT],
        [activity, ACTIVITY],
      ] as const
    )
      .filter(([ids]) => ids !== '')
      .map(([ids, shelf]) => ({ ids, section, what: `${shelf.resource}: ${what}`, try: (asked: Ask) => attempt(asked, shelf) })),
  ),
  ...STATES,
];
