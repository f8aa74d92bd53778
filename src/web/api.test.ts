import Type from 'typebox';
import { expect, test } from 'vitest';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { ANONYMOUS, type Actor } from '#kernel/org/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { apiOf } from './api.ts';
import { openApi } from './openapi.ts';

const { db } = await testDatabase();
const t = translatorOf(catalogues(), 'vi');

const echo = operation({
  name: 'test.echo',
  summary: 'Answers what it was given.',
  kind: 'write',
  http: 'POST /things/{id}/echo',
  permission: 'public',
  input: Type.Object({ id: Type.String(), n: Type.Integer({ maximum: 9 }) }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String(), n: Type.Integer(), request: Type.String() }),
  run: async (ctx, input) => ({ ...input, request: ctx.requestId }),
});

const list = operation({
  name: 'test.list',
  summary: 'Answers its query.',
  kind: 'read',
  http: 'GET /things',
  permission: 'signed-in',
  input: Type.Object({ names: Type.Array(Type.String()), limit: Type.Optional(Type.Integer()) }, { additionalProperties: false }),
  output: Type.Object({ names: Type.Array(Type.String()), limit: Type.Integer() }),
  run: async (_ctx, { names, limit }) => ({ names, limit: limit ?? 50 }),
});

const api = apiOf([echo, list]);
const someone: Actor = { kind: 'person', personId: '00000000-0000-7000-8000-000000000001', name: 'x', grants: [] };

async function ask(method: string, path: string, { body, headers = {}, actor = ANONYMOUS }: { body?: string; headers?: Record<string, string>; actor?: Actor } = {}) {
  const request = new Request(`http://localhost/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const response = await api(request, path.split('?')[0] ?? '', testCtx(db, { actor }), t);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
}

test('a part of the path, the body and the key of the request reach the operation', async () => {
  const answer = await ask('POST', '/things/%C4%90%E1%BB%91ng/echo', { body: '{"n":3}', headers: { 'idempotency-key': 'abc' } });
  expect(answer).toEqual({ status: 200, type: 'application/json', body: { id: 'Đống', n: 3, request: 'abc' } });
});

test('a query becomes numbers and lists as the schema wants them', async () => {
  const answer = await ask('GET', '/things?names=a&names=b&limit=7', { actor: someone });
  expect(answer.body).toEqual({ names: ['a', 'b'], limit: 7 });
  expect((await ask('GET', '/things?names=a', { actor: someone })).body).toEqual({ names: ['a'], limit: 50 });
});

test.each([
  ['POST', '/things/1/echo', '{"n":10}', 422, 'operation.input-invalid'],
  ['POST', '/things/1/echo', '{"n":', 422, 'operation.not-json'],
  ['POST', '/things/1/echo', '[]', 422, 'operation.not-json'],
  ['DELETE', '/things/1/echo', undefined, 404, 'operation.no-operation'],
  ['GET', '/things?names=a', undefined, 401, 'operation.sign-in-first'],
])('%s %s %s is refused with %i %s and a sentence', async (method, path, body, status, code) => {
  const answer = await ask(method, path, body === undefined ? {} : { body });
  expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { status, code } });
  expect(answer.body.detail).toMatch(/[a-zà-ỹ]{2,} [a-zà-ỹ]/i);
});

test('the description tells each operation with its parts', () => {
  expect(openApi([echo, list])).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/things/{id}/echo': { post: { operationId: 'test.echo', security: [], requestBody: { content: { 'application/json': { schema: { required: ['n'] } } } } } },
      '/things': {
        get: {
          operationId: 'test.list',
          parameters: [
            { name: 'names', in: 'query', required: true },
            { name: 'limit', in: 'query', required: false },
          ],
        },
      },
    },
  });
});
