import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { addSuccessions, addUnits } from '#kernel/org/index.ts';
import { expandUnits, readContent } from '../content/index.ts';

/** How large the generated city is: people in post today, facts in the log, units standing today (those of the content when left out). */
export type Scale = { people: number; facts: number; units?: number };

/**
 * Fills an empty migrated database with the real units and imaginary people, posts and facts, all by SQL.
 * `db` is the owner's, with a single connection; `today` is a day after 1 July 2025.
 */
export async function fill(db: Db, today: string, { people, facts, units: wanted = 0 }: Scale): Promise<void> {
  const { succession, ...content } = readContent();
  const units = withTeams(expandUnits(content), wanted);
  const ids = new Map(units.map(({ id }) => [id, newId()]));
  const idOf = (id: string): string => ids.get(id) ?? '';
  await db.transaction().execute(async (tx) => {
    await addUnits(
      tx,
      units.map((unit) => ({
        id: idOf(unit.id),
        kind: unit.kind,
        nameVi: unit.name_vi,
        nameEn: unit.name_en,
        parentId: unit.parent === null ? null : idOf(unit.parent),
        validFrom: unit.valid_from,
        validTo: unit.valid_to,
      })),
      units.map((unit) => ({ unitId: idOf(unit.id), system: unit.code_system, code: unit.code, validFrom: unit.valid_from, validTo: unit.valid_to })),
    );
    await addSuccessions(
      tx,
      succession.map(({ from, to, day }) => ({ oldId: idOf(from), newId: idOf(to), day, basis: 'bench' })),
      null,
    );
  });
  // What is generated fits together: checking each row against its neighbours would take most of the time.
  await all(db, sql`set session_replication_role = replica`);
  for (const statement of [...posted(today, people), ...aroundThem(today, people)]) await all(db, statement);
  await all(db, sql`set session_replication_role = default`);
  await addFacts(db, today, 0, facts);
}

type Unit = ReturnType<typeof expandUnits>[number];

/** The units with teams under those that have nothing under them, in turn, until so many stand. */
function withTeams(units: Unit[], wanted: number): Unit[] {
  const standing = units.filter((unit) => unit.valid_to === 'infinity');
  const parents = new Set(standing.map(({ parent }) => parent));
  const leaves = standing.filter(({ id, kind }) => !parents.has(id) && kind !== 'city');
  const teams = Array.from({ length: Math.max(0, wanted - standing.length) }, (_, n): Unit[] => {
    const leaf = leaves[n % leaves.length];
    const [name, from] = [1 + Math.floor(n / leaves.length), '2025-07-01'];
    if (leaf === undefined) return [];
    return [
      {
        ...leaf,
        id: `${leaf.id}.t${name}`,
        kind: 'division',
        name_vi: `Tổ ${name}`,
        name_en: `Team ${name}`,
        code: `${leaf.code}-T${name}`,
        parent: leaf.id,
        valid_from: from > leaf.valid_from ? from : leaf.valid_from,
      },
    ];
  });
  return [...units, ...teams.flat()];
}

