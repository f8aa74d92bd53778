import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { expect } from 'vitest';
import { agentNamed, fresh, multipart, sha256, type Json } from '../../testing.ts';
import type { Ask, Requirement, Row } from '../testing.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
function jws(payload: unknown, alg = 'RS256'): string {
  const signed = `${part({ alg })}.${part(payload)}`;
  return `${signed}.${alg.startsWith('RS') ? sign(`RSA-SHA${alg.slice(2)}`, Buffer.from(signed), privateKey).toString('base64url') : 'AAAA'}`;
}
const form = (fields: Record<string, string>) => ({ body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });

const signatures: Row[] = [
  [
    '115-117',
    'Data 2.6.s4',
    'a signature is a JWS of the statement with RSA and SHA-2, with its own type, and comes along',
    async ({ ask }) => {
      const send = async (statement: Json, token: string, more: Json = {}) => {
        const attachment = {
          usageType: 'http://adlnet.gov/expapi/attachments/signature',
          display: { en: 'x' },
          contentType: 'application/octet-stream',
          length: Buffer.byteLength(token),
          sha2: sha256(token),
          ...more,
        };
        return (await ask('POST', 'statements', multipart({ ...statement, attachments: [attachment] }, [{ bytes: token }]))).status;
      };
      for (const alg of ['RS256', 'RS384', 'RS512', 'HS256', 'none']) {
        const statement = fresh();
        expect([alg, await send(statement, jws(statement, alg))]).toEqual([alg, alg.startsWith('RS') ? 200 : 400]);
      }
      const statement = fresh();
      expect(await send(statement, jws(statement), { contentType: 'text/plain' })).toBe(400);
      for (const token of [
        'không phải chữ ký',
        jws({ ...statement, object: { id: 'http://example.com/other' } }),
        jws(JSON.stringify(statement).replace('"', "'")),
        `${jws(statement)}.x`,
      ])
        expect(await send(statement, token)).toBe(400);
      const attachment = {
        usageType: 'http://adlnet.gov/expapi/attachments/signature',
        display: { en: 'x' },
        contentType: 'application/octet-stream',
        length: 1,
        sha2: 'a'.repeat(64),
        fileUrl: 'http://example.com/s',
      };
      expect(await ask('POST', 'statements', { body: { ...statement, attachments: [attachment] } })).toMatchObject({ status: 400 });
    },
  ],
];

