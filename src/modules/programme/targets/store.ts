import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { State } from '../plans/rules.ts';
import { unitNames } from '../plans/store.ts';
import type { Direction, Status } from './status.ts';
import type { Value } from './projection.ts';

/** A target as it stands, with its id. */
export type StoredTarget = {
  id: string;
  key: string;
  planId: string;
  parent: string | null;
  number: number;
  goal: string | null;
  indicator: string;
  titleVi: string;
  titleEn: string;
  unitId: string;
  unitVi: string;
  unitEn: string;
  direction: Direction;
  value: number | null;
  due: Day;
  baseline: Value | null;
  milestones: Value[];
  personId: string | null;
  personCode: string | null;
  personName: string | null;
  coUnits: string[];
  noteVi: string;
  noteEn: string;
  document: string;
  source: string;
  verified: boolean;
  retired: boolean;
  breakdownId: string | null;
  weight: number | null;
  parts: number;
};

/** Which targets: all that are followed when empty. `parent` null: only those that are no part of another. */
export type Which = { key?: string; parentId?: string | null; unitId?: string; ids?: string[]; personId?: string; retired?: boolean };

/** Targets as they stand, names of units as of `day`. */
export async function listStoredTargets(db: Db, day: Day, which: Which = {}): Promise<StoredTarget[]> {
  const parent = which.parentId === undefined ? sql`true` : which.parentId === null ? sql`target.parent_id is null` : sql`target.parent_id = ${which.parentId}`;
  return all(
    db,
    sql<StoredTarget>`
    with held as (
      select distinct on (version.target_id) version.target_id, version.number, version.goal, version.indicator_key, version.title_vi, version.title_en, version.unit_id,
        version.direction, version.value, version.due, version.baseline_value, version.baseline_day, version.milestones, version.person_id, version.co_units,
        version.note_vi, version.note_en, version.document, version.source, version.verified, version.retired, version.breakdown_id, version.weight
      from programme.target_version as version
      order by version.target_id, version.number desc
    )
    select target.id, target.key, target.plan_id as "planId", above.key as parent, held.number, held.goal, held.indicator_key as indicator,
      held.title_vi as "titleVi", held.title_en as "titleEn", held.unit_id as "unitId", coalesce(unit.name_vi, '') as "unitVi", coalesce(unit.name_en, '') as "unitEn",
      held.direction, held.value, held.due,
      case when held.baseline_day is null then null else jsonb_build_object('day', held.baseline_day, 'value', held.baseline_value) end as baseline, held.milestones,
      held.person_id as "personId", person.staff_code as "personCode", person.name as "personName", held.co_units as "coUnits", held.note_vi as "noteVi",
      held.note_en as "noteEn", held.document, held.source, held.verified, held.retired, held.breakdown_id as "breakdownId", held.weight, coalesce(part.n, 0) as parts
    from programme.target
    join held on held.target_id = target.id
    left join programme.target as above on above.id = target.parent_id
    left join kernel.person on person.id = held.person_id
    left join ${unitNames(day)} as unit on unit.unit_id = held.unit_id
    left join (
      select child.parent_id, count(*) as n
      from programme.target as child
      join held as state on state.target_id = child.id
      where not state.retired
      group by child.parent_id
    ) as part on part.parent_id = target.id
    where ${which.retired === true ? sql`true` : sql`not held.retired`}
      and ${parent}
      and (${which.key ?? null}::text is null or target.key = ${which.key ?? null})
      and (${which.unitId ?? null}::uuid is null or held.unit_id = ${which.unitId ?? null})
      and (${which.personId ?? null}::uuid is null or held.person_id = ${which.personId ?? null})
      and (${which.ids ?? null}::uuid[] is null or target.id = any(${which.ids ?? null}::uuid[]))
    order by held.due, target.key`,
  );
}

