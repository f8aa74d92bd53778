import type { AnyOperation } from '#kernel/operation/index.ts';

/** The description of the API in OpenAPI 3.1, built from the operations: nothing in it is written by hand. */
export function openApi(operations: AnyOperation[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const op of operations) {
    const [method = '', path = ''] = op.http.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(op, method, path) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Khuê',
      version: '1',
      summary: 'Every page of Khuê does its work through these operations.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'The cookie that signing in sets.' } },
      schemas: { Problem: problem },
      responses: {
        Problem: { description: 'The request was refused; nothing was changed.', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
    },
  };
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'values', 'errors'],
  properties: {
    type: { type: 'string' },
    title: { enum: ['invalid', 'forbidden', 'missing', 'conflict', 'limit'], type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable name of the problem' },
    detail: { type: 'string', description: 'One sentence in the language of the request' },
    values: { type: 'object' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['at', 'code', 'detail'],
        properties: { at: { type: 'string', description: 'JSON pointer into the input' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

function describe(op: AnyOperation, method: string, path: string): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  const { properties, required } = partsOf(op.input);
  const inQuery = method === 'GET' || method === 'DELETE' ? Object.keys(properties).filter((name) => !inPath.includes(name)) : [];
  const parameters = [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? { type: 'string' } })),
    ...inQuery.map((name) => ({ name, in: 'query', required: required.includes(name), schema: properties[name] })),
    ...(op.kind === 'write' ? [header('Idempotency-Key', 'The same key makes a repeated request answer again instead of acting twice.')] : []),
    ...(op.looksAt === undefined ? [] : [header('X-Purpose', 'Why the record of a person is looked at, percent-encoded UTF-8; the person sees it.')]),
  ];
  return {
    operationId: op.name,
    tags: [op.name.split('.')[0]],
    summary: op.summary,
    description: `Permission: ${op.permission}.`,
    ...(op.permission === 'public' ? { security: [] } : {}),
    parameters,
    ...(method === 'GET' || method === 'DELETE' ? {} : { requestBody: { required: true, content: { 'application/json': { schema: bodyOf(op, inPath) } } } }),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: plain(op.output) } } },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function header(name: string, description: string): object {
  return { name, in: 'header', required: false, schema: { type: 'string' }, description };
}

function bodyOf(op: AnyOperation, inPath: string[]): object {
  const { properties, required } = partsOf(op.input);
  return {
    type: 'object',
    additionalProperties: false,
    required: required.filter((name) => !inPath.includes(name)),
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !inPath.includes(name))),
  };
}

function partsOf(schema: unknown): { properties: Record<string, object>; required: string[] } {
  const json: unknown = plain(schema);
  const properties: Record<string, object> = {};
  const required: string[] = [];
  if (typeof json !== 'object' || json === null) return { properties, required };
  if ('properties' in json && typeof json.properties === 'object' && json.properties !== null) Object.assign(properties, json.properties);
  if ('required' in json && Array.isArray(json.required)) required.push(...json.required.map(String));
  return { properties, required };
}

/** The schema as plain JSON Schema, without the type builder's own marks. */
function plain(schema: unknown): object {
  const copy: unknown = JSON.parse(JSON.stringify(schema));
  return typeof copy === 'object' && copy !== null ? copy : {};
}
