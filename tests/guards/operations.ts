import type { AnyOperation } from '#kernel/operation/index.ts';

/** `module.verb-noun`; the noun is left out where it is the module's own (`account.open`). */
const NAME = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;
const HTTP = /^(GET|POST|PUT|PATCH|DELETE) (\/[a-z][a-z-]*)(\/[a-z0-9-]+|\/\{[a-zA-Z]+\})*$/;

type Json = { [key: string]: unknown };

/** What is wrong with the shape of an operation: its name, its address, an input that nobody described, an object that takes or gives anything. */
export function wrongOperation(op: AnyOperation): string[] {
  const input: unknown = JSON.parse(JSON.stringify(op.input));
  const output: unknown = JSON.parse(JSON.stringify(op.output));
  return [
    ...(NAME.test(op.name) ? [] : ['its name is not module.verb-noun']),
    ...(HTTP.test(op.http) ? [] : [`"${op.http}" is no address`]),
    ...(op.http.startsWith('GET ') === (op.kind === 'read') || op.kind === 'read' ? [] : ['a write behind GET']),
    ...(op.summary.endsWith('.') || op.summary.length > 10 ? [] : ['no summary']),
    ...pathFields(op.http)
      .filter((name) => !fieldsOf(input).includes(name))
      .map((name) => `{${name}} is no field of the input`),
    ...wrongSchema(input, 'input', true),
    ...wrongSchema(output, 'output', true).filter((problem) => problem.endsWith('is not closed')),
  ].map((problem) => `${op.name}: ${problem}`);
}

/** Objects that are not closed and fields without a description, at any depth; the schema itself needs no description. */
function wrongSchema(schema: unknown, at: string, described = false): string[] {
  if (!isObject(schema)) return [];
  const open = schema['type'] === 'object' && isObject(schema['properties']) && schema['additionalProperties'] !== false ? [`${at} is not closed`] : [];
  const silent = described || isSaid(schema) ? [] : [`${at} has no description`];
  const fields = isObject(schema['properties']) ? Object.entries(schema['properties']).flatMap(([name, field]) => wrongSchema(field, `${at}.${name}`)) : [];
  const items = wrongSchema(schema['items'], `${at}[]`, true);
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const list: unknown = schema[key];
    return Array.isArray(list) ? list.flatMap((branch: unknown) => wrongSchema(branch, at, true)) : [];
  });
  return [...open, ...silent, ...fields, ...items, ...branches];
}

/** A constant says itself what it is, an object through its fields; of alternatives (a text or nothing) one may say it for all. */
function isSaid(schema: Json): boolean {
  const branches: unknown = schema['anyOf'];
  const said = Array.isArray(branches) && branches.some((branch: unknown) => isObject(branch) && typeof branch['description'] === 'string');
  const items: unknown = schema['items'];
  const byFields = isObject(schema['properties']) || (isObject(items) && isObject(items['properties']));
  return typeof schema['description'] === 'string' || 'const' in schema || byFields || said;
}

function pathFields(http: string): string[] {
  return [...http.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
}

function fieldsOf(schema: unknown): string[] {
  return isObject(schema) && isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
