import type { Day } from '#base/day/index.ts';
import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { State } from '../plans/rules.ts';
import { unitName } from '../plans/store.ts';
import type { Direction } from './status.ts';
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
export type Which = { key?: string; parentId?: string | null; unitId?: string; ids?: string[]; retired?: boolean };

/** How many parts a target is shared out into that are still followed. */
const parts = sql`(
      select count(*)
      from programme.target as child
      where child.parent_id = target.id
    ) - (
      select count(*)
      from programme.target_version as gone
      join programme.target as child on child.id = gone.target_id
      where gone.retired
        and child.parent_id = target.id
        and not exists (select 1 from programme.target_version as later where later.target_id = gone.target_id and later.number > gone.number)
    )`;

/** Whether a version of `target` ever met a condition: what stands may be looked for among these alone. */
function everHeld(condition: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`target.id in (select version.target_id from programme.target_version as version where ${condition})`;
}

/** Targets as they stand, names of units as of `day`. */
export async function listStoredTargets(db: Db, day: Day, which: Which = {}): Promise<StoredTarget[]> {
  const parent = which.parentId === undefined ? sql`true` : which.parentId === null ? sql`target.parent_id is null` : sql`target.parent_id = ${which.parentId}`;
  return all(
    db,
    sql<StoredTarget>`
    select target.id, target.key, target.plan_id as "planId", above.key as parent, held.number, held.goal, held.indicator_key as indicator,
      held.title_vi as "titleVi", held.title_en as "titleEn", held.unit_id as "unitId", coalesce(unit.name_vi, '') as "unitVi", coalesce(unit.name_en, '') as "unitEn",
      held.direction, held.value, held.due,
      case when held.baseline_day is null then null else jsonb_build_object('day', held.baseline_day, 'value', held.baseline_value) end as baseline, held.milestones,
      held.person_id as "personId", person.staff_code as "personCode", person.name as "personName", held.co_units as "coUnits", held.note_vi as "noteVi",
      held.note_en as "noteEn", held.document, held.source, held.verified, held.retired, held.breakdown_id as "breakdownId", held.weight, ${parts} as parts
    from programme.target
    join lateral (
      select version.number, version.goal, version.indicator_key, version.title_vi, version.title_en, version.unit_id, version.direction, version.value, version.due,
        version.baseline_value, version.baseline_day, version.milestones, version.person_id, version.co_units, version.note_vi, version.note_en, version.document,
        version.source, version.verified, version.retired, version.breakdown_id, version.weight
      from programme.target_version as version
      where version.target_id = target.id
      order by version.number desc
      limit 1
    ) as held on true
    left join programme.target as above on above.id = target.parent_id
    left join kernel.person on person.id = held.person_id
    left join lateral ${unitName(sql`held.unit_id`, day)} as unit on true
    where ${which.retired === true ? sql`true` : sql`not held.retired`}
      and ${parent}
      and ${which.key === undefined ? sql`true` : sql`target.key = ${which.key}`}
      and ${which.unitId === undefined ? sql`true` : everHeld(sql`version.unit_id = ${which.unitId}`)}
      and ${which.unitId === undefined ? sql`true` : sql`held.unit_id = ${which.unitId}`}
      and ${which.ids === undefined ? sql`true` : sql`target.id = any(${which.ids}::uuid[])`}
    order by held.due, target.key`,
  );
}

/** What targets are called, by id. */
export async function listTargetTitles(db: Db, ids: string[]): Promise<Map<string, Pick<StoredTarget, 'key' | 'titleVi' | 'titleEn'>>> {
  if (ids.length === 0) return new Map();
  const rows = await all(
    db,
    sql<Pick<StoredTarget, 'id' | 'key' | 'titleVi' | 'titleEn'>>`
    select distinct on (target.id) target.id, target.key, version.title_vi as "titleVi", version.title_en as "titleEn"
    from programme.target
    join programme.target_version as version on version.target_id = target.id
    where target.id = any(${ids}::uuid[])
    order by target.id, version.number desc`,
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
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
    left join lateral ${unitName(sql`version.unit_id`, 'infinity')} as unit on true
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
