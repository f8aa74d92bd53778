import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#tests/database.ts';
import { asking, testClient, type TestClient } from '../testing.ts';

const { db } = await testDatabase();
let all: TestClient;
beforeAll(async () => {
  all = await testClient(db, 'all');
});

const agent = { mbox: 'mailto:anna@example.com' };
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

/** The three document resources: address, parameters that name a shelf nobody else uses, and the parameter that names a document. */
const RESOURCES: [name: string, resource: string, shelf: () => Record<string, unknown>, id: string][] = [
  ['2.3 state', 'activities/state', () => ({ activityId: `http://example.com/${randomUUID()}`, agent }), 'stateId'],
  ['2.3 state with registration', 'activities/state', () => ({ activityId: `http://example.com/${randomUUID()}`, agent, registration: randomUUID() }), 'stateId'],
  ['2.6 agent profile', 'agents/profile', () => ({ agent: { account: { homePage: 'http://example.com', name: randomUUID() } } }), 'profileId'],
  ['2.7 activity profile', 'activities/profile', () => ({ activityId: `http://example.com/${randomUUID()}` }), 'profileId'],
];
const blind = { 'if-none-match': '*' };

describe.each(RESOURCES)('%s', (_name, resource, shelf, id) => {
  test('keeps any bytes with their type, gives them out with ETag and Last-Modified, deletes them', async () => {
    const query = { ...shelf(), [id]: 'Ghi chú 1' };
    expect(await all('GET', resource, { query })).toMatchObject({ status: 404 });
    expect(await all('PUT', resource, { query, body: 'chữ', headers: { 'content-type': 'text/plain; charset=utf-8', ...blind } })).toMatchObject({ status: 204, text: '' });
    const kept = await all('GET', resource, { query });
    expect(kept).toMatchObject({ status: 200, text: 'chữ' });
    expect(kept.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(kept.headers.get('etag')).toBe(`"${sha1('chữ')}"`);
    expect(Math.abs(Date.parse(kept.headers.get('last-modified') ?? '') - Date.now())).toBeLessThan(60_000);
    expect(await all('HEAD', resource, { query })).toMatchObject({ status: 200, text: '' });
    expect(await all('DELETE', resource, { query })).toMatchObject({ status: 204 });
    expect(await all('GET', resource, { query })).toMatchObject({ status: 404 });
  });

  test('2.2.s7: POST merges the fields of two JSON objects, at the top only', async () => {
    const query = { ...shelf(), [id]: 'x' };
    expect(await all('POST', resource, { query, body: { x: 'foo', y: { a: 1 } } })).toMatchObject({ status: 204 });
    expect(await all('POST', resource, { query, body: { y: { b: 2 }, z: 'faz' } })).toMatchObject({ status: 204 });
    expect((await all('GET', resource, { query })).json).toEqual({ x: 'foo', y: { b: 2 }, z: 'faz' });
  });

  test.each([
    ['a list into an object', { body: [1] }],
    ['text into an object', { body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['JSON that is none', { body: '{', headers: { 'content-type': 'application/json' } }],
  ])('2.2.s8.b1: POST of %s is 400 and changes nothing', async (_what, more) => {
    const query = { ...shelf(), [id]: 'x' };
    await all('POST', resource, { query, body: { a: 1 } });
    expect(await all('POST', resource, { query, ...more })).toMatchObject({ status: 400 });
    expect((await all('GET', resource, { query })).json).toEqual({ a: 1 });
  });

  test('2.2.s8.b1: POST of an object into text is 400', async () => {
    const query = { ...shelf(), [id]: 'x' };
    await all('PUT', resource, { query, body: 'chữ', headers: { 'content-type': 'text/plain', ...blind } });
    expect(await all('POST', resource, { query, body: { a: 1 } })).toMatchObject({ status: 400 });
  });

  test('3.1: If-Match and If-None-Match are kept to, and a failure changes nothing', async () => {
    const query = { ...shelf(), [id]: 'x' };
    const put = (headers: Record<string, string>, body: object = { n: 2 }) => all('PUT', resource, { query, body, headers });
    expect(await put({ 'if-match': `"${sha1('x')}"` })).toMatchObject({ status: 412 });
    expect(await put(blind, { n: 1 })).toMatchObject({ status: 204 });
    const tag = (await all('GET', resource, { query })).headers.get('etag') ?? '';
    expect(await put(blind)).toMatchObject({ status: 412 });
    expect(await put({ 'if-match': '"1234"' })).toMatchObject({ status: 412 });
    expect(await put({ 'if-match': '1234' })).toMatchObject({ status: 412 });
    expect(await all('POST', resource, { query, body: { n: 3 }, headers: { 'if-match': '"1234"' } })).toMatchObject({ status: 412 });
    expect(await all('POST', resource, { query, body: { n: 3 }, headers: blind })).toMatchObject({ status: 412 });
    expect(await all('DELETE', resource, { query, headers: { 'if-match': '"1234"' } })).toMatchObject({ status: 412 });
    expect((await all('GET', resource, { query })).json).toEqual({ n: 1 });
    expect(await put({ 'if-match': tag })).toMatchObject({ status: 204 });
    expect(await put({ 'if-match': tag })).toMatchObject({ status: 412 });
    expect(await put({ 'if-match': '*' }, { n: 4 })).toMatchObject({ status: 204 });
  });

  test('3.1.s4.b13 to b15: PUT over a document without either header is 409 with the way out; the state of 1.0.3 may be', async () => {
    const query = { ...shelf(), [id]: 'x' };
    await all('POST', resource, { query, body: { n: 1 } });
    const first = await all('PUT', resource, { query, body: { n: 2 } });
    if (id === 'stateId') expect(first).toMatchObject({ status: 204 });
    else expect(first).toMatchObject({ status: 409, json: { error: expect.stringMatching(/current state.*If-Match/) } });
    const second = await all('PUT', resource, { query, body: { n: 3 }, headers: { 'x-experience-api-version': '2.0.0' } });
    expect(second).toMatchObject({ status: 409 });
    expect((await all('GET', resource, { query })).json).toEqual({ n: id === 'stateId' ? 2 : 1 });
  });

  test('without an id the names are listed, since a moment when one is given', async () => {
    const query = shelf();
    expect(await all('GET', resource, { query })).toMatchObject({ status: 200, json: [] });
    await all('POST', resource, { query: { ...query, [id]: 'a' }, body: {} });
    // A moment has milliseconds here and microseconds there.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = new Date().toISOString();
    await all('POST', resource, { query: { ...query, [id]: 'b' }, body: {} });
    const listed = await all('GET', resource, { query });
    expect((listed.json as string[]).toSorted()).toEqual(['a', 'b']);
    expect(listed.headers.get('last-modified')).not.toBeNull();
    expect(listed.headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/);
    expect(await all('GET', resource, { query: { ...query, since: between } })).toMatchObject({ json: ['b'] });
    expect(await all('GET', resource, { query: { ...query, since: 'x' } })).toMatchObject({ status: 400 });
  });

  test('a parameter that is missing, wrong or unknown is 400', async () => {
    const query = { ...shelf(), [id]: 'x' };
    for (const name of Object.keys(query).filter((one) => one !== 'registration' && one !== id)) {
      const { [name]: _left, ...rest } = query;
      expect(await all('GET', resource, { query: rest })).toMatchObject({ status: 400 });
      expect(await all('PUT', resource, { query: { ...query, [name]: 'x' }, body: {}, headers: blind })).toMatchObject({ status: 400 });
    }
    const { [id]: _id, ...without } = query;
    expect(await all('PUT', resource, { query: without, body: {} })).toMatchObject({ status: 400 });
    expect(await all('GET', resource, { query: { ...query, colour: 'red' } })).toMatchObject({ status: 400 });
    expect(await all('GET', resource, { query: { ...query, [id.toUpperCase()]: 'x' } })).toMatchObject({ status: 400 });
  });

  test('3.2.s3.b11: a document that is too large is 413', async () => {
    expect(
      await all('PUT', resource, { query: { ...shelf(), [id]: 'x' }, body: Buffer.alloc(4 * 1_048_576 + 1), headers: { 'content-type': 'text/plain', ...blind } }),
    ).toMatchObject({ status: 413 });
  });

  test('4.2: it takes the scope', async () => {
    const query = { ...shelf(), [id]: 'x' };
    await all('POST', resource, { query, body: {} });
    const [stranger, reader] = [await testClient(db, 'statements/write'), await testClient(db, 'all/read')];
    expect(await stranger('GET', resource, { query })).toMatchObject({ status: 403 });
    expect(await reader('GET', resource, { query })).toMatchObject({ status: 200 });
    expect(await reader('DELETE', resource, { query })).toMatchObject({ status: 403 });
  });
});

test('2.3.s5: all states of an activity and agent are deleted, of one registration when it is named', async () => {
  const shelf = { activityId: `http://example.com/${randomUUID()}`, agent };
  const registration = randomUUID();
  const put = (more: object) => all('POST', 'activities/state', { query: { ...shelf, ...more }, body: {} });
  await put({ stateId: 'a' });
  await put({ stateId: 'b', registration });
  expect(await all('GET', 'activities/state', { query: { ...shelf, registration } })).toMatchObject({ json: ['b'] });
  expect(await all('GET', 'activities/state', { query: { ...shelf, stateId: 'b' } })).toMatchObject({ status: 404 });
  expect(await all('DELETE', 'activities/state', { query: { ...shelf, registration } })).toMatchObject({ status: 204 });
  expect(await all('GET', 'activities/state', { query: shelf })).toMatchObject({ json: ['a'] });
  expect(await all('DELETE', 'activities/state', { query: shelf })).toMatchObject({ status: 204 });
  expect(await all('GET', 'activities/state', { query: shelf })).toMatchObject({ json: [] });
});

describe('2.4, 2.5, 2.8: agents, activities, about', () => {
  test('2.4.s3.b3: an unknown agent is a Person with what was asked', async () => {
    const answer = await all('GET', 'agents', { query: { agent: { ...agent, name: 'Anna' } } });
    expect(answer.json).toEqual({ objectType: 'Person', name: ['Anna'], mbox: [agent.mbox] });
    expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/);
    for (const wrong of [undefined, { objectType: 'Group', ...agent }, {}])
      expect(await all('GET', 'agents', { query: wrong === undefined ? {} : { agent: wrong } })).toMatchObject({ status: 400 });
  });

  test('2.5.s2.b1: an unknown activity is an Activity with its id', async () => {
    expect((await all('GET', 'activities', { query: { activityId: 'http://example.com/unknown' } })).json).toEqual({ objectType: 'Activity', id: 'http://example.com/unknown' });
    for (const query of [{}, { activityId: 'x' }]) expect(await all('GET', 'activities', { query })).toMatchObject({ status: 400 });
  });

  test('2.8.s5: about says the versions to anybody, in any version', async () => {
    const answer = await asking(db, undefined)('GET', 'about', { headers: { 'x-experience-api-version': undefined } });
    expect(answer).toMatchObject({ status: 200, json: { version: ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '2.0.0'] } });
    expect(await asking(db, undefined)('GET', 'about', { headers: { 'x-experience-api-version': '0.9' } })).toMatchObject({ status: 200 });
  });
});

describe('3.3: versions', () => {
  test.each([
    ['1.0', 200, '1.0.3'],
    ['1.0.0', 200, '1.0.3'],
    ['1.0.9', 200, '1.0.3'],
    ['2.0.0', 200, '2.0.0'],
    [undefined, 400, '2.0.0'],
    ['0.95', 400, '2.0.0'],
    ['1.1.0', 400, '2.0.0'],
    ['3.0.0', 400, '2.0.0'],
    ['latest', 400, '2.0.0'],
  ])('asked in %s: %i in %s', async (asked, status, spoken) => {
    const answer = await all('GET', 'statements', { query: { limit: '1' }, headers: { 'x-experience-api-version': asked } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-experience-api-version')).toBe(spoken);
    if (status === 400) expect(answer.json).toMatchObject({ error: expect.stringContaining('1.0.3') });
  });

  test('a statement keeps the version it came with, whoever reads it', async () => {
    const statement = { id: randomUUID(), actor: agent, verb: { id: 'http://example.com/v' }, object: { id: 'http://example.com/o' } };
    await all('POST', 'statements', { body: statement, headers: { 'x-experience-api-version': '2.0.0' } });
    expect(await all('GET', 'statements', { query: { statementId: statement.id } })).toMatchObject({ json: { version: '2.0.0' } });
  });
});

describe('1.3: alternate syntax', () => {
  const form = (fields: Record<string, string>) => ({ body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  const statement = () => ({ id: randomUUID(), actor: agent, verb: { id: 'http://example.com/v' }, object: { id: 'http://example.com/ế' } });

  test('s3.b4 to b14: a PUT and a GET as forms', async () => {
    const sent = statement();
    const put = form({ statementId: sent.id, content: JSON.stringify(sent), 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' });
    expect(await all('POST', 'statements', { query: { method: 'PUT' }, ...put, headers: { ...put.headers, 'x-experience-api-version': undefined } })).toMatchObject({
      status: 204,
    });
    expect(await all('POST', 'statements', { query: { method: 'GET' }, ...form({ statementId: sent.id }) })).toMatchObject({ status: 200, json: sent });
  });

  test('s3.b7: the fields of the form count as headers, the authorization too', async () => {
    const anonymous = asking(db, undefined);
    const fields = { statementId: randomUUID(), Authorization: 'Basic eDp5', 'X-Experience-API-Version': '1.0.3' };
    expect(await anonymous('POST', 'statements', { query: { method: 'GET' }, ...form(fields) })).toMatchObject({ status: 401 });
  });

  test('if-match of a form', async () => {
    const fields = { activityId: `http://example.com/${randomUUID()}`, profileId: 'x', content: '{}', 'Content-Type': 'application/json' };
    const put = (more: Record<string, string>) => all('POST', 'activities/profile', { query: { method: 'PUT' }, ...form({ ...fields, ...more }) });
    expect(await put({ 'If-Match': '"1234"' })).toMatchObject({ status: 412 });
    expect(await put({ 'If-None-Match': '*' })).toMatchObject({ status: 204 });
  });

  test.each([
    ['s3.b3', 'another parameter in the address', 'POST', { method: 'GET', limit: '1' }, form({})],
    ['s3.b1', 'another method than POST', 'PUT', { method: 'GET' }, form({})],
    ['s3.b4', 'content that is missing', 'POST', { method: 'PUT' }, form({ statementId: randomUUID() })],
    ['s3.b2', 'a method that there is not', 'POST', { method: 'PATCH' }, form({})],
    ['s3.b9', 'a body that is no form', 'POST', { method: 'GET' }, { body: {} }],
  ])('%s: %s is refused', async (_section, _what, method, query, more) => {
    expect(await all(method, 'statements', { query, ...more })).toMatchObject({ status: 400 });
  });

  test('2.0 has none', async () => {
    const more = form({ limit: '1' });
    expect(await all('POST', 'statements', { query: { method: 'GET' }, ...more, headers: { ...more.headers, 'x-experience-api-version': '2.0.0' } })).toMatchObject({
      status: 400,
    });
  });
});

describe('3.2 and beyond: errors, other origins, methods', () => {
  test.each([
    ['text/plain', /^text\/plain/, /version/i],
    ['text/html', /^text\/html/, /<p>/],
    ['application/json', /^application\/json/, /"error"/],
    ['text/html;q=0.1, */*', /^text\/html/, /<p>/],
    ['text/html;q=0.2, text/plain;q=0.9, */*;q=0.1', /^text\/plain/, /version/i],
    ['image/png', /^application\/json/, /"error"/],
  ])('s3.b4: an error as %s', async (accept, type, text) => {
    const answer = await all('GET', 'statements', { headers: { accept, 'x-experience-api-version': '5' } });
    expect(answer.headers.get('content-type')).toMatch(type);
    expect(answer.text).toMatch(text);
  });

  test('s3.b2: an error explains itself, in Vietnamese when that is read', async () => {
    const answer = await all('POST', 'statements', { body: { actor: agent }, headers: { 'accept-language': 'vi' } });
    expect(answer.json).toMatchObject({ status: 400, error: 'verb: thiếu thuộc tính này.' });
  });

  test('programs of other addresses may ask, without cookies', async () => {
    const answer = await asking(db, undefined)('OPTIONS', 'statements', { headers: { origin: 'null', 'access-control-request-method': 'PUT' } });
    expect(answer).toMatchObject({ status: 204 });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await all('GET', 'about')).headers.get('access-control-expose-headers')).toContain('ETag');
  });

  test('a resource or a method that there is not', async () => {
    expect(await all('GET', 'nothing')).toMatchObject({ status: 404 });
    expect(await all('GET', 'constructor')).toMatchObject({ status: 404 });
    const answer = await all('DELETE', 'statements');
    expect(answer).toMatchObject({ status: 405 });
    expect(answer.headers.get('allow')).toContain('PUT');
  });
});
