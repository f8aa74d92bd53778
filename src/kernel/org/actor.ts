import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

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

/** The person as an actor with the roles granted on that day; undefined when there is no such person. */
export async function findActor(db: Db, personId: string, day: Day): Promise<Actor | undefined> {
  const rows = await all(
    db,
    sql<{ name: string; role: string | null; unit_id: string | null }>`
      select person.name, granted.role, granted.unit_id
      from kernel.person
      left join kernel.role_grant as granted
        on granted.person_id = person.id
        and granted.valid_from <= ${day}
        and granted.valid_to > ${day}
      where person.id = ${personId}
        and person.erased_at is null`,
  );
  const first = rows[0];
  if (first === undefined) return undefined;
  const grants = rows.flatMap(({ role, unit_id }) => (role && unit_id ? [{ role, unitId: unit_id }] : []));
  return { kind: 'person', personId, name: first.name, grants };
}
