import { matchColumns, readTable } from '#base/table-file/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { checkIndex } from '../check.ts';
import { asNumber, unitsOf } from '../decimal.ts';
import type { Index } from '../model.ts';
import { INDEX_COLUMNS } from './columns.ts';
import { readRows, type Row } from './rows.ts';

/** What is said of an index beside its rows. */
export type Head = Omit<Index, 'groups' | 'max_points' | 'composition' | 'pillars' | 'published'>;

/** Most errors that are told at once. */
const MOST_ERRORS = 200;

/**
 * Reads an index from a CSV or XLSX file. Throws `invalid` with a sentence for every row that is wrong (`/rows/<number>/…`), for columns that are missing and for
 * points that do not add up; then nothing is taken. `indicators`: keys of those that may give a value.
 */
export async function readIndexFile(bytes: Uint8Array, name: string, head: Head, indicators: ReadonlySet<string>): Promise<Index> {
  const table = await readTable(bytes, name);
  const matching = matchColumns(table.headers, INDEX_COLUMNS);
  const missing = INDEX_COLUMNS.filter((column) => column.required && matching.missing.includes(column.name));
  if (missing.length > 0) {
    const columns = missing.map(({ labels }) => `“${labels[0]}”`).join(', ');
    throw new Problem('invalid', 'scorecards.error.import-no-columns', { columns }, [{ at: '/file', code: 'scorecards.error.import-no-columns', values: { columns } }]);
  }
  if (table.rows.length === 0) throw new Problem('invalid', 'scorecards.error.import-empty', {}, [{ at: '/file', code: 'scorecards.error.import-empty' }]);
  const rows = table.rows.map((cells, at): Row => ({ number: table.rowNumbers[at] ?? 0, cell: (column) => cells[matching.columns[column] ?? -1]?.trim() ?? '' }));
  const { groups, rowOf, errors } = readRows(rows);
  const sum = groups.filter(({ scored }) => scored).map(({ max_points }) => max_points);
  const index: Index = {
    ...head,
    max_points: sum.includes(null) ? null : asNumber(sum.reduce<bigint>((total, one) => total + unitsOf(one ?? 0), 0n)),
    composition: { kind: 'sum' },
    groups,
  };
  // What could not be read is not checked a second time: its sums would only be wrong because of it.
  const broken = new Set(errors.map(({ at }) => at.split('/')[2]));
  const unsound = checkIndex(index, indicators)
    .map((error) => atRow(error, rowOf))
    .filter(({ at }) => !broken.has(at.split('/')[2] ?? ''));
  const all = [...errors, ...unsound].toSorted((a, b) => rowNumber(a) - rowNumber(b)).slice(0, MOST_ERRORS);
  if (all.length > 0) throw new Problem('invalid', 'scorecards.error.import-wrong', { n: all.length }, all);
  return index;
}

/** An error of the index at the row that it comes from. */
function atRow(error: InputError, rowOf: ReadonlyMap<string, number>): InputError {
  const row = rowOf.get(error.at);
  return row === undefined ? { ...error, at: error.at.startsWith('/to_year') ? '/toYear' : '/file' } : { ...error, at: `/rows/${row}`, values: { row, ...error.values } };
}

function rowNumber({ at }: InputError): number {
  const [, place, number] = at.split('/');
  return place === 'rows' ? Number(number) : 0;
}
