import type { exportRoster } from '#modules/campaigns/index.ts';

type Line = Awaited<ReturnType<typeof exportRoster.run>>['people'][number];

const COLUMNS = ['staffCode', 'name', 'unit', 'reason', 'registerDay', 'state', 'channel', 'reachedOn', 'endedOn', 'excuse'] as const;

/** The roster as CSV (RFC 4180) with a mark by which spreadsheets know UTF-8; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function writeCsv(people: readonly Line[]): string {
  const cell = (value: string | null): string => {
    const text = value ?? '';
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = people.map((line) => COLUMNS.map((column) => cell(line[column])).join(','));
  return `\uFEFF${[COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}
