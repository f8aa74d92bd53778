import { Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { isObject, repeatedKey, type JsonObject } from '../json.ts';
import { LIMITS, type Asker, type Version } from '../model.ts';
import { collect } from '../multipart.ts';

/** A request of xAPI, whichever way it was written. */
export type Call = {
  ctx: Ctx;
  asker: Asker;
  version: Version;
  method: string;
  /** Path of the resource as the client sees it, for the address of the next page. */
  path: string;
  params: URLSearchParams;
  headers: Headers;
  body: AsyncIterable<Uint8Array>;
};

/** An answer before it is sent. */
export type Answer = { status: number; headers?: Record<string, string>; body?: string | Buffer<ArrayBuffer> | AsyncIterable<Uint8Array> };

/** Whether timestamps are read as RFC 3339 has them. */
export const isStrict = ({ version }: Pick<Call, 'version'>): boolean => version === '2.0';

/** The media type of a request without its parameters, in lower case; empty when none is given. */
export function typeOf(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Bytes as UTF-8; throws `invalid` when they are none (part three, 1.4). */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('invalid', 'learning-records.not-utf8');
  }
}

/** Bytes as JSON; throws `invalid` when they are none. */
export function json(bytes: Uint8Array): unknown {
  return parsed(utf8(bytes));
}

/** Bytes as JSON in which no object says a thing twice; throws `invalid` when they are none (part two, 2.2). */
export function plainJson(bytes: Uint8Array): unknown {
  const text = utf8(bytes);
  const value = parsed(text);
  const key = repeatedKey(text);
  if (key !== undefined) throw new Problem('invalid', 'learning-records.key-twice', { key });
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('invalid', 'learning-records.not-json');
  }
}

/** The bytes of a body, at most as many as are accepted for JSON. */
export function bytesOf({ body }: Pick<Call, 'body'>, most: number = LIMITS.json): Promise<Buffer> {
  return collect(body, most);
}

/** The statements in a body: one alone or a list; throws `invalid` for anything else. */
export function statementsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    if (value.length > LIMITS.statements) throw new Problem('limit', 'learning-records.too-many-statements', { most: LIMITS.statements });
    return value;
  }
  if (isObject(value)) return [value];
  throw new Problem('invalid', 'learning-records.no-statement-in');
}

/** An answer of JSON. */
export function jsonAnswer(value: JsonObject | unknown[], headers: Record<string, string> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** A moment as HTTP headers have it. */
export function httpDate(moment: Date | string): string {
  return new Date(moment).toUTCString();
}
