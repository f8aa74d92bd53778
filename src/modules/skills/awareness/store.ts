import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Scores } from './rules.ts';

/** One filling-in of the questionnaire. */
export type Filled = Scores & {
  id: string;
  personId: string;
  unitId: string;
  form: string;
  state: 'open' | 'finished' | 'withdrawn';
  day: Day | null;
  aware: boolean | null;
};

const columns = sql`awareness.id, awareness.person_id as "personId", awareness.unit_id as "unitId", awareness.form, awareness.state, awareness.day,
      awareness.knowledge, awareness.attitude, awareness.practice, awareness.situations, awareness.aware`;

/** The filling-in of that id; throws `missing`. `lock` holds it until the end of the transaction. */
export async function getFilled(db: Db, id: string, { lock = false } = {}): Promise<Filled> {
  const row = await one(db, sql<Filled>`select ${columns} from skills.awareness where awareness.id = ${id} ${lock ? sql`for update` : sql``}`);
  return found(row, 'skills-awareness.none');
}

/** What a person filled in, newest first; withdrawn ones are left out. */
export async function listFilled(db: Db, personId: string): Promise<Filled[]> {
  return all(
    db,
    sql<Filled>`
    select ${columns}
    from skills.awareness
    where awareness.person_id = ${personId}
      and awareness.state <> 'withdrawn'
    order by awareness.started_at desc, awareness.id desc`,
  );
}

/** Begins a filling-in; a second open one of the person breaks `awareness_open_key`. */
export async function addFilled(db: Db, { id, personId, unitId, form, now }: Pick<Filled, 'id' | 'personId' | 'unitId' | 'form'> & { now: Temporal.Instant }): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.awareness (id, person_id, unit_id, form, state, started_at)
    values (${id}, ${personId}, ${unitId}, ${form}, 'open', ${now.toString()})`,
  );
}

/** The chosen options by question. */
export async function listGiven(db: Db, id: string): Promise<Map<string, string>> {
  const rows = await all(
    db,
    sql<{ item: string; given: string }>`
    select answer.item, answer.given
    from skills.awareness_answer as answer
    where answer.awareness_id = ${id}`,
  );
  return new Map(rows.map(({ item, given }) => [item, given]));
}

/** Keeps answers in place of earlier ones to the same questions. */
export async function keepGiven(db: Db, id: string, given: ReadonlyMap<string, string>, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.awareness_answer (awareness_id, item, given, answered_at)
    select ${id}, answer.item, answer.given, ${now.toString()}
    from unnest(${[...given.keys()]}::text[], ${[...given.values()]}::text[]) as answer (item, given)
    on conflict (awareness_id, item) do update
    set given = excluded.given, answered_at = excluded.answered_at`,
  );
}

/** Hands a filling-in in with its scores. */
export async function finishFilled(db: Db, id: string, scores: Scores & { aware: boolean }, day: Day, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update skills.awareness
    set state = 'finished', finished_at = ${now.toString()}, day = ${day}, knowledge = ${scores.knowledge}, attitude = ${scores.attitude},
      practice = ${scores.practice}, situations = ${scores.situations}, aware = ${scores.aware}
    where awareness.id = ${id}`,
  );
}

/** Takes a filling-in back: answers and scores are deleted, that there was one stays. */
export async function withdrawFilled(db: Db, id: string): Promise<void> {
  await all(db, sql`delete from skills.awareness_answer as answer where answer.awareness_id = ${id}`);
  await all(
    db,
    sql`
    update skills.awareness
    set state = 'withdrawn', finished_at = null, day = null, knowledge = null, attitude = null, practice = null, situations = null, aware = null
    where awareness.id = ${id}`,
  );
}

/** How a person rated themselves: the level of each area, and when. */
export type SelfRating = { day: Day; ratedAt: Date; levels: Record<string, number> };

/** Keeps a self-rating. */
export async function addSelfRating(db: Db, personId: string, levels: ReadonlyMap<string, number>, day: Day, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.self_rating (person_id, rated_at, area, day, level)
    select ${personId}, ${now.toString()}, rated.area, ${day}, rated.level
    from unnest(${[...levels.keys()]}::text[], ${[...levels.values()]}::integer[]) as rated (area, level)`,
  );
}

/** The newest self-rating of a person that satisfies a condition on `rating`, or undefined. */
export async function findSelfRating(db: Db, personId: string, where: RawBuilder<unknown> = sql`true`): Promise<SelfRating | undefined> {
  return one(
    db,
    sql<SelfRating>`
    select rating.day, rating.rated_at as "ratedAt", jsonb_object_agg(rating.area, rating.level) as levels
    from skills.self_rating as rating
    where rating.person_id = ${personId}
      and ${where}
    group by rating.rated_at, rating.day
    order by rating.rated_at desc
    limit 1`,
  );
}

/** The newest answers of those who handed a form in last, a row a person: question → option; at most 5,000. */
export async function listAllGiven(db: Db, form: string): Promise<Record<string, string>[]> {
  const rows = await all(
    db,
    sql<{ given: Record<string, string> }>`
    select jsonb_object_agg(answer.item, answer.given) as given
    from (
      select awareness.id
      from skills.awareness
      where awareness.form = ${form}
        and awareness.state = 'finished'
        and not exists (
          select 1
          from skills.awareness as later
          where later.person_id = awareness.person_id
            and later.form = awareness.form
            and later.state = 'finished'
            and later.finished_at > awareness.finished_at)
      order by awareness.finished_at desc
      limit 5000
    ) as filled
    join skills.awareness_answer as answer on answer.awareness_id = filled.id
    group by filled.id`,
  );
  return rows.map(({ given }) => given);
}
