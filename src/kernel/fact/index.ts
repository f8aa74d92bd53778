import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { Day } from '#base/day/index.ts';
import { all, later, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { personOf, type Actor } from '#kernel/org/index.ts';

/** A kind of thing that can happen. `data` is the schema of what is kept besides subject, unit and day; ids and numbers only. */
export type FactKind = { name: string; data: TSchema };

/** Something that happened on a day in a unit. `value` is its size where it has one (hours, points, a count). */
export type NewFact = {
  kind: string;
  subject: string;
  unitId: string;
  day: Day;
  value?: number;
  data?: Record<string, unknown>;
  /** The fact this one corrects. */
  corrects?: string;
};

type Known = { validator: Validator; sets: string[] };
const known = new Map<string, Known>();

/** Makes kinds known to this process, each with the names of the sets whose size it can change. `app.ts`' list is declared once at the start. */
export function declareFacts(kinds: FactKind[], setsOf: (kind: string) => string[]): void {
  known.clear();
  for (const { name, data } of kinds) known.set(name, { validator: Compile(data), sets: setsOf(name) });
}

/**
 * Records facts and marks the sets they change as stale in the units concerned, in one statement for all.
 * Pass the transaction of the act that they tell of. Throws when a kind is not declared or its data does not fit (a defect, not a user's fault).
 */
export async function record(ctx: { db: Db; actor: Actor }, facts: NewFact[]): Promise<string[]> {
  if (facts.length === 0) return [];
  const ids = facts.map(() => newId());
  const stale = new Map<string, { set: string; unitId: string }>();
  for (const fact of facts) {
    for (const set of fitting(fact.kind, fact.data ?? {}).sets) stale.set(`${set} ${fact.unitId}`, { set, unitId: fact.unitId });
  }
  const marks = [...stale.values()];
  await later(
    ctx.db,
    sql`
      with marked as (
        insert into kernel.stale (set_name, unit_id)
        select mark.set_name, mark.unit_id
        from unnest(${marks.map(({ set }) => set)}::text[], ${marks.map(({ unitId }) => unitId)}::uuid[]) as mark (set_name, unit_id)
      )
      insert into kernel.fact (id, kind, subject, unit_id, day, value, data, actor, corrects)
      select fact.id, fact.kind, fact.subject, fact.unit_id, fact.day, fact.value, fact.data, ${personOf(ctx.actor) ?? null}, fact.corrects
      from unnest(
        ${ids}::uuid[],
        ${facts.map(({ kind }) => kind)}::text[],
        ${facts.map(({ subject }) => subject)}::uuid[],
        ${facts.map(({ unitId }) => unitId)}::uuid[],
        ${facts.map(({ day }) => day)}::date[],
        ${facts.map(({ value }) => value ?? null)}::numeric[],
        ${facts.map(({ data }) => JSON.stringify(data ?? {}))}::jsonb[],
        ${facts.map(({ corrects }) => corrects ?? null)}::uuid[]
      ) as fact (id, kind, subject, unit_id, day, value, data, corrects)`,
  );
  return ids;
}

/**
 * Records the facts that a query describes, without carrying them through this process: for acts on a hundred thousand rows.
 * `from` selects kind, subject, unit_id, day, value (numeric), data (jsonb) and corrects (uuid); the data of one row of each kind is checked
 * against its schema. `keep` continues the statement and sees the new ids as `made (id)`. Returns how many were recorded; throws as `record` does.
 */
export async function recordFrom(ctx: { db: Db; actor: Actor }, from: RawBuilder<unknown>, keep?: RawBuilder<unknown>): Promise<number> {
  const kinds = await all(
    ctx.db,
    sql<{ kind: string; data: unknown }>`
    select distinct on (fact.kind) fact.kind, fact.data
    from (${from}) as fact (kind, subject, unit_id, day, value, data, corrects)`,
  );
  if (kinds.length === 0) return 0;
  const sets = kinds.flatMap(({ kind, data }) => fitting(kind, data).sets.map((set) => ({ kind, set })));
  await all(
    ctx.db,
    sql`
    insert into kernel.stale (set_name, unit_id)
    select distinct touched.set_name, fact.unit_id
    from (${from}) as fact (kind, subject, unit_id, day, value, data, corrects)
    join unnest(${sets.map(({ kind }) => kind)}::text[], ${sets.map(({ set }) => set)}::text[]) as touched (kind, set_name)
      on touched.kind = fact.kind`,
  );
  const recorded = await one(
    ctx.db,
    sql<{ n: number }>`
    with made as (
      insert into kernel.fact (id, kind, subject, unit_id, day, value, data, actor, corrects)
      select kernel.new_id(), fact.kind, fact.subject, fact.unit_id, fact.day, fact.value, fact.data, ${personOf(ctx.actor) ?? null}::uuid, fact.corrects
      from (${from}) as fact (kind, subject, unit_id, day, value, data, corrects)
      returning fact.id
    )${keep === undefined ? sql`` : sql`, kept as (${keep})`}
    select count(*) as n
    from made`,
  );
  return recorded?.n ?? 0;
}

/**
 * Withdraws facts that should not have been recorded: a new fact of the given kind for each (subject, unit and day of the old one, which it corrects).
 * `ids` selects fact ids. Marks the sets of the withdrawn kinds as stale too.
 */
export async function withdraw(ctx: { db: Db; actor: Actor }, kind: string, ids: RawBuilder<unknown>): Promise<number> {
  const old = await all(
    ctx.db,
    sql<{ kind: string; unit_id: string }>`
    select distinct fact.kind, fact.unit_id
    from kernel.fact
    where fact.id in (${ids})`,
  );
  const marks = new Map(old.flatMap((fact) => (known.get(fact.kind)?.sets ?? []).map((set) => [`${set} ${fact.unit_id}`, { set, unitId: fact.unit_id }] as const)));
  await markStale(ctx.db, [...marks.values()]);
  return recordFrom(
    ctx,
    sql`
    select ${kind}::text, fact.subject, fact.unit_id, fact.day, null::numeric, '{}'::jsonb, fact.id
    from kernel.fact
    where fact.id in (${ids})`,
  );
}

function fitting(kind: string, data: unknown): Known {
  const entry = known.get(kind);
  if (entry === undefined || !entry.validator.Check(data)) throw new Error(`Fact "${kind}" is not declared, or its data does not fit.`);
  return entry;
}

/** Marks the stored sizes of sets as out of date, in one unit or (without `unitId`) in all. The refresh job takes it from there. */
export async function markStale(db: Db, marks: { set: string; unitId?: string }[]): Promise<void> {
  if (marks.length === 0) return;
  await later(
    db,
    sql`
      insert into kernel.stale (set_name, unit_id)
      select mark.set_name, mark.unit_id
      from unnest(
        ${marks.map(({ set }) => set)}::text[],
        ${marks.map(({ unitId }) => unitId ?? null)}::uuid[]
      ) as mark (set_name, unit_id)`,
  );
}

/** One recorded fact, as stored. */
export type Fact = { id: string; kind: string; subject: string; unitId: string; day: Day; recordedAt: string; value: number | null; data: unknown; corrects: string | null };

/** What is recorded about a subject, newest day first, at most `limit` facts. */
export async function listFacts(db: Db, subject: string, limit: number): Promise<Fact[]> {
  if (limit < 1 || limit > 1000) throw new Problem('invalid', 'operation.input-invalid');
  const rows = await all(
    db,
    sql<{ id: string; kind: string; subject: string; unit_id: string; day: Day; recorded_at: Date; value: number | null; data: unknown; corrects: string | null }>`
      select fact.id, fact.kind, fact.subject, fact.unit_id, fact.day, fact.recorded_at, fact.value, fact.data, fact.corrects
      from kernel.fact
      where fact.subject = ${subject}
      order by fact.day desc, fact.id desc
      limit ${limit}`,
  );
  return rows.map(({ unit_id, recorded_at, ...row }) => ({ ...row, unitId: unit_id, recordedAt: recorded_at.toISOString() }));
}
