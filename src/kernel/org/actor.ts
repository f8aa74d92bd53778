import type { Day } from '#base/day/index.ts';
import { one, sql, type Db, type RawBuilder } from '#base/db/index.ts';

/** A role in force over a unit and everything under it. */
export type Grant = { role: string; unitId: string };

/**
 * Who asks. A `person` has the permissions of the roles granted to them today; `system` (command line, job, demo) may do
 * everything and is named in the audit; `anonymous` may use public operations only.
 */
export type Actor = { kind: 'person'; personId: string; name: string; grants: Grant[] } | { kind: 'system'; name: string } | { kind: 'anonymous' };

export const ANONYMOUS: Actor = { kind: 'anonymous' };

/** The actor for work that no person asked for directly, for example `system('demo')`. */
export function system(name: string): Actor {
  return { kind: 'system', name };
}

/** The id of the person who acts, or undefined. */
export function personOf(actor: Actor): string | undefined {
  return actor.kind === 'person' ? actor.personId : undefined;
}

/** The roles granted on a day to the `person` of a statement: a list as JSON. */
export function grantsOn(day: Day): RawBuilder<Grant[]> {
  return sql<Grant[]>`(
    select coalesce(jsonb_agg(jsonb_build_object('role', granted.role, 'unitId', granted.unit_id) order by granted.id), '[]')
    from kernel.role_grant as granted
    where granted.person_id = person.id
      and granted.valid_from <= ${day}
      and granted.valid_to > ${day})`;
}

/** The person as an actor with the roles granted on that day; undefined when there is no such person. */
export async function findActor(db: Db, personId: string, day: Day): Promise<Actor | undefined> {
  const row = await one(
    db,
    sql<{ name: string; grants: Grant[] }>`
      select person.name, ${grantsOn(day)} as grants
      from kernel.person
      where person.id = ${personId}
        and person.erased_at is null`,
  );
  return row === undefined ? undefined : { kind: 'person', personId, ...row };
}
