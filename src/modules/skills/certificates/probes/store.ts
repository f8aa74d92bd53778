import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Answer } from '../../bank/index.ts';
import type { Remembered } from '../rules.ts';

/** A probe with what was answered in it. */
export type StoredProbe = {
  id: string;
  certificateId: string;
  personId: string;
  competences: string[];
  begunOn: Day;
  finishedAt: Date | null;
  answers: { number: number; competence: string; itemId: string; version: number; correct: boolean; given: Answer }[];
};

/** The last probe of a person, finished or not; undefined when there was none. */
export async function findLastProbe(db: Db, personId: string): Promise<StoredProbe | undefined> {
  const probe = await one(
    db,
    sql<Omit<StoredProbe, 'answers'>>`
    select probe.id, probe.certificate_id as "certificateId", probe.person_id as "personId", probe.competences, probe.begun_on as "begunOn",
      probe.finished_at as "finishedAt"
    from skills.probe
    where probe.person_id = ${personId}
    order by probe.begun_at desc
    limit 1`,
  );
  if (probe === undefined) return undefined;
  const answers = await all(
    db,
    sql<StoredProbe['answers'][number]>`
    select answer.number, answer.competence, answer.item_id as "itemId", answer.version, answer.correct, answer.given
    from skills.probe_answer as answer
    where answer.probe_id = ${probe.id}
    order by answer.number`,
  );
  return { ...probe, answers };
}

/** What decides whether a probe awaits a person: what is kept of the newest certification that was not revoked, and the last probe; no row without one. */
export function standingRows(personId: string): RawBuilder<{ outcomes: Remembered[]; last: { begunOn: Day; finishedAt: string | null } | null }> {
  return sql<{ outcomes: Remembered[]; last: { begunOn: Day; finishedAt: string | null } | null }>`
    select (
        select coalesce(jsonb_agg(jsonb_build_object('competence', outcome.competence, 'stability', outcome.stability, 'difficulty', outcome.difficulty,
          'day', outcome.refreshed_on)), '[]')
        from skills.certificate_outcome as outcome
        where outcome.certificate_id = newest.id
      ) as outcomes, (
        select jsonb_build_object('begunOn', probe.begun_on, 'finishedAt', probe.finished_at)
        from skills.probe
        where probe.person_id = ${personId}
        order by probe.begun_at desc
        limit 1
      ) as last
    from (
      select certificate.id
      from skills.certificate
      where certificate.person_id = ${personId}
        and certificate.kind = 'certification'
        and certificate.revoked_at is null
      order by certificate.issued_at desc
      limit 1
    ) as newest`;
}

/** Keeps a new probe; a person has one open at a time. */
export async function addProbe(db: Db, { id, certificateId, personId, competences, begunOn }: Omit<StoredProbe, 'answers' | 'finishedAt'>, at: string): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.probe (id, certificate_id, person_id, competences, begun_on, begun_at)
    values (${id}, ${certificateId}, ${personId}, ${competences}::text[], ${begunOn}, ${at})`,
  );
}

/** Keeps an answer; answers whether it was not there before. */
export async function addAnswer(db: Db, probeId: string, answer: StoredProbe['answers'][number], at: string): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.probe_answer (probe_id, number, competence, item_id, version, given, correct, answered_at)
    values (${probeId}, ${answer.number}, ${answer.competence}, ${answer.itemId}, ${answer.version}, ${JSON.stringify(answer.given)}::jsonb, ${answer.correct}, ${at})`,
  );
}

/** Marks a probe as finished. */
export async function finishProbe(db: Db, probeId: string, at: string): Promise<void> {
  await all(db, sql`update skills.probe set finished_at = ${at} where probe.id = ${probeId}`);
}

/** An item in use of a competence that a person has met least in probes, as near to a band as there is; among equals the seed decides. Undefined when there is none. */
export async function drawItem(
  db: Db,
  { competence, band, personId, seed }: { competence: string; band: number; personId: string; seed: string },
): Promise<{ itemId: string; version: number } | undefined> {
  return one(
    db,
    sql<{ itemId: string; version: number }>`
    select version.item_id as "itemId", version.version
    from skills.item_version as version
    join skills.item on item.id = version.item_id
    where item.competence = ${competence}
      and version.state = 'live'
    order by
      (
        select count(*)
        from skills.probe_answer as answer
        join skills.probe on probe.id = answer.probe_id
        where probe.person_id = ${personId}
          and answer.item_id = version.item_id
      ),
      abs(version.band - ${band}::integer),
      md5(version.item_id || ${seed})
    limit 1`,
  );
}
