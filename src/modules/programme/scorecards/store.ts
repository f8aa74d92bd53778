import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import type { Evidence, ScoreValue } from './model.ts';

/** An act as it is written. */
export type NewAct = {
  id: string;
  index: string;
  year: number;
  unitId: string;
  component: string;
  seq: number;
  kind: 'self-score' | 'appraise' | 'return' | 'assign';
  value: ScoreValue | null;
  points: number | null;
  note: string;
  ownerId: string | null;
  due: Day | null;
  by: string | null;
  at: Temporal.Instant;
};

/** Writes an act; two with the same place break the constraint `score_act_in_turn`. */
export async function addAct(db: Db, act: NewAct): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.score_act (id, index_key, year, unit_id, component, seq, kind, value, points, note, owner_id, due, acted_by, acted_at)
    values (${act.id}, ${act.index}, ${act.year}, ${act.unitId}, ${act.component}, ${act.seq}, ${act.kind}, ${act.value === null ? null : JSON.stringify(act.value)}::jsonb,
      ${act.points}, ${act.note}, ${act.ownerId}, ${act.due}, ${act.by}, ${act.at.toString()})`,
  );
}

/** Notes the documents that a self-score rests on. */
export async function addEvidence(db: Db, actId: string, documentIds: string[]): Promise<void> {
  if (documentIds.length === 0) return;
  await all(
    db,
    sql`
    insert into programme.score_evidence (act_id, document_id)
    select ${actId}, document.id
    from unnest(${documentIds}::uuid[]) as document (id)`,
  );
}

/** An act as it is read. */
export type Act = {
  id: string;
  unitId: string;
  component: string;
  seq: number;
  kind: NewAct['kind'];
  value: ScoreValue | null;
  points: number | null;
  note: string;
  ownerId: string | null;
  owner: string | null;
  due: Day | null;
  by: string | null;
  byName: string | null;
  at: Date;
  evidence: Evidence[];
};

/** The acts on an index and year in these units, each component's in their order. */
export function listActs(db: Db, of: { index: string; year: number; unitIds: string[] }): Promise<Act[]> {
  return all(db, actRows(of));
}

/** The query of it, to be sent with others. */
export function actRows({ index, year, unitIds }: { index: string; year: number; unitIds: string[] }): RawBuilder<Act> {
  return sql<Act>`
    select act.id, act.unit_id as "unitId", act.component, act.seq, act.kind, act.value, act.points, act.note, act.owner_id as "ownerId", owner.name as owner, act.due,
      act.acted_by as by, person.name as "byName", act.acted_at as at, coalesce(files.list, '[]'::jsonb) as evidence
    from programme.score_act as act
    left join kernel.person on person.id = act.acted_by
    left join kernel.person as owner on owner.id = act.owner_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', document.id, 'name', document.name) order by document.id) as list
      from programme.score_evidence as evidence
      join kernel.document on document.id = evidence.document_id
      where evidence.act_id = act.id
    ) as files on true
    where act.unit_id = any(${unitIds}::uuid[])
      and act.year = ${year}
      and act.index_key = ${index}
    order by act.unit_id, act.component, act.seq`;
}

/** Whether a document is evidence of a self-score. */
export async function isScoreEvidence(db: Db, documentId: string): Promise<boolean> {
  return (
    (await one(db, sql<{ id: string }>`select evidence.act_id as id from programme.score_evidence as evidence where evidence.document_id = ${documentId} limit 1`)) !== undefined
  );
}

/** The last version of every imported index (or of one). The body is parsed by the caller. */
export function listImported(db: Db, key?: string): Promise<{ key: string; version: number; body: unknown; importedAt: Date; by: string | null }[]> {
  return all(
    db,
    sql<{ key: string; version: number; body: unknown; importedAt: Date; by: string | null }>`
    select distinct on (stored.key) stored.key, stored.version, stored.body, stored.imported_at as "importedAt", person.name as by
    from programme.index_version as stored
    left join kernel.person on person.id = stored.imported_by
    where ${key ?? null}::text is null
      or stored.key = ${key ?? null}
    order by stored.key, stored.version desc`,
  );
}

/** Adds a version of an index. */
export async function addIndexVersion(
  db: Db,
  { key, version, body, documentId, by }: { key: string; version: number; body: unknown; documentId: string; by: string | null },
): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.index_version (key, version, body, document_id, imported_by)
    values (${key}, ${version}, ${JSON.stringify(body)}::jsonb, ${documentId}, ${by})`,
  );
}

/** Whether anything was done on a scorecard of this index. */
export async function isScored(db: Db, key: string): Promise<boolean> {
  return (await one(db, sql<{ id: string }>`select act.id from programme.score_act as act where act.index_key = ${key} limit 1`)) !== undefined;
}