/** Leaf units take everybody; every third person held another post before. */
function posted(today: string, people: number) {
  return [
    sql`
      create temporary table leaf as
      select version.unit_id, row_number() over (order by version.unit_id) - 1 as place
      from kernel.unit_version as version
      where version.valid_from <= ${today}
        and version.valid_to > ${today}
        and not exists (
          select 1
          from kernel.unit_version as below
          where below.parent_id = version.unit_id
            and below.valid_from <= ${today}
            and below.valid_to > ${today})`,
    sql`
      insert into kernel.person (id, staff_code, name, name_sort, birth_date, sex)
      select gen_random_uuid(), 'B' || lpad(n::text, 7, '0'), 'Nguyễn Văn ' || chr((65 + n % 26)::integer) || n, chr((65 + n % 26)::integer) || n || ' Nguyễn Văn',
        ${today}::date - (8000 + (n * 7919) % 13000)::integer, case when n % 100 < 52 then 'female' else 'male' end
      from generate_series(1, ${people}::bigint) as n`,
    sql`
      create temporary table place as
      select person.id as person_id, person.name_sort, row_number() over (order by person.staff_code) as n, gen_random_uuid() as post_id, gen_random_uuid() as early_id
      from kernel.person`,
    sql`analyze place, leaf`,
    sql`
      insert into kernel.post (id, unit_id, title, kind, valid_from)
      select place.post_id, leaf.unit_id, 'Chuyên viên', case when place.n % 9 = 0 then 'leader' when place.n % 5 = 0 then 'contract' else 'staff' end, '2023-01-01'::date
      from place
      join leaf on leaf.place = place.n % (select count(*) from leaf)
      union all
      select place.early_id, leaf.unit_id, 'Chuyên viên', 'staff', '2023-01-01'::date
      from place
      join leaf on leaf.place = (place.n * 7) % (select count(*) from leaf)
      where place.n % 3 = 0`,
    sql`
      insert into kernel.posting (id, post_id, unit_id, person_id, main, coefficient, valid_from, valid_to, name_sort)
      select gen_random_uuid(), post.id, post.unit_id, place.person_id, true, 2.34 + place.n % 5, '2024-01-01'::date + (place.n % 700)::integer, 'infinity'::date, place.name_sort
      from place
      join kernel.post on post.id = place.post_id
      union all
      select gen_random_uuid(), post.id, post.unit_id, place.person_id, true, 2.34, '2023-01-01'::date, '2024-01-01'::date + (place.n % 700)::integer, place.name_sort
      from place
      join kernel.post on post.id = place.early_id`,
  ];
}

/** Open posts, union membership, use of accounts, confirmations. */
function aroundThem(today: string, people: number) {
  return [
    sql`
      insert into kernel.post (id, unit_id, title, kind, valid_from)
      select gen_random_uuid(), leaf.unit_id, 'Chuyên viên', 'staff', '2023-01-01'::date
      from generate_series(1, ${Math.round(people / 20)}::bigint) as n
      join leaf on leaf.place = n % (select count(*) from leaf)`,
    sql`
      insert into directory.union_membership (id, person_id, consent_day, valid_from)
      select gen_random_uuid(), place.person_id, '2023-06-01', '2023-06-01'::date + (place.n % 500)::integer
      from place
      where place.n % 10 < 8`,
    sql`
      insert into directory.account_use (id, person_id, valid_from, valid_to)
      select gen_random_uuid(), place.person_id, '2024-05-01'::date + (200 * turn + place.n % 60)::integer, '2024-05-01'::date + (200 * turn + place.n % 60 + 150)::integer
      from place
      cross join generate_series(0, 4) as turn
      where place.n % 4 > 0`,
    sql`
      insert into directory.register_confirmation (id, unit_id, valid_from, valid_to)
      select gen_random_uuid(), version.unit_id, ${today}::date - (row_number() over (order by version.unit_id) % 120)::integer, ${today}::date + 90
      from kernel.unit_version as version
      where version.kind in ('ward', 'commune')
        and version.valid_to = 'infinity'`,
  ];
}

/** Adds to the log of a filled city what it lacks between two sizes, in pieces of half a million. */
export async function addFacts(db: Db, today: string, have: number, want: number): Promise<void> {
  await all(db, sql`set session_replication_role = replica`);
  await all(
    db,
    sql`
    create temporary table if not exists somebody as
    select posting.person_id, posting.unit_id, row_number() over (order by posting.id) as n
    from kernel.posting
    where posting.valid_to = 'infinity'`,
  );
  for (let done = have; done < want; done += 500_000) {
    await all(
      db,
      sql`
      insert into kernel.fact (id, kind, subject, unit_id, day, data)
      select ('01980000-0000-7000-8000-' || lpad(to_hex(line.n), 12, '0'))::uuid, 'directory.account-used', somebody.person_id, somebody.unit_id, ${today}::date - (line.n % 730)::integer, '{}'
      from generate_series(${done + 1}::bigint, ${Math.min(want, done + 500_000)}::bigint) as line (n)
      join somebody on somebody.n = 1 + line.n % (select count(*) from somebody)`,
    );
  }
  await all(db, sql`set session_replication_role = default`);
  await all(db, sql`vacuum analyze`);
}
