type Json = Record<string, unknown>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];

/** What is wrong with a description of an API as OpenAPI 3.1 (the parts that are used here), a sentence each. */
export function wrongOpenApi(description: unknown): string[] {
  const root = objectOf(description);
  const info = objectOf(root['info']);
  const operations = operationsOf(root);
  const ids = operations.map(({ operation }) => String(operation['operationId']));
  return [
    ...(/^3\.1\.\d+$/.test(String(root['openapi'])) ? [] : ['openapi is not 3.1']),
    ...['title', 'version'].filter((key) => typeof info[key] !== 'string').map((key) => `info has no ${key}`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} is given twice`),
    ...operations.flatMap(({ at }) => (METHODS.some((method) => at.startsWith(`${method} `)) ? [] : [at])),
    ...operations.flatMap(({ at, path, operation }) => wrongOperation(path, operation).map((problem) => `${at}: ${problem}`)),
    ...missingRefs(root, root),
    ...schemesOf(root['security'])
      .filter((name) => !(name in objectOf(objectOf(root['components'])['securitySchemes'])))
      .map((name) => `security ${name} is not declared`),
  ];
}

function operationsOf(root: Json): { at: string; path: string; operation: Json }[] {
  return Object.entries(objectOf(root['paths'])).flatMap(([path, item]) =>
    Object.entries(objectOf(item)).map(([method, operation]) => ({
      at: METHODS.includes(method) ? `${method} ${path}` : `unknown method ${method} of ${path}`,
      path,
      operation: objectOf(operation),
    })),
  );
}

function wrongOperation(path: string, operation: Json): string[] {
  const parameters = listOf(operation['parameters']).map(objectOf);
  const declared = parameters.filter((one) => one['in'] === 'path').map((one) => String(one['name']));
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const places = parameters.map((one) => `${String(one['in'])} ${String(one['name'])}`);
  const body = operation['requestBody'];
  return [
    ...(path.startsWith('/') ? [] : ['the path does not begin with /']),
    ...(typeof operation['operationId'] === 'string' ? [] : ['no operationId']),
    ...named.filter((name) => !declared.includes(name)).map((name) => `{${name}} is no parameter`),
    ...declared.filter((name) => !named.includes(name)).map((name) => `${name} is not in the path`),
    ...parameters.filter((one) => one['in'] === 'path' && one['required'] !== true).map((one) => `${String(one['name'])} is not required`),
    ...places.filter((place, index) => places.indexOf(place) !== index).map((place) => `${place} is given twice`),
    ...(Object.keys(objectOf(operation['responses'])).length > 0 ? [] : ['no response']),
    ...parameters.flatMap((one) => wrongSchema(one['schema'], String(one['name']))),
    ...Object.values(objectOf(objectOf(body)['content'])).flatMap((media) => wrongSchema(objectOf(media)['schema'], 'body')),
    ...Object.values(objectOf(operation['responses'])).flatMap((response) =>
      Object.values(objectOf(objectOf(response)['content'])).flatMap((media) => wrongSchema(objectOf(media)['schema'], 'answer')),
    ),
  ];
}

function wrongSchema(schema: unknown, at: string): string[] {
  const one = objectOf(schema);
  if (typeof schema !== 'object' || schema === null) return [`${at} has no schema`];
  const types = [one['type']].flat().filter((type) => type !== undefined);
  const properties = objectOf(one['properties']);
  return [
    ...types.filter((type) => !TYPES.includes(String(type))).map((type) => `${at}: type ${String(type)}`),
    ...listOf(one['required'])
      .filter((name) => !(String(name) in properties))
      .map((name) => `${at} requires ${String(name)}, which it does not have`),
    ...Object.entries(properties).flatMap(([name, field]) => wrongSchema(field, `${at}.${name}`)),
    ...(one['items'] === undefined ? [] : wrongSchema(one['items'], `${at}[]`)),
    ...['anyOf', 'oneOf', 'allOf'].flatMap((key) => listOf(one[key]).flatMap((branch) => wrongSchema(branch, at))),
  ];
}

function missingRefs(root: Json, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' && !resolves(root, String(inner)) ? [`${String(inner)} leads nowhere`] : missingRefs(root, inner)));
}

function resolves(root: Json, ref: string): boolean {
  let here: unknown = root;
  for (const part of ref.replace(/^#\//, '').split('/')) here = objectOf(here)[part];
  return ref.startsWith('#/') && here !== undefined;
}

function schemesOf(security: unknown): string[] {
  return listOf(security).flatMap((one) => Object.keys(objectOf(one)));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
