import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { listProven } from '#modules/skills/index.ts';
import { AREAS, type Proofs } from './model.ts';

/** What matching needs of what is proven: levels by area, and the marks of earlier work. */
export type Known = { skills: Map<string, number>; work: { count: number; mean: number | null } };

/** What is proven of many people at once, in two statements. */
export async function readKnown(ctx: Ctx, people: readonly string[]): Promise<Map<string, Known>> {
  const proven = await listProven(ctx.db, people, ctx.today);
  const work = await listWork(ctx.db, people);
  const known = new Map<string, Known>(people.map((id) => [id, { skills: new Map<string, number>(), work: { count: 0, mean: null } }]));
  for (const { personId, area, level } of proven) known.get(personId)?.skills.set(area, level);
  for (const { personId, count, mean } of work) {
    const person = known.get(personId);
    if (person !== undefined) person.work = { count, mean };
  }
  return known;
}

async function listWork(db: Db, people: readonly string[]): Promise<{ personId: string; count: number; mean: number }[]> {
  return all(
    db,
    sql<{ personId: string; count: number; mean: number }>`
    select given.person_id as "personId", count(*)::integer as count, avg((given.knowledge + given.delivery + given.reliability) / 3.0)::double precision as mean
    from learning.pool_evaluation as given
    where given.person_id = any(${[...people]}::uuid[])
    group by given.person_id`,
  );
}

/** Everything that is proven of one person: certificates, courses and certifications, classes led, earlier work. */
export async function readProofs(ctx: Ctx, personId: string): Promise<Proofs> {
  const proven = await listProven(ctx.db, [personId], ctx.today);
  const [work] = await listWork(ctx.db, [personId]);
  return {
    skills: proven.flatMap(({ area, level, until }) => AREAS.filter((name) => name === area).map((name) => ({ area: name, level, until }))),
    courses: await listLearned(ctx.db, personId, ctx.today, ctx.locale),
    classes: await readLed(ctx.db, personId),
    work: { count: work?.count ?? 0, mean: work?.mean ?? null, hours: await readGiven(ctx.db, personId) },
  };
}

async function listLearned(db: Db, personId: string, today: Day, locale: Locale): Promise<{ title: string; day: Day }[]> {
  const [course, curriculum] = locale === 'vi' ? [sql`version.title_vi`, sql`curriculum.title_vi`] : [sql`version.title_en`, sql`curriculum.title_en`];
  return all(
    db,
    sql<{ title: string; day: Day }>`
    select ${course} as title, enrolment.completed_on as day
    from learning.enrolment
    join learning.course_version as version
      on version.course_id = enrolment.course_id
      and version.version = enrolment.version
    where enrolment.person_id = ${personId}
      and enrolment.completed_on is not null
    union all
    select ${curriculum}, held.valid_from
    from learning.certification as held
    join learning.curriculum on curriculum.id = held.curriculum_id
    where held.person_id = ${personId}
      and held.valid_from <= ${today}
      and held.valid_to > ${today}
    order by day desc, title
    limit 50`,
  );
}

async function readLed(db: Db, personId: string): Promise<Proofs['classes']> {
  const row = await one(
    db,
    sql<{ led: number; answers: number; trainer: number | null }>`
    select (
        select count(*)
        from learning.class_trainer as leader
        join learning.class_session as session on session.class_id = leader.class_id
        where leader.person_id = ${personId}
          and session.closed_at is not null)::integer as led,
      count(given.trainer)::integer as answers, avg(given.trainer)::double precision as trainer
    from learning.class_trainer as leader
    join learning.class_evaluation as given on given.class_id = leader.class_id
    where leader.person_id = ${personId}`,
  );
  return { led: row?.led ?? 0, trainer: (row?.answers ?? 0) >= MINIMUM_GROUP ? (row?.trainer ?? null) : null };
}

async function readGiven(db: Db, personId: string): Promise<number> {
  const row = await one(
    db,
    sql<{ hours: number }>`
    select coalesce(sum(entry.minutes), 0)::double precision / 60 as hours
    from learning.pool_hours as entry
    where entry.person_id = ${personId}
      and entry.state = 'confirmed'`,
  );
  return row?.hours ?? 0;
}
