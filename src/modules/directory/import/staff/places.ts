import { all, sql, type Db } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { allocate, type Allocation, type Place } from '../allocate.ts';
import type { Work } from '../model.ts';
import { same, type RowError } from '../rules.ts';
import { writeErrors } from '../store.ts';

/** Lines looked at together: whole units, until there are this many. */
const BATCH = 10_000;

/** Finds a place for each line that the register does not know yet, unit by unit, and makes the table of places; taken places become errors. */
export async function placeStaff(work: Work): Promise<void> {
  const { db } = work.ctx;
  await all(db, sql`drop table if exists pg_temp.staff_place`);
  await all(
    db,
    sql`
    create temporary table staff_place (
      line integer not null,
      post_id uuid not null,
      unit_id uuid not null,
      opens boolean not null,
      code text,
      title text not null,
      kind text not null,
      valid_from date not null,
      valid_to date not null
    ) on commit drop`,
  );
  for (const units of await unitBatches(db)) await placeUnits(work, units);
  await all(db, sql`create index on staff_place (line)`);
  await all(db, sql`analyze staff_place`);
}

const unplaced = sql`
  plan.posting_id is null
  and plan.units = 1
  and plan.in_scope
  and plan.title is not null
  and plan.kind is not null
  and plan.valid_from < plan.valid_to`;

async function unitBatches(db: Db): Promise<string[][]> {
  const rows = await all(
    db,
    sql<{ unit_id: string; n: number }>`
    select plan.unit_id, count(*) as n
    from staff_plan as plan
    where ${unplaced}
    group by plan.unit_id`,
  );
  const batches: string[][] = [];
  let size = BATCH;
  for (const { unit_id, n } of rows) {
    if (size + n > BATCH) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(unit_id);
    size += n;
  }
  return batches;
}

type WantingRow = { line: number; unit_id: string; unit_to: Day; title: string; kind: string; post_code: string | null; valid_from: Day; valid_to: Day };

async function placeUnits(work: Work, units: string[]): Promise<void> {
  const { db } = work.ctx;
  const wanting = await all(
    db,
    sql<WantingRow>`
    select plan.line, plan.unit_id, plan.unit_to, plan.title, plan.kind, plan.post_code, plan.valid_from, plan.valid_to
    from staff_plan as plan
    where plan.unit_id = any(${units}::uuid[])
      and ${unplaced}`,
  );
  const places = await listPlaces(db, units);
  const found = [...Map.groupBy(wanting, ({ unit_id }) => unit_id)].flatMap(([unitId, rows]) =>
    allocate(
      rows.map(({ line, title, kind, post_code, valid_from, valid_to }) => ({ line, title, kind, code: post_code, from: valid_from, to: valid_to })),
      places.get(unitId) ?? [],
      rows[0]?.unit_to ?? 'infinity',
      newId,
      same,
    ).map((allocation) => ({ unitId, allocation })),
  );
  await keepPlaces(db, found);
  await writeErrors(
    db,
    work.item.id,
    found.flatMap(({ allocation }) => errorOf(allocation)),
  );
}

/** The posts of units with the ranges in which they are held once the list is carried out. */
async function listPlaces(db: Db, units: string[]): Promise<Map<string, Place[]>> {
  const rows = await all(
    db,
    sql<{ id: string; unit_id: string; title: string; kind: string; code: string | null; valid_from: Day; valid_to: Day; held: { from: Day; to: Day }[] }>`
    select post.id, post.unit_id, post.title, post.kind, post_code.code, post.valid_from, post.valid_to,
      coalesce(jsonb_agg(jsonb_build_object('from', posting.valid_from, 'to', coalesce(plan.valid_to, staff_end.ends_on, posting.valid_to)))
        filter (where posting.id is not null), '[]') as held
    from kernel.post
    left join directory.post_code on post_code.post_id = post.id
    left join kernel.posting on posting.post_id = post.id
    left join staff_plan as plan on plan.posting_id = posting.id
    left join staff_end on staff_end.id = posting.id
    where post.unit_id = any(${units}::uuid[])
    group by post.id, post.unit_id, post.title, post.kind, post_code.code, post.valid_from, post.valid_to
    order by post.valid_from, post.id`,
  );
  const places = rows.map(({ unit_id, valid_from, valid_to, ...row }) => ({ unitId: unit_id, place: { ...row, from: valid_from, to: valid_to } }));
  return new Map([...Map.groupBy(places, ({ unitId }) => unitId)].map(([unitId, list]) => [unitId, list.map(({ place }) => place)]));
}

function errorOf(allocation: Allocation): RowError[] {
  if (!('problem' in allocation)) return [];
  const codes = { 'post-differs': 'import.error.post-differs', 'post-not-open': 'import.error.post-closed', 'post-held': 'import.error.post-held' } as const;
  const { problem, place, line } = allocation;
  return [{ line, field: 'postCode', code: codes[problem], shown: { title: place.title, code: place.code ?? '' } }];
}

async function keepPlaces(db: Db, found: { unitId: string; allocation: Allocation }[]): Promise<void> {
  const rows = found.flatMap(({ unitId, allocation }) => ('problem' in allocation ? [] : [{ unitId, ...allocation }]));
  await all(
    db,
    sql`
    insert into staff_place (line, post_id, unit_id, opens, code, title, kind, valid_from, valid_to)
    select row.line, row.post_id, row.unit_id, row.opens, row.code, row.title, row.kind, row.valid_from, row.valid_to
    from unnest(
      ${rows.map(({ line }) => line)}::integer[],
      ${rows.map(({ place }) => place.id)}::uuid[],
      ${rows.map(({ unitId }) => unitId)}::uuid[],
      ${rows.map(({ opens }) => opens)}::boolean[],
      ${rows.map(({ place, opens, adoptsCode }) => (opens || adoptsCode ? place.code : null))}::text[],
      ${rows.map(({ place }) => place.title)}::text[],
      ${rows.map(({ place }) => place.kind)}::text[],
      ${rows.map(({ place }) => place.from)}::date[],
      ${rows.map(({ place }) => place.to)}::date[]
    ) as row (line, post_id, unit_id, opens, code, title, kind, valid_from, valid_to)`,
  );
}
