import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { listRoles } from '#kernel/org/index.ts';

/** The case that a letter belongs to, with the person it is about: of an appeal, of the case it stands in. */
export type CaseOfLetter = {
  caseId: string;
  procedure: string;
  version: Day;
  state: string;
  number: number;
  unitId: string;
  title: string;
  initiative: string | null;
  person: { personId: string; name: string; sex: string | null; post: string; caseId: string } | null;
};

/** The case for a letter; undefined when there is none of this module. */
export async function findCaseOfLetter(db: Db, caseId: string): Promise<CaseOfLetter | undefined> {
  type Row = Omit<CaseOfLetter, 'person'> & { personId: string | null; name: string; sex: string | null; post: string; ownCase: string };
  const row = await one(
    db,
    sql<Row>`
      select file.id as "caseId", file.procedure, file.version, file.state, file.number, file.unit_id as "unitId", coalesce(parent.title, file.title) as title,
        coalesce(held.initiative_id, consultation.initiative_id) as initiative, held.person_id as "personId", person.name, person.sex, post.title as post, held.case_id as "ownCase"
      from kernel.case_file as file
      left join kernel.case_file as parent on parent.id = file.parent_id
      left join transition.person_case as held on held.case_id = coalesce(file.parent_id, file.id)
      left join transition.consultation on consultation.case_id = file.id
      left join kernel.person on person.id = held.person_id
      left join kernel.post on post.id = held.post_id
      where file.id = ${caseId}
        and file.procedure like 'transition.%'`,
  );
  if (row === undefined) return undefined;
  const { personId, name, sex, post, ownCase, ...file } = row;
  return { ...file, person: personId === null ? null : { personId, name, sex, post, caseId: ownCase } };
}

/** Somebody who may sign, as what. */
export type Signer = { personId: string; name: string; capacity: string; unit: string };

/** Who holds a permission over a unit by a role, those nearest to the unit first; at most 50. */
export async function listHolders(db: Db, permission: string, unitId: string, day: Day): Promise<Signer[]> {
  const roles = listRoles()
    .filter(({ permissions }) => permissions.includes(permission))
    .map(({ key }) => key);
  return all(
    db,
    sql<Signer>`
      select holder.person_id as "personId", person.name, coalesce(own.title, '') as capacity, coalesce(own.unit, '') as unit
      from (
        select granted.person_id, min(case when granted.unit_id = ${unitId} then 0 else 1 end) as away
        from kernel.role_grant as granted
        where granted.role = any(${roles}::text[])
          and granted.valid_from <= ${day}
          and granted.valid_to > ${day}
          and (granted.unit_id = ${unitId}
            or exists (
              select 1
              from kernel.unit_ancestor as above
              where above.unit_id = ${unitId}
                and above.ancestor_id = granted.unit_id
                and above.valid_from <= ${day}
                and above.valid_to > ${day}))
        group by granted.person_id
      ) as holder
      join kernel.person on person.id = holder.person_id
      ${mainPost(sql`holder.person_id`, day)}
      order by holder.away, person.name_sort, person.id
      limit 50`,
  );
}

const mainPost = (person: ReturnType<typeof sql>, day: Day) => sql`
  left join lateral (
    select post.title, version.name_vi as unit
    from kernel.posting
    join kernel.post on post.id = posting.post_id
    join kernel.unit_version as version
      on version.unit_id = posting.unit_id
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    where posting.person_id = ${person}
      and posting.main
      and posting.valid_from <= ${day}
      and posting.valid_to > ${day}
    limit 1
  ) as own on true`;

/** A person as a signer. */
export async function findSigner(db: Db, personId: string, day: Day): Promise<Signer | undefined> {
  return one(
    db,
    sql<Signer>`
      select person.id as "personId", person.name, coalesce(own.title, '') as capacity, coalesce(own.unit, '') as unit
      from kernel.person
      ${mainPost(sql`person.id`, day)}
      where person.id = ${personId}`,
  );
}

/** A unit and what stands above it, as letters name them. */
export async function findIssuer(db: Db, unitId: string, day: Day): Promise<{ unit: string; parent: string | null } | undefined> {
  return one(
    db,
    sql<{ unit: string; parent: string | null }>`
      select version.name_vi as unit, above.name_vi as parent
      from kernel.unit_version as version
      left join kernel.unit_version as above
        on above.unit_id = version.parent_id
        and above.valid_from <= ${day}
        and above.valid_to > ${day}
      where version.unit_id = ${unitId}
        and version.valid_from <= ${day}
        and version.valid_to > ${day}`,
  );
}

/** How many letters a unit has made in the year of a day, from which the next number is suggested. */
export async function countLetters(db: Db, unitId: string, day: Day): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
      select count(*) as n
      from transition.letter
      where letter.unit_id = ${unitId}
        and letter.drafted_at >= ${`${day.slice(0, 4)}-01-01`}::date`,
  );
  return row?.n ?? 0;
}