/** A version of a target as it is put in. */
export type NewTarget = Omit<StoredTarget, 'parent' | 'unitVi' | 'unitEn' | 'personCode' | 'personName' | 'parts'> & {
  parentId: string | null;
  reason: string;
  contentHash: string | null;
  changedBy: string | null;
  factId: string;
};

/** Adds versions of targets, and the targets that are new. */
export async function addTargetVersions(db: Db, targets: NewTarget[]): Promise<void> {
  const json = JSON.stringify(targets);
  await all(
    db,
    sql`
    insert into programme.target (id, key, plan_id, parent_id)
    select item.id, item.key, item."planId", item."parentId"
    from jsonb_to_recordset(${json}::jsonb) as item (id uuid, key text, "planId" uuid, "parentId" uuid)
    on conflict on constraint target_pkey do nothing`,
  );
  await all(
    db,
    sql`
    insert into programme.target_version (target_id, number, goal, indicator_key, title_vi, title_en, unit_id, direction, value, due, baseline_value, baseline_day,
      milestones, person_id, co_units, note_vi, note_en, document, source, verified, retired, breakdown_id, weight, reason, content_hash, changed_by, fact_id)
    select item.id, item.number, item.goal, item.indicator, item."titleVi", item."titleEn", item."unitId", item.direction, item.value, item.due,
      (item.baseline->>'value')::numeric, (item.baseline->>'day')::date, item.milestones, item."personId", item."coUnits", item."noteVi", item."noteEn",
      item.document, item.source, item.verified, item.retired, item."breakdownId", item.weight, item.reason, item."contentHash", item."changedBy", item."factId"
    from jsonb_to_recordset(${json}::jsonb) as item (id uuid, number integer, goal text, indicator text, "titleVi" text, "titleEn" text, "unitId" uuid,
      direction text, value numeric, due date, baseline jsonb, milestones jsonb, "personId" uuid, "coUnits" uuid[], "noteVi" text, "noteEn" text, document text,
      source text, verified boolean, retired boolean, "breakdownId" uuid, weight numeric, reason text, "contentHash" text, "changedBy" uuid, "factId" uuid)`,
  );
}

/** Every state a target has had. */
export async function listTargetStates(db: Db, id: string): Promise<State[]> {
  const rows = await all(
    db,
    sql<{ number: number; reason: string; by: string | null; at: Date; content: Record<string, unknown> }>`
    select version.number, version.reason, changer.name as by, version.changed_at as at,
      jsonb_build_object('titleVi', version.title_vi, 'titleEn', version.title_en, 'goal', version.goal, 'indicator', version.indicator_key, 'unit', unit.name_vi,
        'direction', version.direction, 'value', version.value, 'due', version.due, 'baselineValue', version.baseline_value, 'baselineDay', version.baseline_day,
        'milestones', version.milestones, 'person', person.name, 'coUnits', version.co_units, 'noteVi', version.note_vi, 'noteEn', version.note_en,
        'document', version.document, 'source', version.source, 'verified', version.verified, 'retired', version.retired) as content
    from programme.target_version as version
    left join kernel.person as changer on changer.id = version.changed_by
    left join kernel.person on person.id = version.person_id
    left join ${unitNames('infinity')} as unit on unit.unit_id = version.unit_id
    where version.target_id = ${id}`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Which version of which target came from which content. */
export async function listSeededTargets(db: Db): Promise<{ key: string; number: number; hash: string | null }[]> {
  return all(
    db,
    sql<{ key: string; number: number; hash: string | null }>`
    select target.key, version.number, version.content_hash as hash
    from programme.target
    join programme.target_version as version on version.target_id = target.id
    order by target.key, version.number`,
  );
}

/** Which of these keys, or of those that begin so and go on with a hyphen, are taken. */
export async function listTakenKeys(db: Db, key: string): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ key: string }>`
    select target.key
    from programme.target
    where target.key = ${key}
      or target.key like ${`${key}-%`}`,
  );
  return new Set(rows.map((row) => row.key));
}

