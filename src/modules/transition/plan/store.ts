import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { List } from './model.ts';

/** A labour-use plan as stored, without its people. */
export type Plan = {
  number: number;
  unitId: string;
  rights: string;
  measures: string;
  money: number;
  moneySource: string;
  reason: string;
  changedBy: string | null;
  changedAt: string;
};

/** A version of the plan of an initiative, the latest unless said. */
export async function findPlan(db: Db, initiative: string, number?: number): Promise<Plan | undefined> {
  const row = await one(
    db,
    sql<Omit<Plan, 'changedAt'> & { changedAt: Date }>`
      select held.number, held.unit_id as "unitId", held.rights, held.measures, held.money, held.money_source as "moneySource", held.reason, person.name as "changedBy",
        held.changed_at as "changedAt"
      from transition.labour_plan as held
      left join kernel.person on person.id = held.changed_by
      where held.initiative_id = ${initiative}
        and ${number === undefined ? sql`true` : sql`held.number = ${number}`}
      order by held.number desc
      limit 1`,
  );
  return row && { ...row, changedAt: row.changedAt.toISOString() };
}

/** A person on a list of a plan. */
export type PlanPerson = { personId: string; name: string; postingId: string; postId: string; post: string; list: List };

/** The people of a version, by list and name. */
export async function listPlanPeople(db: Db, initiative: string, number: number): Promise<PlanPerson[]> {
  return all(
    db,
    sql<PlanPerson>`
      select held.person_id as "personId", person.name, held.posting_id as "postingId", held.post_id as "postId", post.title as post, held.list
      from transition.labour_plan_person as held
      join kernel.person on person.id = held.person_id
      join kernel.post on post.id = held.post_id
      where held.initiative_id = ${initiative}
        and held.number = ${number}
      order by held.list, person.name_sort, held.person_id, held.post_id`,
  );
}

/** A version to be added. */
export type NewPlan = Omit<Plan, 'changedAt' | 'changedBy'> & {
  initiative: string;
  changedBy: string | null;
  at: Temporal.Instant;
  factId: string;
  people: readonly { personId: string; postingId: string; postId: string; list: List }[];
};

/** Adds a version of a plan with its people. */
export async function addPlan(db: Db, given: NewPlan): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.labour_plan (initiative_id, number, unit_id, rights, measures, money, money_source, reason, changed_by, changed_at, fact_id)
      values (${given.initiative}, ${given.number}, ${given.unitId}, ${given.rights}, ${given.measures}, ${given.money}, ${given.moneySource}, ${given.reason},
        ${given.changedBy}, ${given.at.toString()}, ${given.factId})`,
  );
  await all(
    db,
    sql`
      insert into transition.labour_plan_person (initiative_id, number, person_id, posting_id, post_id, list)
      select ${given.initiative}::uuid, ${given.number}::integer, placed.person_id, placed.posting_id, placed.post_id, placed.list
      from unnest(
        ${given.people.map(({ personId }) => personId)}::uuid[],
        ${given.people.map(({ postingId }) => postingId)}::uuid[],
        ${given.people.map(({ postId }) => postId)}::uuid[],
        ${given.people.map(({ list }) => list)}::text[]
      ) as placed (person_id, posting_id, post_id, list)`,
  );
}

/** Those of these people who said that something protects them on a day. */
export async function listProtected(db: Db, people: readonly string[], day: Day): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ personId: string }>`
      select distinct stated.person_id as "personId"
      from transition.protection as stated
      where stated.person_id = any(${people}::uuid[])
        and stated.until > ${day}`,
  );
  return new Set(rows.map(({ personId }) => personId));
}
