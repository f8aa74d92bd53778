/** Lines as a CSV file (RFC 4180), with a heading over each column, with a mark by which spreadsheets know UTF-8; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvFile<Column extends string>(
  name: string,
  columns: Readonly<Record<Column, string>>,
  lines: readonly Readonly<Record<NoInfer<Column>, string | number | boolean | null>>[],
): Response {
  const cell = (value: string | number | boolean | null): string => {
    const text = value === null ? '' : String(value);
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const headings = Object.values<string>(columns);
  const names = keysOf(columns);
  const rows = lines.map((line) => names.map((column) => cell(line[column])).join(','));
  return new Response(`\uFEFF${[headings.map(cell).join(','), ...rows].join('\r\n')}\r\n`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
}

function keysOf<Key extends string>(record: Readonly<Record<Key, string>>): Key[] {
  const names: Key[] = [];
  for (const name in record) names.push(name);
  return names;
}
