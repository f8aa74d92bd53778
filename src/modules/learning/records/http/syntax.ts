import { Problem } from '#base/problem/index.ts';
import { VERSIONS, type Version } from '../model.ts';
import { collect } from '../multipart.ts';
import { LIMITS } from '../model.ts';
import { typeOf, utf8 } from './call.ts';

/** A request as it was meant, after the alternate syntax was undone. */
export type Meant = { method: string; params: URLSearchParams; headers: Headers; body: AsyncIterable<Uint8Array> };

/** Fields of a form that stand for headers (part three, 1.3). */
const AS_HEADERS = ['authorization', 'x-experience-api-version', 'content-type', 'content-length', 'if-match', 'if-none-match'];
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** What a request means: as it is, or for a POST with `?method=` what its form says (part three, 1.3; xAPI 1.0 only). */
export async function meantBy(request: Request, url: URL): Promise<Meant> {
  const plain: Meant = { method: request.method, params: url.searchParams, headers: request.headers, body: request.body ?? nothing() };
  const method = url.searchParams.get('method');
  if (request.method !== 'POST' || method === null) return plain;
  if ([...url.searchParams].length > 1) throw new Problem('invalid', 'learning-records.alternate-alone');
  if (!METHODS.includes(method)) throw new Problem('invalid', 'learning-records.at-not-one-of', { at: 'method', words: METHODS.join(', ') });
  if (typeOf(request.headers) !== 'application/x-www-form-urlencoded') throw new Problem('invalid', 'learning-records.wrong-type', { type: typeOf(request.headers) });
  return fromForm(new URLSearchParams(utf8(await collect(plain.body, LIMITS.json))), method, request.headers);
}

function fromForm(form: URLSearchParams, method: string, given: Headers): Meant {
  const headers = new Headers(given);
  headers.delete('content-type');
  const params = new URLSearchParams();
  for (const [name, value] of form) {
    if (AS_HEADERS.includes(name.toLowerCase())) headers.set(name, value);
    else if (name !== 'content') params.append(name, value);
  }
  const content = form.get('content');
  if (content === null && (method === 'PUT' || method === 'POST')) throw new Problem('invalid', 'learning-records.alternate-content');
  if (content !== null && !headers.has('content-type')) headers.set('content-type', 'application/json');
  if (versionOf(headers) === '2.0') throw new Problem('invalid', 'learning-records.alternate-gone');
  return { method, params, headers, body: content === null ? nothing() : once(Buffer.from(content, 'utf8')) };
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The version that a request asks for (part three, 3.3); undefined when it asks for none that is spoken here. */
export function versionOf(headers: Headers): Version | undefined {
  const asked = headers.get('x-experience-api-version') ?? '';
  if (/^1\.0(\.\d+)?$/.test(asked)) return '1.0';
  return /^2\.0(\.\d+)?$/.test(asked) ? '2.0' : undefined;
}

/** The version that an answer names: the newest patch of the one asked for, or the newest of all. */
export function spokenIn(headers: Headers): string {
  return VERSIONS[versionOf(headers) ?? '2.0'];
}
