/** A JSON object whose fields are not known yet. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a JSON object (no array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a field, or undefined when there is none. */
export function objectIn(object: JsonObject | undefined, field: string): JsonObject | undefined {
  const value = object?.[field];
  return isObject(value) ? value : undefined;
}

/** The text in a field, or undefined when there is none. */
export function textIn(object: JsonObject | undefined, field: string): string | undefined {
  const value = object?.[field];
  return typeof value === 'string' ? value : undefined;
}

/** The objects of a list in a field; one object alone is a list of one; none when there is neither. */
export function objectsIn(object: JsonObject | undefined, field: string): JsonObject[] {
  const value = object?.[field];
  if (isObject(value)) return [value];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The first key that stands twice in one object of a JSON text; undefined when none does. The text is known to be JSON. */
export function repeatedKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '{') open.push(new Set());
    if (sign === '}') open.pop();
    if (sign !== '"') continue;
    const end = endOfText(text, at);
    const keys = open.at(-1);
    if (keys !== undefined && isKey(text, end)) {
      const key = String(JSON.parse(text.slice(at, end + 1)));
      if (keys.has(key)) return key;
      keys.add(key);
    }
    at = end;
  }
  return undefined;
}

/** Whether the string that ends at a place is a key: a colon follows. */
function isKey(text: string, end: number): boolean {
  let next = end + 1;
  while (' \t\r\n'.includes(text[next] ?? '-')) next += 1;
  return text[next] === ':';
}

/** Where the string that begins at a place of a JSON text ends: at its closing quote. */
function endOfText(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (end < 0 || slashes % 2 === 0) return end < 0 ? text.length : end;
  }
}

/** JSON with the fields of every object in one order, so that equal values give equal texts. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner));
}
