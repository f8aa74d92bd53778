import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

/** The parts of JSON Schema that our operations use. */
const Schema = Type.Cyclic(
  {
    Schema: Type.Object({
      type: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())])),
      const: Type.Optional(Type.Unknown()),
      examples: Type.Optional(Type.Array(Type.Unknown())),
      format: Type.Optional(Type.String()),
      description: Type.Optional(Type.String()),
      enum: Type.Optional(Type.Array(Type.Unknown())),
      anyOf: Type.Optional(Type.Array(Type.Ref('Schema'))),
      items: Type.Optional(Type.Ref('Schema')),
      properties: Type.Optional(Type.Record(Type.String(), Type.Ref('Schema'))),
      required: Type.Optional(Type.Array(Type.String())),
      minimum: Type.Optional(Type.Number()),
      maximum: Type.Optional(Type.Number()),
      minLength: Type.Optional(Type.Number()),
      maxLength: Type.Optional(Type.Number()),
      minItems: Type.Optional(Type.Number()),
      maxItems: Type.Optional(Type.Number()),
    }),
  },
  'Schema',
);
type Schema = Static<typeof Schema>;

const Content = Type.Object({ content: Type.Object({ 'application/json': Type.Object({ schema: Schema }) }) });

/** The parts of an OpenAPI description that the page shows. */
const Description = Type.Object({
  paths: Type.Record(
    Type.String(),
    Type.Record(
      Type.String(),
      Type.Object({
        operationId: Type.String(),
        tags: Type.Array(Type.String()),
        summary: Type.String(),
        description: Type.String(),
        parameters: Type.Array(Type.Object({ name: Type.String(), in: Type.String(), required: Type.Boolean(), description: Type.Optional(Type.String()), schema: Schema })),
        requestBody: Type.Optional(Content),
        responses: Type.Object({ 200: Content }),
      }),
    ),
  ),
});
type Described = Static<typeof Description>['paths'][string][string];

/** A field of an input or output: `name` is its path (`pauses[].from`), `place` where an input goes: path, query, header or body. */
export type FieldRow = { name: string; place: string; type: string; required: boolean; description: string };

/** One operation as the page shows it. */
export type OperationText = {
  name: string;
  method: string;
  path: string;
  summary: string;
  permission: string;
  input: FieldRow[];
  output: FieldRow[];
  curl: string;
};

/** The operations of an OpenAPI description by module, in its order; throws when it is not such a description. `base` begins the example addresses. */
export function modulesOf(openApi: object, base: string): { module: string; operations: OperationText[] }[] {
  const { paths } = Value.Parse(Description, openApi);
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ module: described.tags[0] ?? '', text: operationText(method.toUpperCase(), path, described, base) })),
  );
  return [...Map.groupBy(all, ({ module }) => module)].map(([module, found]) => ({ module, operations: found.map(({ text }) => text) }));
}

function operationText(method: string, path: string, described: Described, base: string): OperationText {
  const body = described.requestBody?.content['application/json'].schema;
  return {
    name: described.operationId,
    method,
    path,
    summary: described.summary,
    permission: /^Permission: (.+)\.$/.exec(described.description)?.[1] ?? '',
    input: [
      ...described.parameters.map(({ name, in: place, required, description, schema }) => ({
        name,
        place,
        required,
        type: typeOf(schema),
        description: description ?? schema.description ?? '',
      })),
      ...(body === undefined ? [] : fieldsOf(body, 'body')),
    ],
    output: fieldsOf(described.responses[200].content['application/json'].schema, 'answer'),
    curl: curlOf(method, path, described, base),
  };
}

function fieldsOf(schema: Schema, place: string, prefix = ''): FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = prefix + key;
    const row = { name, place, type: typeOf(field), required: schema.required?.includes(key) ?? false, description: field.description ?? '' };
    return [row, ...innerOf(field, place, name)];
  });
}

function innerOf(field: Schema, place: string, name: string): FieldRow[] {
  if (field.items !== undefined) return innerOf(field.items, place, `${name}[]`);
  // Of alternatives the object is what has fields; the other is usually null.
  if (field.anyOf !== undefined) return field.anyOf.flatMap((one) => innerOf(one, place, name));
  return fieldsOf(field, place, `${name}.`);
}

/** A type in one line: `integer 0 … 2500`, `text (date)`, `list of object`, `"a" | "b"`. */
export function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' | ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}${schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`}`;
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any');
  const range = [schema.minimum, schema.maximum].some((end) => end !== undefined) ? ` ${schema.minimum ?? ''} … ${schema.maximum ?? ''}`.trimEnd() : '';
  return `${type}${schema.format === undefined ? '' : ` (${schema.format})`}${range}`;
}

const UUID = '01981e2a-7b5c-7c3d-9e4f-0123456789ab';

/** A value the schema accepts: the example it gives itself, else required fields only and the first of alternatives. A pattern needs an example of its own. */
export function exampleOf(schema: Schema): unknown {
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return exampleOf(schema.anyOf[0] ?? {});
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: schema.items === undefined ? 0 : Math.max(1, schema.minItems ?? 1) }, () => exampleOf(schema.items ?? {}));
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((key) => [key, exampleOf(schema.properties?.[key] ?? {})]));
    default:
      return schema.format === 'uuid' ? UUID : schema.format === 'date' ? '2026-11-23' : schema.format === 'date-time' ? '2026-11-23T02:00:00Z' : textOf(schema);
  }
}

/** A text of words, as long as it has to be and no longer than it may be. */
function textOf({ minLength = 0, maxLength }: Schema): string {
  return Array.from({ length: Math.max(1, Math.ceil((minLength + 1) / 5)) }, () => 'text')
    .join(' ')
    .slice(0, maxLength);
}

function curlOf(method: string, path: string, described: Described, base: string): string {
  const needed = (place: string) => described.parameters.filter((one) => one.in === place && one.required).map(({ name, schema }) => [name, String(exampleOf(schema))]);
  const filled = needed('path').reduce((text, [name = '', value = '']) => text.replace(`{${name}}`, encodeURIComponent(value)), path);
  const query = new URLSearchParams(needed('query').map(([name = '', value = '']) => [name, value])).toString();
  const body = described.requestBody?.content['application/json'].schema;
  return [
    `curl -X ${method} '${base}${filled}${query === '' ? '' : `?${query}`}'`,
    ...(described.description === 'Permission: public.' ? [] : ['-b cookies.txt']),
    ...(body === undefined ? [] : [`-H 'content-type: application/json'`, `-d '${JSON.stringify(exampleOf(body)).replaceAll("'", String.raw`'\''`)}'`]),
  ].join(' \\\n  ');
}
