import { Value } from 'typebox/value';
import type { TSchema } from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { perform, type AnyOperation, type Ctx } from '#kernel/operation/index.ts';
import type { Translate } from '#base/text/index.ts';

type Route = { op: AnyOperation; method: string; pattern: RegExp; names: string[] };

/** The one endpoint of the API: finds the operation of a method and path under /api/v1 and carries it out. */
export function apiOf(operations: AnyOperation[]): (request: Request, path: string, ctx: Ctx, t: Translate) => Promise<Response> {
  const routes = operations.map(routeOf);
  return async (request, path, ctx, t) => {
    try {
      const { op, params } = match(routes, request.method, path);
      const output: unknown = await perform(op, await ctxOf(request, ctx), await inputOf(request, op.input, params));
      return json(200, output ?? null, 'application/json');
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const status = problem.code === 'operation.sign-in-first' ? 401 : problem.status;
      // Problem details of RFC 9457.
      const errors = problem.errors.map(({ at, code, values }) => ({ at, code, detail: t(code, values) }));
      return json(
        status,
        { type: 'about:blank', title: problem.kind, status, code: problem.code, detail: t(problem.code, problem.values), values: problem.values, errors },
        'application/problem+json',
      );
    }
  };
}

function json(status: number, body: unknown, type: string): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, 'cache-control': 'no-store' } });
}

function routeOf(op: AnyOperation): Route {
  const [method = '', path = ''] = op.http.split(' ');
  const names = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  return { op, method, names, pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`) };
}

function match(routes: Route[], method: string, path: string): { op: AnyOperation; params: Record<string, string> } {
  for (const route of routes) {
    const found = route.method === method ? route.pattern.exec(path) : null;
    if (found !== null) return { op: route.op, params: Object.fromEntries(route.names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')])) };
  }
  throw new Problem('missing', 'operation.no-operation');
}

/** `Idempotency-Key` names the request, `X-Purpose` (percent-encoded UTF-8) says why a record is looked at. */
async function ctxOf(request: Request, ctx: Ctx): Promise<Ctx> {
  const purpose = request.headers.get('x-purpose');
  return {
    ...ctx,
    requestId: request.headers.get('idempotency-key')?.slice(0, 200) ?? ctx.requestId,
    purpose: purpose === null ? ctx.purpose : decodeURIComponent(purpose),
  };
}

async function inputOf(request: Request, schema: TSchema, params: Record<string, string>): Promise<unknown> {
  if (request.method === 'GET' || request.method === 'DELETE') {
    const query = new URL(request.url).searchParams;
    const raw: Record<string, unknown> = {};
    for (const name of new Set(query.keys())) {
      const values = query.getAll(name);
      raw[name] = isList(schema, name) ? values : values[0];
    }
    return Value.Convert(schema, { ...raw, ...params });
  }
  const text = await request.text();
  const body: unknown = text === '' ? {} : parsed(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Problem('invalid', 'operation.not-json');
  return Value.Convert(schema, { ...body, ...params });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('invalid', 'operation.not-json');
  }
}

function isList(schema: TSchema, name: string): boolean {
  const properties: unknown = 'properties' in schema ? schema['properties'] : undefined;
  if (typeof properties !== 'object' || properties === null) return false;
  const field: unknown = Object.entries(properties).find(([key]) => key === name)?.[1];
  return typeof field === 'object' && field !== null && 'type' in field && field.type === 'array';
}
