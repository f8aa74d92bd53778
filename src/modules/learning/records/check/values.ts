import { Problem, type Values } from '#base/problem/index.ts';
import { isObject, type JsonObject } from '../json.ts';

/** Checks a value at a place of a statement (`object/definition/type`); throws `invalid` with the place and what is wrong there. */
export type Check = (value: unknown, at: string) => void;

/** Refuses a value: `learning-records.at-<code>` is the sentence, with the place in it. */
export function refuse(at: string, code: string, values: Values = {}): never {
  throw new Problem('invalid', `learning-records.at-${code}`, { at: at === '' ? 'statement' : at, ...values });
}

/** The object at a place, or a refusal. */
export function objectAt(value: unknown, at: string): JsonObject {
  return isObject(value) ? value : refuse(at, 'not-object');
}

const inner = (at: string, field: string): string => (at === '' ? field : `${at}/${field}`);

/** An object with these fields and no others; the names are case-sensitive (part two, 2.2). */
export function shape(fields: Record<string, Check>, required: readonly string[] = []): Check {
  const known = new Map(Object.entries(fields));
  return (value, at) => {
    const object = objectAt(value, at);
    for (const [name, held] of Object.entries(object)) {
      const check = known.get(name) ?? refuse(inner(at, name), 'unknown-property');
      check(held, inner(at, name));
    }
    for (const name of required) if (!Object.hasOwn(object, name)) refuse(inner(at, name), 'missing-property');
  };
}

/** An object or a list in which there is something. */
export const filled: Check = (value, at) => {
  if (Object.keys(Array.isArray(value) ? value : objectAt(value, at)).length === 0) refuse(at, 'empty');
};

/** A list whose members are all right. */
export const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return refuse(at, 'not-list');
    for (const [index, member] of value.entries()) check(member, `${at}/${index}`);
  };

const pattern =
  (expression: RegExp, code: string): Check =>
  (value, at) => {
    if (typeof value !== 'string') return refuse(at, 'not-text');
    if (!expression.test(value)) return refuse(at, code);
  };

/** Any text. */
export const text: Check = (value, at) => {
  if (typeof value !== 'string') refuse(at, 'not-text');
};

/** true or false; not the words. */
export const truth: Check = (value, at) => {
  if (typeof value !== 'boolean') refuse(at, 'not-boolean');
};

/** A number; not digits as text. */
export const number: Check = (value, at) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(at, 'not-number');
};

/** A whole number from 0 on. */
export const count: Check = (value, at) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) refuse(at, 'not-count');
};

/** One of some words, exactly. */
export const oneOf = (...words: string[]): Check => {
  return (value, at) => {
    if (typeof value !== 'string' || !words.includes(value)) refuse(at, 'not-one-of', { words: words.join(', ') });
  };
};

/** An IRI with a scheme (part two, 4.3): best effort, no blanks and none of the characters that RFC 3987 leaves out. */
export const iri = pattern(/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}]+$/u, 'not-iri');
/** A mail address as an IRI (part two, 2.4.2.3). */
export const mailto = pattern(/^mailto:[^@\s<>]+@[^@\s<>]+$/, 'not-mailto');
/** A SHA-1, 40 hexadecimal digits. */
export const sha1 = pattern(/^[0-9a-fA-F]{40}$/, 'not-sha1');
/** A SHA-2, hexadecimal: 224, 256, 384 or 512 bits. */
export const sha2 = pattern(/^([0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})$/, 'not-sha2');
/** A UUID in its standard form (part two, 4.4). */
export const uuid = pattern(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'not-uuid');
/** A duration of ISO 8601 in its usual form (part two, 4.6); weeks stand alone, a fraction comes last. */
export const duration = pattern(
  /^P(?=.)(\d+([.,]\d+)?W|(\d+([.,]\d+(?=Y$))?Y)?(\d+([.,]\d+(?=M$))?M)?(\d+([.,]\d+(?=D$))?D)?(T(?=\d)(\d+([.,]\d+(?=H$))?H)?(\d+([.,]\d+(?=M$))?M)?(\d+([.,]\d+)?S)?)?)$/,
  'not-duration',
);
/** A media type. */
export const mediaType = pattern(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;.*)?$/, 'not-media-type');

/** The order and lengths of the parts of a language tag (RFC 5646; part two, 2.2). */
const TAG =
  /^(([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-[a-wy-z\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?|x(-[a-z\d]{1,8})+|i-[a-z]{2,8}|en-gb-oed|sgn-[a-z]{2}-[a-z]{2})$/i;

/** A language tag. */
export const language = pattern(TAG, 'not-language');

/** Texts by language tag, at least one (part two, 4.2). */
export const languageMap: Check = (value, at) => {
  filled(value, at);
  for (const [tag, words] of Object.entries(objectAt(value, at))) {
    if (!TAG.test(tag)) refuse(inner(at, tag), 'not-language');
    text(words, inner(at, tag));
  }
};

/** Anything, under keys that are IRIs (part two, 4.1). */
export const extensions: Check = (value, at) => {
  for (const key of Object.keys(objectAt(value, at))) iri(key, inner(at, key));
};

const WHEN = /^(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?|\d{8}T\d{4}(\d{2}([.,]\d{1,9})?)?)([Zz]|[+-]\d{2}(:?\d{2})?)?$/;
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * The moment that a timestamp means (part two, 4.5), or undefined when it is none. `strict`: as RFC 3339 writes it, which xAPI 2.0 asks for; else ISO 8601,
 * in UTC where no zone is given. An unknown offset (-00:00) is none.
 */
export function momentOf(value: string, strict: boolean): Temporal.Instant | undefined {
  if (!(strict ? RFC3339 : WHEN).test(value) || /-00(:?00)?$/.test(value.slice(10))) return undefined;
  const zoned = /([Zz]|[+-]\d{2}(:?\d{2})?)$/.test(value.slice(10));
  try {
    return Temporal.Instant.from(zoned ? value : `${value}Z`);
  } catch {
    return undefined;
  }
}

/** A timestamp, as the version of the statement wants it. */
export const timestamp =
  (strict: boolean): Check =>
  (value, at) => {
    if (typeof value !== 'string') return refuse(at, 'not-text');
    if (momentOf(value, strict) === undefined) return refuse(at, 'not-timestamp');
  };
