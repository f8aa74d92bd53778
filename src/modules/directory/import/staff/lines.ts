import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Seal } from '#base/seal/index.ts';
import { sortName } from '#kernel/org/index.ts';
import { same, type StaffLine } from '../rules.ts';

/** Makes the table of a staff list's lines; it lives as long as the transaction. */
export async function makeStaffLines(db: Db): Promise<void> {
  await all(db, sql`drop table if exists pg_temp.staff_line`);
  await all(
    db,
    sql`
    create temporary table staff_line (
      line integer not null,
      staff_code text,
      person_id uuid,
      known boolean not null,
      name text,
      name_sort text,
      birth_date date,
      sex text,
      email text,
      phone text,
      digest bytea,
      sealed bytea,
      ending text,
      unit_code text,
      post_code text,
      title text,
      title_key text,
      kind text,
      valid_from date,
      valid_to date,
      coefficient numeric(5, 2),
      union_member boolean,
      main boolean not null
    ) on commit drop`,
  );
}

const COLUMNS = sql`line, staff_code, person_id, known, name, name_sort, birth_date, sex, email, phone, digest, sealed, ending, unit_code, post_code,
  title, title_key, kind, valid_from, valid_to, coefficient, union_member, main`;

/** Keeps the lines of a list that was checked, until it is run. */
export async function keepStaffLines(db: Db, importId: string): Promise<void> {
  await all(
    db,
    sql`
    insert into directory.import_staff_line (import_id, ${COLUMNS})
    select ${importId}::uuid, ${COLUMNS}
    from staff_line`,
  );
}

/** Forgets the kept lines of a list. */
export async function forgetStaffLines(db: Db, importId: string): Promise<void> {
  await all(db, sql`delete from directory.import_staff_line as kept where kept.import_id = ${importId}`);
}

/**
 * Takes the kept lines of a list up again and answers how many there are; undefined when they must be read from the file once more, because
 * there are none, or because a person has come into the register since (numbers are sealed for one person only).
 */
export async function resumeStaffLines(db: Db, importId: string): Promise<number | undefined> {
  await makeStaffLines(db);
  await all(
    db,
    sql`
    insert into staff_line (${COLUMNS})
    select ${COLUMNS}
    from directory.import_staff_line as kept
    where kept.import_id = ${importId}`,
  );
  const found = await one(
    db,
    sql<{ n: number; moved: number }>`
    select count(*) as n, count(*) filter (where person.id is distinct from case when line.known then line.person_id end) as moved
    from staff_line as line
    left join kernel.person on person.staff_code = line.staff_code`,
  );
  return found === undefined || found.n === 0 || found.moved > 0 ? undefined : found.n;
}

/**
 * Takes lines into the table, with the id of each person: that of the register, or a new one per staff code. Personal id numbers stay
 * behind as digest and sealed for their person.
 */
export function staffStager(db: Db, seal: Seal): (lines: StaffLine[]) => Promise<void> {
  const people = new Map<string, { id: string; known: boolean }>();
  return async (lines) => {
    await meet(db, lines, people);
    const rows = lines.map((line) => {
      const person = line.staffCode === null ? undefined : people.get(line.staffCode);
      return { ...line, personId: person?.id ?? null, known: person?.known ?? false, ...sealedOf(line, person?.id, seal) };
    });
    await insert(db, rows);
  };
}

type Staged = StaffLine & { personId: string | null; known: boolean; digest: string | null; sealed: string | null; ending: string | null };

async function meet(db: Db, lines: StaffLine[], people: Map<string, { id: string; known: boolean }>): Promise<void> {
  const codes = [...new Set(lines.flatMap(({ staffCode }) => (staffCode === null || people.has(staffCode) ? [] : [staffCode])))];
  const rows = await all(
    db,
    sql<{ id: string; staff_code: string }>`
    select person.id, person.staff_code
    from kernel.person
    where person.staff_code = any(${codes}::text[])`,
  );
  for (const { id, staff_code } of rows) people.set(staff_code, { id, known: true });
  for (const code of codes) if (!people.has(code)) people.set(code, { id: newId(), known: false });
}

function sealedOf({ personalId }: StaffLine, person: string | undefined, seal: Seal): Pick<Staged, 'digest' | 'sealed' | 'ending'> {
  if (personalId === null || person === undefined) return { digest: null, sealed: null, ending: null };
  return { digest: bytea(seal.digest(personalId)), sealed: bytea(seal.seal(personalId, person)), ending: personalId.slice(-3) };
}

function bytea(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}

async function insert(db: Db, rows: Staged[]): Promise<void> {
  const column = <T>(of: (row: Staged) => T): T[] => rows.map(of);
  await all(
    db,
    sql`
    insert into staff_line (line, staff_code, person_id, known, name, name_sort, birth_date, sex, email, phone, digest, sealed, ending,
      unit_code, post_code, title, title_key, kind, valid_from, valid_to, coefficient, union_member, main)
    select row.line, row.staff_code, row.person_id, row.known, row.name, row.name_sort, row.birth_date, row.sex, row.email, row.phone,
      row.digest, row.sealed, row.ending, row.unit_code, row.post_code, row.title, row.title_key, row.kind, row.valid_from, row.valid_to,
      row.coefficient, row.union_member, row.main
    from unnest(
      ${column(({ line }) => line)}::integer[],
      ${column(({ staffCode }) => staffCode)}::text[],
      ${column(({ personId }) => personId)}::uuid[],
      ${column(({ known }) => known)}::boolean[],
      ${column(({ name }) => name)}::text[],
      ${column(({ name }) => (name === null ? null : sortName(name)))}::text[],
      ${column(({ birthDate }) => birthDate)}::date[],
      ${column(({ sex }) => sex)}::text[],
      ${column(({ email }) => email)}::text[],
      ${column(({ phone }) => phone)}::text[],
      ${column(({ digest }) => digest)}::bytea[],
      ${column(({ sealed }) => sealed)}::bytea[],
      ${column(({ ending }) => ending)}::text[],
      ${column(({ unitCode }) => unitCode)}::text[],
      ${column(({ postCode }) => postCode)}::text[],
      ${column(({ title }) => title)}::text[],
      ${column(({ title }) => (title === null ? null : same(title)))}::text[],
      ${column(({ kind }) => kind)}::text[],
      ${column(({ from }) => from)}::date[],
      ${column(({ to }) => to)}::date[],
      ${column(({ coefficient }) => coefficient)}::numeric[],
      ${column(({ union }) => union)}::boolean[],
      ${column(({ main }) => main)}::boolean[]
    ) as row (line, staff_code, person_id, known, name, name_sort, birth_date, sex, email, phone, digest, sealed, ending,
      unit_code, post_code, title, title_key, kind, valid_from, valid_to, coefficient, union_member, main)`,
  );
}
