import { Problem } from '#base/problem/index.ts';
import { isLocale, translator, type Locale } from '#base/text/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { system } from '#kernel/org/index.ts';
import { askerOf } from '../credential.ts';
import { wantedIn } from '../format.ts';
import { LIMITS } from '../model.ts';
import { consistentThrough } from '../through.ts';
import type { Answer, Call } from './call.ts';
import { answerDocuments } from './documents.ts';
import { getStatements } from './give.ts';
import { aboutAnswer, getActivity, getAgent } from './others.ts';
import { refuseTooMany } from './pace.ts';
import { putStatement, postStatements } from './statements.ts';
import { meantBy, spokenIn, versionOf, type Meant } from './syntax.ts';

type Handler = (call: Call) => Promise<Answer>;

const documents = (kind: Parameters<typeof answerDocuments>[0]): Record<string, Handler> => {
  const handler: Handler = (call) => answerDocuments(kind, call);
  return { GET: handler, PUT: handler, POST: handler, DELETE: handler };
};

/** The resources (part three, 2) and what can be done with each. */
const RESOURCES: Record<string, Record<string, Handler>> = {
  statements: { GET: getStatements, PUT: putStatement, POST: postStatements },
  activities: { GET: getActivity },
  'activities/state': documents('state'),
  'activities/profile': documents('activity-profile'),
  agents: { GET: getAgent },
  'agents/profile': documents('agent-profile'),
  about: { GET: async () => aboutAnswer() },
};

/** No cookie plays a part here, only what a program sends of itself, so that a program of any address may ask. */
const CROSS_ORIGIN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through, WWW-Authenticate, Retry-After',
};
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE, OPTIONS',
  'access-control-allow-headers': 'Authorization, Content-Type, Accept, Accept-Language, If-Match, If-None-Match, X-Experience-API-Version',
  'access-control-max-age': '86400',
};

/**
 * Answers a request to the learning record store. `resource` is the path below its address, without slashes at the ends. Who asks is found from the request alone;
 * the actor of `ctx` plays no part. Never throws: a `Problem` becomes its status and a sentence, a defect 500.
 */
export async function answerXapi(ctx: Ctx, request: Request, resource: string): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...CROSS_ORIGIN, ...PREFLIGHT } });
  let headers = request.headers;
  try {
    const url = new URL(request.url);
    const meant = await meantBy(request, url);
    headers = meant.headers;
    const answer = await answerMeant(ctx, meant, resource, url.pathname);
    return await responseOf(ctx, answer, resource, headers, request.method === 'HEAD' || meant.method === 'HEAD');
  } catch (error) {
    const problem = cutOff(error) ? new Problem('limit', 'learning-records.too-large', { bytes: LIMITS.request }) : error;
    if (problem instanceof Problem) return responseOf(ctx, refusal(ctx, problem, headers), resource, headers, request.method === 'HEAD');
    ctx.services.log.error({ request: ctx.requestId, resource, err: problem }, 'defect');
    // Nothing more is asked of a database that may be what is broken.
    return responseOf(ctx, { ...refusal(ctx, new Problem('invalid', 'learning-records.defect'), headers), status: 500 }, '', headers, request.method === 'HEAD');
  }
}

/** Whether the server stopped reading a body that is larger than it takes at all. */
function cutOff(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 413;
}

async function answerMeant(ctx: Ctx, meant: Meant, resource: string, path: string): Promise<Answer> {
  const methods = Object.hasOwn(RESOURCES, resource) ? RESOURCES[resource] : undefined;
  if (methods === undefined) throw new Problem('missing', 'learning-records.no-resource');
  const method = meant.method === 'HEAD' ? 'GET' : meant.method;
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler === undefined) return { ...refusal(ctx, new Problem('invalid', 'learning-records.no-method', { method }), meant.headers), status: 405, headers: allowing(methods) };
  if (resource === 'about') return aboutAnswer();
  const version = versionOf(meant.headers);
  if (version === undefined) throw new Problem('invalid', 'learning-records.version');
  const { asker, client } = await askerOf(ctx, meant.headers.get('authorization'));
  refuseTooMany(client);
  const own: Ctx = { ...ctx, actor: system(`xapi: ${client.name}`) };
  try {
    return await handler({ ctx: own, asker, version, method, path, params: meant.params, headers: meant.headers, body: meant.body });
  } catch (problem) {
    if (problem instanceof Problem && problem.kind === 'forbidden') {
      const line = { operation: 'learning.use-records', outcome: 'refused', actor: own.actor, requestId: ctx.requestId, subject: client.id } as const;
      await writeAudit(ctx.db, { ...line, problem: problem.code, detail: { resource, method } });
    }
    throw problem;
  }
}

const allowing = (methods: Record<string, Handler>): Record<string, string> => ({
  allow: [...Object.keys(methods), 'HEAD', 'OPTIONS'].join(', '),
  'content-type': 'application/json',
});

const STATUS: Record<Problem['kind'], number> = { invalid: 400, forbidden: 403, missing: 404, conflict: 409, limit: 413 };
const SPECIAL: Record<string, number> = { 'learning-records.no-credential': 401, 'learning-records.precondition': 412, 'learning-records.too-many-requests': 429 };

/** What went wrong, as a sentence in the language and the form that the client reads (part three, 3.2). */
function refusal(ctx: Ctx, problem: Problem, headers: Headers): Answer {
  const status = SPECIAL[problem.code] ?? STATUS[problem.kind];
  const more = {
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="Khue xAPI", charset="UTF-8"' } : {}),
    ...(status === 429 ? { 'retry-after': '60' } : {}),
  };
  const sentence = translator(localeIn(headers), ctx.services.root)(problem.code, problem.values);
  const wanted = wantedIn(headers.get('accept')).find((type) => ['application/json', 'text/html', 'text/plain'].includes(type));
  if (wanted === 'text/html')
    return { status, headers: { ...more, 'content-type': 'text/html; charset=utf-8' }, body: `<!doctype html><title>${status}</title><p>${escaped(sentence)}</p>` };
  if (wanted === 'text/plain') return { status, headers: { ...more, 'content-type': 'text/plain; charset=utf-8' }, body: sentence };
  const errors = problem.errors.map(({ at, code }) => ({ at, code }));
  return {
    status,
    headers: { ...more, 'content-type': 'application/json' },
    body: JSON.stringify({ status, code: problem.code, error: sentence, ...(errors.length > 0 && { errors }) }),
  };
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Programs speak English unless they ask for Vietnamese. */
function localeIn(headers: Headers): Locale {
  const first = wantedIn(headers.get('accept-language'))
    .map((tag) => tag.split('-')[0] ?? '')
    .find((tag) => isLocale(tag));
  return isLocale(first) ? first : 'en';
}

async function responseOf(ctx: Ctx, { status, headers = {}, body }: Answer, resource: string, asked: Headers, empty: boolean): Promise<Response> {
  const all = new Headers({ ...headers, ...CROSS_ORIGIN, 'x-experience-api-version': spokenIn(asked) });
  if (resource === 'statements') all.set('x-experience-api-consistent-through', await consistentThrough(ctx.db));
  if (empty || body === undefined) return new Response(null, { status, headers: all });
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    all.set('content-length', String(Buffer.byteLength(body)));
    return new Response(body, { status, headers: all });
  }
  return new Response(streamOf(body), { status, headers: all });
}

/** Bytes as the stream that an answer takes, read only as fast as it is sent. */
function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await source.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await source.return?.()),
  });
}
