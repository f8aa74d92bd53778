import { createHash, randomUUID } from 'node:crypto';
import type { Db } from '#base/db/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { answerXapi } from './http/answer.ts';
import { issue, newSecret } from './credential.ts';
import type { Scope } from './model.ts';

/** A client of the store in a test: asks with its credential, in version 1.0.3 unless it says otherwise. */
export type TestClient = (
  method: string,
  resource: string,
  more?: { query?: Record<string, unknown>; body?: unknown; headers?: Record<string, string | undefined> },
) => Promise<{
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
}>;

/** Lets a client in and answers a function that asks as it. */
export async function testClient(db: Db, ...scopes: Scope[]): Promise<TestClient> {
  const ctx = testCtx(db);
  const { secret, secretSha256 } = newSecret();
  const { key } = await issue(ctx, { kind: 'program', name: `thử ${secret}`, scopes, secretSha256 });
  return asking(db, `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`);
}

/** A function that asks with an authorization. */
export function asking(db: Db, authorization: string | undefined): TestClient {
  return async (method, resource, { query = {}, body, headers = {} } = {}) => {
    const params = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const all = { authorization, 'x-experience-api-version': '1.0.3', ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }), ...headers };
    const request = new Request(`http://localhost/xapi/${resource}?${params.toString()}`, {
      method,
      headers: Object.entries(all).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
      ...(body === undefined ? {} : { body: raw ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body) }),
    });
    const response = await answerXapi(testCtx(db), request, resource);
    const bytes = Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      headers: response.headers,
      text: bytes.toString('utf8'),
      json: /json/.test(response.headers.get('content-type') ?? '') && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined,
    };
  };
}

/** A multipart body with statements and parts after them. */
export function multipart(
  statements: unknown,
  parts: { headers?: Record<string, string>; bytes: string | Buffer }[],
  boundary = 'abcABC0123',
): { body: Buffer; headers: Record<string, string> } {
  const chunks = [Buffer.from(`--${boundary}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(statements)}`)];
  for (const { headers, bytes } of parts) {
    const all = headers ?? { 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': sha256(bytes) };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    chunks.push(Buffer.from(`\r\n--${boundary}\r\n${head.join('')}\r\n`), Buffer.from(bytes));
  }
  chunks.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  return { body: Buffer.concat(chunks), headers: { 'content-type': `multipart/mixed; boundary="${boundary}"` } };
}

/** SHA-256 of bytes, hexadecimal. */
export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A JSON object of a test. */
export type Json = Record<string, unknown>;

/** An agent of another system. */
export const agentNamed = (name: string) => ({ objectType: 'Agent', account: { homePage: 'http://example.com', name } });

/** A statement that nobody else's questions find: its own agent, verb and activity. */
export function fresh(more: Json = {}): Json & { id: string } {
  const id = randomUUID();
  return {
    id,
    actor: agentNamed(id),
    verb: { id: `http://example.com/verbs/${id}`, display: { en: 'did', vi: 'làm' } },
    object: { id: `http://example.com/activities/${id}` },
    ...more,
  };
}

/** What tests of statements ask of a client that may do everything: the ids that answer a question, and one statement. */
export function reading(all: () => TestClient) {
  const found = async (query: Json, client = all()): Promise<unknown[]> => {
    const { status, json } = await client('GET', 'statements', { query });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(json)}`);
    return idsIn(json);
  };
  const one = async (id: string, more: Json = {}): Promise<Json> => (await all()('GET', 'statements', { query: { statementId: id, ...more } })).json as Json;
  const store = async (...statements: Json[]): Promise<void> => {
    const { status, text } = await all()('POST', 'statements', { body: statements });
    if (status !== 200) throw new Error(text);
  };
  return { found, one, store };
}

/** The ids of the statements in an answer. */
export function idsIn(json: unknown): unknown[] {
  return ((json as { statements?: Json[] } | undefined)?.statements ?? []).map(({ id }) => id);
}
