/** A field that a table may have, with the headings by which its column is recognised. */
export type Field = { name: string; labels: readonly string[] };

/** Which column (from 0) holds which field, which fields have none, and which columns hold no field. */
export type Matching = { columns: Record<string, number>; missing: string[]; unknown: number[] };

/** Finds the column of each field, whatever the case, spaces and tone marks of the heading; remarks in brackets are left out if need be. */
export function matchColumns(headers: readonly string[], fields: readonly Field[]): Matching {
  const columns: Record<string, number> = {};
  const taken = new Set<number>();
  // Exact headings win over headings with a remark, and a field's own label over the other names it goes by.
  const longest = Math.max(0, ...fields.map((field) => field.labels.length));
  for (const keyOf of [key, keyWithoutRemark]) {
    const keys = headers.map(keyOf);
    for (let i = 0; i < longest; i++) for (const field of fields) take(columns, taken, field, keys, i);
  }
  return {
    columns,
    missing: fields.map((field) => field.name).filter((name) => columns[name] === undefined),
    unknown: headers.map((_, i) => i).filter((i) => !taken.has(i)),
  };
}

function take(columns: Record<string, number>, taken: Set<number>, field: Field, keys: string[], i: number): void {
  const label = field.labels[i];
  if (label === undefined || columns[field.name] !== undefined) return;
  const at = keys.findIndex((candidate, column) => candidate !== '' && candidate === key(label) && !taken.has(column));
  if (at < 0) return;
  columns[field.name] = at;
  taken.add(at);
}

function key(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]/g, '');
}

function keyWithoutRemark(text: string): string {
  return key(text.replace(/\([^)]*\)|\[[^\]]*\]/g, ''));
}
