import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operations } from '#program/index.ts';
import { openApi } from '#web/openapi.ts';
import { apiFiles } from '../../scripts/api-files.ts';
import { wrongOpenApi } from './openapi.ts';

test.each(Object.entries(apiFiles(process.cwd())))('%s is what the program says now (else: npm run api)', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('the description of the API is OpenAPI 3.1 and has every operation', () => {
  const description: unknown = JSON.parse(JSON.stringify(openApi(operations)));
  expect(wrongOpenApi(description)).toEqual([]);
  const ids = [...JSON.stringify(description).matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
  expect(ids.sort()).toEqual(operations.map(({ name }) => name).sort());
});

test.each([
  ['a parameter that is missing', { '/a/{id}': { get: { operationId: 'a', responses: { 200: {} } } } }, 'get /a/{id}: {id} is no parameter'],
  ['a method that does not exist', { '/a': { fetch: { operationId: 'a', responses: { 200: {} } } } }, 'unknown method fetch of /a'],
  ['an operation without an answer', { '/a': { get: { operationId: 'a' } } }, 'get /a: no response'],
  ['a reference that leads nowhere', { '/a': { get: { operationId: 'a', responses: { 200: { $ref: '#/components/x' } } } } }, '#/components/x leads nowhere'],
  [
    'a type that does not exist',
    { '/a': { get: { operationId: 'a', parameters: [{ name: 'b', in: 'query', schema: { type: 'date' } }], responses: { 200: {} } } } },
    'get /a: b: type date',
  ],
])('the check finds %s', (_what, paths, problem) => {
  const found = wrongOpenApi({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths });
  expect(found.join('; ')).toContain(problem);
});
