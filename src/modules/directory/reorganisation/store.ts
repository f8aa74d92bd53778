import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { Draft, Effects, type ReorganisationKind } from './model.ts';

/** A planned act as it is kept. */
export type Reorganisation = {
  id: string;
  kind: ReorganisationKind;
  day: Day;
  number: string;
  issued: Day;
  issuer: string;
  state: 'draft' | 'applied' | 'reverted';
  draft: Draft;
  appliedOn: Day | null;
};

type Row = Omit<Reorganisation, 'draft'> & { draft: unknown };

const columns = sql`act.id, act.kind, act.day, act.basis_number as number, act.basis_day as issued, act.basis_issuer as issuer, act.state, act.draft, act.applied_on as "appliedOn"`;

/** The acts, latest day first; at most `limit`, after the one given. */
export async function listActs(db: Db, limit: number, after?: { day: Day; id: string }): Promise<Reorganisation[]> {
  const rows = await all(
    db,
    sql<Row>`
    select ${columns}
    from directory.reorganisation as act
    where ${after === undefined ? sql`true` : sql`(act.day, act.id) < (${after.day}::date, ${after.id}::uuid)`}
    order by act.day desc, act.id desc
    limit ${limit}`,
  );
  return rows.map(actFrom);
}

/** One act; throws `missing` when there is none. With `lock` nobody else changes it until the transaction ends. */
export async function getAct(db: Db, id: string, lock = false): Promise<Reorganisation> {
  const row = await one(
    db,
    sql<Row>`
    select ${columns}
    from directory.reorganisation as act
    where act.id = ${id}
    ${lock ? sql`for update` : sql``}`,
  );
  return actFrom(found(row, 'reorganisation.no-act'));
}

/** Keeps a new draft. */
export async function insertAct(db: Db, act: Omit<Reorganisation, 'state' | 'appliedOn'>, by: string | null, now: string): Promise<void> {
  await all(
    db,
    sql`
    insert into directory.reorganisation (id, kind, day, basis_number, basis_day, basis_issuer, draft, created_by, created_at)
    values (${act.id}, ${act.kind}, ${act.day}, ${act.number}, ${act.issued}, ${act.issuer}, ${JSON.stringify(act.draft)}::jsonb, ${by}, ${now})`,
  );
}

/** Keeps what has been changed in a draft. */
export async function updateAct(db: Db, act: Reorganisation): Promise<void> {
  await all(
    db,
    sql`
    update directory.reorganisation as act
    set day = ${act.day}, basis_number = ${act.number}, basis_day = ${act.issued}, basis_issuer = ${act.issuer}, draft = ${JSON.stringify(act.draft)}::jsonb
    where act.id = ${act.id}`,
  );
}

/** Takes a draft away. */
export async function deleteAct(db: Db, id: string): Promise<void> {
  await all(db, sql`delete from directory.reorganisation as act where act.id = ${id}`);
}

/** Notes that an act has been carried out; the moment lies after all its facts. */
export async function markApplied(db: Db, id: string, effects: Effects, by: string | null, today: Day): Promise<void> {
  await all(
    db,
    sql`
    update directory.reorganisation as act
    set state = 'applied', effects = ${JSON.stringify(effects)}::jsonb, applied_by = ${by}, applied_at = clock_timestamp(), applied_on = ${today}
    where act.id = ${id}`,
  );
}

/** Notes that an act has been taken back. */
export async function markReverted(db: Db, id: string, by: string | null): Promise<void> {
  await all(
    db,
    sql`
    update directory.reorganisation as act
    set state = 'reverted', reverted_by = ${by}, reverted_at = clock_timestamp()
    where act.id = ${id}`,
  );
}

/** What an applied act did, and when that was written down; throws `missing` for a draft. */
export async function getEffects(db: Db, id: string): Promise<{ effects: Effects; appliedAt: string }> {
  const row = found(
    await one(
      db,
      sql<{ effects: unknown; applied_at: string }>`
    select act.effects, act.applied_at::text
    from directory.reorganisation as act
    where act.id = ${id}
      and act.effects is not null`,
    ),
    'reorganisation.no-act',
  );
  return { effects: Value.Parse(Effects, row.effects), appliedAt: row.applied_at };
}

function actFrom(row: Row): Reorganisation {
  return { ...row, draft: Value.Parse(Draft, row.draft) };
}