const requests: Row[] = [
  [
    '125-126',
    'Communication 1.1.s3.b1',
    'HEAD is GET without its body, of every resource',
    async ({ ask }) => {
      const statement = fresh();
      await ask('POST', 'statements', { body: statement });
      const [activityId, agent] = [`http://example.com/${randomUUID()}`, agentNamed(randomUUID())];
      const resources: [string, Json][] = [
        ['statements', { statementId: statement.id }],
        ['statements', { limit: '1' }],
        ['statements', { statementId: randomUUID() }],
        ['statements', { foo: 'bar' }],
        ['activities', { activityId }],
        ['agents', { agent }],
        ['activities/state', { activityId, agent, stateId: 'x' }],
        ['activities/state', { activityId, agent }],
        ['agents/profile', { agent, profileId: 'x' }],
        ['activities/profile', { activityId, profileId: 'x' }],
        ['about', {}],
      ];
      for (const [resource, query] of resources)
        if (resource.includes('/') && Object.keys(query).some((name) => name.endsWith('Id') && name !== 'activityId')) await ask('POST', resource, { query, body: { a: 1 } });
      for (const [resource, query] of resources) {
        const [get, head] = [await ask('GET', resource, { query }), await ask('HEAD', resource, { query })];
        const said = ['content-type', 'etag', 'last-modified', 'x-experience-api-version'].map((name) => [get.headers.get(name), head.headers.get(name)]);
        expect([resource, head.status, head.text]).toEqual([resource, get.status, '']);
        for (const [inGet, inHead] of said) expect([resource, inHead]).toEqual([resource, inGet]);
      }
    },
  ],
  [
    '148, 336',
    'Communication 1.3',
    'the alternate syntax means what its form says; 2.0 has none',
    async ({ ask, version }) => {
      const statement = fresh();
      const gone = version === '2.0.0';
      const post = async (method: string, fields: Record<string, string>, resource = 'statements') => {
        const more = form(fields);
        return ask('POST', resource, { query: { method }, ...more });
      };
      expect(
        await post('PUT', { statementId: statement.id, content: JSON.stringify(statement), 'Content-Type': 'application/json', 'X-Experience-API-Version': version }),
      ).toMatchObject({ status: gone ? 400 : 204 });
      expect(await post('GET', { limit: '1' })).toMatchObject({ status: gone ? 400 : 200 });
      expect(await post('HEAD', { limit: '1' })).toMatchObject(gone ? { status: 400 } : { status: 200, text: '' });
      expect(await post('POST', { content: JSON.stringify(fresh()) })).toMatchObject({ status: gone ? 400 : 200 });
      const profile = { activityId: `http://example.com/${randomUUID()}`, profileId: 'x' };
      expect(await post('PUT', { ...profile, content: 'chữ', 'Content-Type': 'text/plain', 'If-None-Match': '*' }, 'activities/profile')).toMatchObject({
        status: gone ? 400 : 204,
      });
      expect(await post('DELETE', { ...profile, 'If-Match': '"1234"' }, 'activities/profile')).toMatchObject({ status: gone ? 400 : 412 });
      expect(await post('GET', { limit: '1', 'X-Experience-API-Version': '0.8' })).toMatchObject({ status: 400 });
      expect(await post('GET', { limit: '1', Authorization: 'Basic eDp5' })).toMatchObject({ status: gone ? 400 : 401 });
      for (const answer of [
        await post('PUT', { statementId: randomUUID() }),
        await ask('POST', 'statements', { query: { method: 'PUT', statementId: statement.id }, ...form({ content: '{}' }) }),
        await ask('GET', 'statements', { query: { method: 'POST' } }),
        await ask('PUT', 'statements', { query: { method: 'POST' }, body: statement }),
        await ask('POST', 'statements', { query: { method: 'PUT' }, body: JSON.stringify({ content: '{}' }), headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      ])
        expect(answer.status).toBe(400);
    },
  ],
  [
    '324',
    'Communication 3.2.s3.b7',
    'a parameter that there is not, or that is said twice',
    async ({ ask }) => {
      for (const [resource, query] of [
        ['statements', { foo: 'bar' }],
        ['agents', { agent: agentNamed('x'), foo: 'bar' }],
        ['activities', { activityId: 'http://example.com/x', foo: 'bar' }],
        ['activities/profile', { activityId: 'http://example.com/x', agent: agentNamed('x') }],
      ] as const)
        expect([resource, (await ask('GET', resource, { query })).status]).toEqual([resource, 400]);
      expect(await ask('POST', 'statements', { query: { statementId: randomUUID() }, body: fresh() })).toMatchObject({ status: 400 });
    },
  ],
  [
    '325',
    'Communication 3.2.s3.b8',
    'a parameter in other letters',
    async ({ ask }) => {
      for (const name of [
        'StatementId',
        'VoidedStatementId',
        'Agent',
        'Verb',
        'Activity',
        'Registration',
        'Related_Activities',
        'Related_Agents',
        'Since',
        'Until',
        'Limit',
        'Format',
        'Attachments',
        'Ascending',
      ])
        expect([name, (await ask('GET', 'statements', { query: { [name]: 'true' } })).status]).toEqual([name, 400]);
      expect(await ask('PUT', 'statements', { query: { StatementId: randomUUID() }, body: fresh() })).toMatchObject({ status: 400 });
    },
  ],
  [
    '323, 328',
    'Communication 3.2.s2',
    'each refusal has the status that fits, and a sentence',
    async ({ ask }) => {
      const refusals: [number, Awaited<ReturnType<Ask['ask']>>][] = [
        [400, await ask('POST', 'statements', { body: '{', headers: { 'content-type': 'application/json' } })],
        [404, await ask('GET', 'statements', { query: { statementId: randomUUID() } })],
        [413, await ask('POST', 'statements', { body: Buffer.alloc(16 * 1_048_576 + 1, 0x20), headers: { 'content-type': 'application/json' } })],
      ];
      for (const [status, answer] of refusals) expect([status, typeof (answer.json as Json)['error']]).toEqual([answer.status, 'string']);
    },
  ],
  [
    '321, 331',
    'Communication 3.3.s4',
    'without a version that is spoken nothing is answered but about',
    async ({ ask }) => {
      const resources: [string, Json][] = [
        ['statements', {}],
        ['activities', { activityId: 'http://example.com/x' }],
        ['activities/profile', { activityId: 'http://example.com/x' }],
        ['activities/state', { activityId: 'http://example.com/x', agent: agentNamed('x') }],
        ['agents', { agent: agentNamed('x') }],
        ['agents/profile', { agent: agentNamed('x') }],
      ];
      for (const asked of [undefined, '0.95', '1.1.0', '1', 'x', '3.0.0'])
        for (const [resource, query] of resources)
          expect([resource, asked, (await ask('GET', resource, { query, headers: { 'x-experience-api-version': asked } })).status]).toEqual([resource, asked, 400]);
      for (const asked of ['1.0', '1.0.0', '1.0.9', '2.0', '2.0.0', '2.0.1'])
        expect([asked, (await ask('GET', 'statements', { query: { limit: '1' }, headers: { 'x-experience-api-version': asked } })).status]).toEqual([asked, 200]);
    },
  ],
  [
    '334-335',
    'Communication 4.0',
    'HTTP Basic, and 401 without it or with a wrong one',
    async ({ ask }) => {
      for (const authorization of [undefined, 'Basic eDp5', 'Basic Og==', 'Bearer x', 'Basic', 'Basic !!']) {
        const answer = await ask('POST', 'statements', { body: fresh(), headers: { authorization } });
        expect([authorization, answer.status]).toEqual([authorization, 401]);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
      }
    },
  ],
];

const resources: Row[] = [
  [
    '236-248',
    'Communication 2.4',
    'an agent is given out as a person with lists',
    async ({ ask }) => {
      const identifiers: Json[] = [
        { mbox: 'mailto:anna@example.com' },
        { mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' },
        { openid: 'http://example.com/anna' },
        { account: { homePage: 'http://example.com', name: 'a' } },
      ];
      for (const identifier of identifiers) {
        const agent = { objectType: 'Agent', name: 'Anna', ...identifier };
        await ask('POST', 'statements', { body: fresh({ actor: agent }) });
        expect(await ask('GET', 'agents', { query: { agent } })).toMatchObject({
          status: 200,
          json: { objectType: 'Person', name: ['Anna'], ...Object.fromEntries(Object.entries(identifier).map(([name, value]) => [name, [value]])) },
        });
      }
      expect(await ask('GET', 'agents', { query: {} })).toMatchObject({ status: 400 });
    },
  ],
  [
    '249',
    'Communication 2.4.s2.table1.row1',
    'what is no agent',
    async ({ ask }) => {
      for (const agent of [
        { objectType: 'Agent' },
        'x',
        { mbox: 'x' },
        { objectType: 'Group', mbox: 'mailto:a@example.com' },
        [],
        { ...agentNamed('x'), mbox: 'mailto:a@example.com' },
      ])
        expect([agent, (await ask('GET', 'agents', { query: { agent } })).status]).toEqual([agent, 400]);
    },
  ],
  [
    '250-254',
    'Communication 2.5',
    'an activity is given out with all that is known of it, an unknown one with its id',
    async ({ ask }) => {
      const id = `http://example.com/${randomUUID()}`;
      expect(await ask('GET', 'activities', { query: { activityId: id } })).toMatchObject({ status: 200, json: { objectType: 'Activity', id } });
      const definition = {
        name: { 'en-US': 'meeting' },
        description: { 'en-US': 'A meeting' },
        type: 'http://example.com/t',
        moreInfo: 'http://example.com/m',
        extensions: { 'http://example.com/e': 1 },
      };
      await ask('POST', 'statements', { body: [fresh({ object: { id, definition } }), fresh({ object: { id, definition: { name: { 'fr-FR': 'réunion' } } } })] });
      expect((await ask('GET', 'activities', { query: { activityId: id } })).json).toEqual({
        objectType: 'Activity',
        id,
        definition: { ...definition, name: { 'en-US': 'meeting', 'fr-FR': 'réunion' } },
      });
      for (const query of [{}, { activityId: 'true' }]) expect(await ask('GET', 'activities', { query })).toMatchObject({ status: 400 });
    },
  ],
  [
    '315-319',
    'Communication 2.8',
    'about says the versions, and nothing else',
    async ({ ask }) => {
      const answer = await ask('GET', 'about', { headers: { authorization: undefined } });
      expect(answer).toMatchObject({ status: 200, json: { version: ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '2.0.0'] } });
      expect(Object.keys(answer.json as Json)).toEqual(['version']);
    },
  ],
];

/** The requirements on signatures, requests and the other resources. */
export const ON_OTHERS: Requirement[] = [...signatures, ...requests, ...resources].map(([ids, section, what, attempt]) => ({ ids, section, what, try: attempt }));