/** How a target was shared out. */
export type Breakdown = {
  id: string;
  method: string;
  setName: string | null;
  whole: number | null;
  comes: number | null;
  units: number;
  reason: string;
  by: string | null;
  at: string;
};

/** Every time a target was shared out, newest first. */
export async function listBreakdowns(db: Db, targetId: string): Promise<Breakdown[]> {
  const rows = await all(
    db,
    sql<Omit<Breakdown, 'at'> & { at: Date }>`
    select breakdown.id, breakdown.method, breakdown.set_name as "setName", breakdown.whole, breakdown.comes, breakdown.units, breakdown.reason, person.name as by,
      breakdown.made_at as at
    from programme.breakdown
    left join kernel.person on person.id = breakdown.made_by
    where breakdown.target_id = ${targetId}
    order by breakdown.made_at desc, breakdown.id desc`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Notes how a target was shared out. */
export async function addBreakdown(db: Db, row: Omit<Breakdown, 'by' | 'at'> & { targetId: string; madeBy: string | null }): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.breakdown (id, target_id, method, set_name, whole, comes, units, reason, made_by)
    values (${row.id}, ${row.targetId}, ${row.method}, ${row.setName}, ${row.whole}, ${row.comes}, ${row.units}, ${row.reason}, ${row.madeBy})`,
  );
}

/** How each target last came to stand, up to a day. */
export async function listLastStatuses(db: Db, day: Day): Promise<Map<string, Status>> {
  const rows = await all(
    db,
    sql<{ id: string; status: Status }>`
    select distinct on (changed.target_id) changed.target_id as id, changed.status
    from programme.target_status as changed
    where changed.day <= ${day}
    order by changed.target_id, changed.day desc`,
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** A target that came to stand otherwise. */
export type NewStatus = { id: string; status: Status; before: Status | null; value: number | null; valueDay: Day | null };

/** Notes the day's changes and that the day was compared; false when it was compared already. */
export async function addStatuses(db: Db, day: Day, targets: number, changes: NewStatus[]): Promise<boolean> {
  const fresh = await one(
    db,
    sql<{ day: Day }>`
    insert into programme.status_day (day, targets)
    values (${day}, ${targets})
    on conflict on constraint status_day_pkey do nothing
    returning status_day.day`,
  );
  if (fresh === undefined) return false;
  await all(
    db,
    sql`
    insert into programme.target_status (target_id, day, status, before, value, value_day)
    select item.id, ${day}, item.status, item.before, item.value, item."valueDay"
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as item (id uuid, status text, before text, value numeric, "valueDay" date)`,
  );
  return true;
}

/** The last day on which statuses were compared; undefined before the first. */
export async function findLastCompared(db: Db): Promise<Day | undefined> {
  return (await one(db, sql<{ day: Day | null }>`select max(status_day.day) as day from programme.status_day`))?.day ?? undefined;
}

/** The changes from a day on (that day included), newest first; at most 500. `of` narrows to one target. */
export async function listStatusRows(
  db: Db,
  since: Day,
  of?: RawBuilder<boolean>,
): Promise<{ id: string; day: Day; before: Status | null; status: Status; value: number | null }[]> {
  return all(
    db,
    sql<{ id: string; day: Day; before: Status | null; status: Status; value: number | null }>`
    select changed.target_id as id, changed.day, changed.before, changed.status, changed.value
    from programme.target_status as changed
    where changed.day >= ${since}
      and ${of ?? sql`true`}
    order by changed.day desc, changed.target_id
    limit 500`,
  );
}

/** Notes that people were told of silent targets; returns those that they had not been told of. */
export async function addSilences(db: Db, day: Day, rows: { id: string; since: Day }[]): Promise<Set<string>> {
  const fresh = await all(
    db,
    sql<{ id: string }>`
    insert into programme.silence (target_id, since, told_on)
    select item.id, item.since, ${day}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as item (id uuid, since date)
    on conflict on constraint silence_pkey do nothing
    returning silence.target_id as id`,
  );
  return new Set(fresh.map(({ id }) => id));
}
