import { earlierFirst, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Basis, Goal, Plan, UnitName } from './model.ts';
import type { State } from './rules.ts';

/** A version of a programme as it is put in. */
export type NewPlan = {
  id: string;
  key: string;
  number: number;
  titleVi: string;
  titleEn: string;
  aboutVi: string;
  aboutEn: string;
  unitId: string;
  starts: Day;
  ends: Day;
  bases: Basis[];
  goals: Goal[];
  retired: boolean;
  reason: string;
  contentHash: string | null;
  changedBy: string | null;
};

/** A programme with its id. */
export type StoredPlan = Plan & { id: string };

type Row = Omit<StoredPlan, 'unit' | 'retired'> & { nameVi: string | null; nameEn: string | null; retired: boolean };

/** The programmes as they stand, names of units as of `day`; the first to end comes first. */
export async function listStoredPlans(db: Db, day: Day): Promise<StoredPlan[]> {
  const rows = await all(
    db,
    sql<Row>`
    select distinct on (plan.id) plan.id, plan.key, version.number, version.title_vi as "titleVi", version.title_en as "titleEn", version.about_vi as "aboutVi",
      version.about_en as "aboutEn", version.unit_id as "unitId", version.starts, version.ends, version.bases, version.goals, version.retired,
      unit.name_vi as "nameVi", unit.name_en as "nameEn"
    from programme.plan
    join programme.plan_version as version on version.plan_id = plan.id
    left join lateral ${unitName(sql`version.unit_id`, day)} as unit on true
    order by plan.id, version.number desc`,
  );
  return rows
    .map(({ nameVi, nameEn, ...row }) => ({ ...row, unit: { unitId: row.unitId, nameVi: nameVi ?? '', nameEn: nameEn ?? '' } }))
    .toSorted((a, b) => earlierFirst(a.ends, b.ends) || a.key.localeCompare(b.key));
}

/** To be joined laterally: the newest name of a unit up to a day, also when it no longer stands: (name_vi, name_en). */
export function unitName(unitId: RawBuilder<unknown>, day: Day): RawBuilder<unknown> {
  return sql`(
    select named.name_vi, named.name_en
    from kernel.unit_version as named
    where named.unit_id = ${unitId}
      and named.valid_from <= ${day}
    order by named.valid_from desc
    limit 1)`;
}

/** Adds versions of programmes, and the programmes that are new. */
export async function addPlanVersions(db: Db, plans: NewPlan[]): Promise<void> {
  const json = JSON.stringify(plans);
  await all(
    db,
    sql`
    insert into programme.plan (id, key)
    select item.id, item.key
    from jsonb_to_recordset(${json}::jsonb) as item (id uuid, key text)
    on conflict on constraint plan_pkey do nothing`,
  );
  await all(
    db,
    sql`
    insert into programme.plan_version (plan_id, number, title_vi, title_en, about_vi, about_en, unit_id, starts, ends, bases, goals, retired, reason,
      content_hash, changed_by)
    select item.id, item.number, item."titleVi", item."titleEn", item."aboutVi", item."aboutEn", item."unitId", item.starts, item.ends, item.bases, item.goals,
      item.retired, item.reason, item."contentHash", item."changedBy"
    from jsonb_to_recordset(${json}::jsonb) as item (id uuid, number integer, "titleVi" text, "titleEn" text, "aboutVi" text, "aboutEn" text, "unitId" uuid,
      starts date, ends date, bases jsonb, goals jsonb, retired boolean, reason text, "contentHash" text, "changedBy" uuid)`,
  );
}

/** Every state a programme has had. */
export async function listPlanStates(db: Db, id: string): Promise<State[]> {
  const rows = await all(
    db,
    sql<{ number: number; reason: string; by: string | null; at: Date; content: Record<string, unknown> }>`
    select version.number, version.reason, person.name as by, version.changed_at as at,
      jsonb_build_object('titleVi', version.title_vi, 'titleEn', version.title_en, 'aboutVi', version.about_vi, 'aboutEn', version.about_en, 'unit', unit.name_vi,
        'starts', version.starts, 'ends', version.ends, 'bases', version.bases, 'goals', version.goals, 'retired', version.retired) as content
    from programme.plan_version as version
    left join kernel.person on person.id = version.changed_by
    left join lateral ${unitName(sql`version.unit_id`, 'infinity')} as unit on true
    where version.plan_id = ${id}`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Which version of which programme came from which content. */
export async function listSeededPlans(db: Db): Promise<{ key: string; number: number; hash: string | null }[]> {
  return all(
    db,
    sql<{ key: string; number: number; hash: string | null }>`
    select plan.key, version.number, version.content_hash as hash
    from programme.plan
    join programme.plan_version as version on version.plan_id = plan.id
    order by plan.key, version.number`,
  );
}

/** Lets one at a time change programmes, targets and the roadmap, until the end of the transaction. */
export async function lockPlans(db: Db): Promise<void> {
  await one(db, sql`select pg_advisory_xact_lock(7201005)`);
}

/** Units of today that can answer for something: all but the inner divisions of units, the city first, then by name; at most 1,000. */
export async function listUnitChoices(db: Db, day: Day): Promise<UnitName[]> {
  return all(
    db,
    sql<UnitName>`
    select version.unit_id as "unitId", version.name_vi as "nameVi", version.name_en as "nameEn"
    from kernel.unit_version as version
    where version.valid_from <= ${day}
      and version.valid_to > ${day}
      and version.kind <> 'division'
    order by version.parent_id is not null, version.name_vi collate kernel.vi, version.unit_id
    limit 1000`,
  );
}

/** A person by staff code (in any case), unless erased. */
export async function findPersonByCode(db: Db, staffCode: string): Promise<{ id: string; name: string } | undefined> {
  return one(
    db,
    sql<{ id: string; name: string }>`
    select person.id, person.name
    from kernel.person
    where upper(person.staff_code) = upper(${staffCode})
      and person.erased_at is null`,
  );
}

/** The city on a day; undefined before the first units are loaded. */
export async function findRoot(db: Db, day: Day): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ unit_id: string }>`
    select version.unit_id
    from kernel.unit_version as version
    where version.parent_id is null
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    order by version.valid_from, version.unit_id
    limit 1`,
  );
  return row?.unit_id;
}
