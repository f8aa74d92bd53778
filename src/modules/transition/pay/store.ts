import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { InPost } from './rules.ts';
import type { Measure, SimulationResult } from './model.ts';

/** A policy as it is listed. */
export type PolicyRow = {
  id: string;
  unitId: string;
  unitName: string;
  side: 'union' | 'employer';
  title: string;
  reason: string;
  proposedOn: Day;
  versions: number;
  outcome: 'adopted' | 'rejected' | null;
};

/** All policies, newest first; or the one with this id. */
export async function listPolicies(db: Db, today: Day, id?: string): Promise<PolicyRow[]> {
  return all(
    db,
    sql<PolicyRow>`
      select policy.id, policy.unit_id as "unitId", coalesce(version.name_vi, '') as "unitName", policy.side, policy.title, policy.reason, policy.proposed_on as "proposedOn", (
          select count(*)::int
          from transition.pay_version as worded
          where worded.policy_id = policy.id
        ) as versions, decision.outcome
      from transition.pay_policy as policy
      left join kernel.unit_version as version on version.unit_id = policy.unit_id
        and version.valid_from <= ${today}
        and version.valid_to > ${today}
      left join transition.pay_decision as decision on decision.policy_id = policy.id
      where ${id ?? null}::uuid is null
        or policy.id = ${id ?? null}::uuid
      order by policy.proposed_on desc, policy.id desc`,
  );
}

/** Adds a policy. */
export async function addPolicy(db: Db, row: { id: string; unitId: string; side: string; title: string; reason: string; by: string | null; on: Day }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.pay_policy (id, unit_id, side, title, reason, proposed_by, proposed_on)
      values (${row.id}, ${row.unitId}, ${row.side}, ${row.title}, ${row.reason}, ${row.by}, ${row.on})`,
  );
}

/** A wording of a policy. */
export type VersionRow = { number: number; validFrom: Day; validTo: Day; measures: Measure[]; proposedOn: Day };

/** The wordings of a policy, latest first. */
export async function listVersions(db: Db, policyId: string): Promise<VersionRow[]> {
  return all(
    db,
    sql<VersionRow>`
      select version.number, version.valid_from as "validFrom", version.valid_to as "validTo", version.measures, version.proposed_on as "proposedOn"
      from transition.pay_version as version
      where version.policy_id = ${policyId}
      order by version.number desc`,
  );
}

/** Adds a wording; its number is the next one. */
export async function addVersion(
  db: Db,
  policyId: string,
  row: { number: number; validFrom: Day; validTo: Day; measures: readonly Measure[]; by: string | null; on: Day },
): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.pay_version (policy_id, number, valid_from, valid_to, measures, proposed_by, proposed_on)
      values (${policyId}, ${row.number}, ${row.validFrom}, ${row.validTo}, ${JSON.stringify(row.measures)}::jsonb, ${row.by}, ${row.on})`,
  );
}

/** A simulation; `result` is null while it runs. */
export type SimulationRow = { id: string; policyId: string; version: number; day: Day; done: number; total: number; result: SimulationResult | null };

/** The simulations of a policy, latest first; or the one with this id. */
export async function listSimulations(db: Db, by: { policyId?: string; id?: string }): Promise<SimulationRow[]> {
  return all(
    db,
    sql<SimulationRow>`
      select simulation.id, simulation.policy_id as "policyId", simulation.version, simulation.day, simulation.done, simulation.total, simulation.result
      from transition.pay_simulation as simulation
      where simulation.policy_id = ${by.policyId ?? null}::uuid
        or simulation.id = ${by.id ?? null}::uuid
      order by simulation.asked_at desc, simulation.id desc`,
  );
}

/** Adds a simulation that has not begun. */
export async function addSimulation(db: Db, row: { id: string; policyId: string; version: number; day: Day; by: string | null; at: string }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.pay_simulation (id, policy_id, version, day, done, total, asked_by, asked_at)
      values (${row.id}, ${row.policyId}, ${row.version}, ${row.day}, 0, 0, ${row.by}, ${row.at})`,
  );
}

/** Notes how far a simulation has come, and what came out of it. */
export async function noteProgress(db: Db, id: string, done: number, total: number, result: SimulationResult | null): Promise<void> {
  await all(
    db,
    sql`
      update transition.pay_simulation
      set done = ${done}, total = ${total}, result = ${result === null ? null : JSON.stringify(result)}::jsonb
      where pay_simulation.id = ${id}`,
  );
}

const inUnit = (unitId: string, day: Day) => sql`
      from kernel.posting
      join kernel.post on post.id = posting.post_id
      join kernel.person on person.id = posting.person_id
      join kernel.unit_ancestor as above on above.unit_id = posting.unit_id
        and above.ancestor_id = ${unitId}
        and above.valid_from <= ${day}
        and above.valid_to > ${day}
      where posting.main
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}`;

/** How many people are in post in a unit and everything under it. */
export async function countInPost(db: Db, unitId: string, day: Day): Promise<number> {
  return (await one(db, sql<{ n: number }>`select count(*)::int as n ${inUnit(unitId, day)}`))?.n ?? 0;
}

/** The next people in post after `after`, in the order of their ids. */
export async function listInPost(db: Db, unitId: string, day: Day, after: string, limit: number): Promise<(InPost & { id: string })[]> {
  return all(
    db,
    sql<InPost & { id: string }>`
      select person.id, post.kind as post, person.sex, person.birth_date as "birthDate", posting.coefficient::text as coefficient
      ${inUnit(unitId, day)}
        and person.id > ${after}::uuid
      order by person.id
      limit ${limit}`,
  );
}

/** What was decided about a policy. */
export type DecisionRow = { version: number; outcome: 'adopted' | 'rejected'; reason: string; decidedOn: Day; decider: string | null };

/** The decision about a policy, once there is one. */
export async function findDecision(db: Db, policyId: string): Promise<DecisionRow | undefined> {
  return one(
    db,
    sql<DecisionRow>`
      select decision.version, decision.outcome, decision.reason, decision.decided_on as "decidedOn", person.name as decider
      from transition.pay_decision as decision
      left join kernel.person on person.id = decision.decided_by
      where decision.policy_id = ${policyId}`,
  );
}

/** Keeps a decision; whether it was the first. */
export async function addDecision(db: Db, policyId: string, row: { version: number; outcome: string; reason: string; by: string | null; on: Day }): Promise<boolean> {
  const made = await one(
    db,
    sql<{ id: string }>`
      insert into transition.pay_decision (policy_id, version, outcome, reason, decided_by, decided_on)
      values (${policyId}, ${row.version}, ${row.outcome}, ${row.reason}, ${row.by}, ${row.on})
      on conflict on constraint pay_decision_pkey do nothing
      returning pay_decision.policy_id as id`,
  );
  return made !== undefined;
}
