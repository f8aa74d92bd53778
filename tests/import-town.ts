import { readContent } from '../content/index.ts';
import { demoCity } from '../demo/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { writeCsv, writeXlsx } from '#base/table-file/index.ts';
import { addUnits, type NewCode, type NewUnit } from '#kernel/org/index.ts';
import { STAFF_COLUMNS, type StaffRow } from '../src/modules/directory/import/columns.ts';

/** The real city's units and the demo's staff rows of the day two years before `today`. */
export function demoStaff(people: number, today: string, seed = 7): { rows: StaffRow[]; units: NewUnit[]; codes: NewCode[] } {
  const city = demoCity({ people, months: 1, seed, today, content: readContent() });
  const ids = new Map(city.units.map(({ id }) => [id, newId()]));
  const idOf = (id: string): string => ids.get(id) ?? '';
  const units = city.units.map((unit): NewUnit => ({
    id: idOf(unit.id),
    kind: unit.kind,
    nameVi: unit.name_vi,
    nameEn: unit.name_en,
    parentId: unit.parent === null ? null : idOf(unit.parent),
    validFrom: unit.valid_from,
    validTo: unit.valid_to,
  }));
  const codes = city.units.map((unit): NewCode => ({ unitId: idOf(unit.id), system: unit.code_system, code: unit.code, validFrom: unit.valid_from, validTo: unit.valid_to }));
  return { rows: city.initial, units, codes };
}

/** Puts the units into the database. */
export async function putUnits(db: Db, { units, codes }: { units: NewUnit[]; codes: NewCode[] }): Promise<void> {
  await addUnits(db, units, codes);
}

const headers = STAFF_COLUMNS.map(({ labels }) => labels[0]);
const cellsOf = (row: StaffRow) => STAFF_COLUMNS.map(({ name }) => row[name]);

/** The rows as the file a unit would hand in. */
export async function staffXlsx(rows: StaffRow[]): Promise<Uint8Array> {
  return bytesOf(writeXlsx('Danh sách', headers, rows.map(cellsOf)));
}

export async function staffCsv(rows: StaffRow[]): Promise<Uint8Array> {
  return bytesOf(writeCsv(headers, rows.map(cellsOf)));
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Every row of the register, for comparing before and after. */
export async function registerRows(db: Db): Promise<Record<string, string>> {
  const tables = [
    'kernel.person',
    'kernel.post',
    'kernel.posting',
    'kernel.unit_version',
    'kernel.unit_code',
    'kernel.unit_ancestor',
    'directory.contact',
    'directory.identity',
    'directory.union_membership',
    'directory.post_code',
  ];
  const found: Record<string, string> = {};
  for (const table of tables) {
    const rows = await all(
      db,
      sql<{ rows: number; digest: string | null }>`select count(*) as rows, md5(string_agg(r::text, E'\\n' order by r::text collate "C")) as digest from ${sql.table(table)} as r`,
    );
    found[table] = `${rows[0]?.rows} ${rows[0]?.digest}`;
  }
  return found;
}
