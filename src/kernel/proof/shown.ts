import type { Day } from '#base/day/index.ts';
import { sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { scope, type Actor } from '#kernel/org/index.ts';
import { getSet, listSets, reachOf } from '#kernel/set/index.ts';
import { termsOf } from './reading.ts';
import { isSource } from './source.ts';
import { findPublication, type Publication } from './store.ts';

/** A condition on `publication`: which ones `actor` may be shown. One that tells of a small group asks for the permission to see the records, over its unit. */
export function shownTo(actor: Actor, today: Day): RawBuilder<boolean> {
  if (actor.kind === 'system') return sql<boolean>`true`;
  const permissions = [...new Set(listSets().map(({ see }) => see))].filter((see) => see !== 'signed-in');
  const held = permissions.map((see) => sql<boolean>`(not ${see}::text = any(publication.seen_with) or ${scope(actor, see, sql`publication.unit_id`, today)})`);
  return sql<boolean>`(publication.seen_with = '{}' or (publication.seen_with <@ ${permissions}::text[] and ${sql.join([sql`true`, ...held], sql` and `)}))`;
}

/** The publication of that id when the actor may be shown it; throws `missing`. */
export async function getShown({ db, actor, today }: Ctx, id: string): Promise<Publication> {
  return found(await findPublication(db, id, shownTo(actor, today)), 'proof.no-publication');
}

/** Whether the actor may see every record that a publication counted. */
export async function seesRecords({ db, actor, today }: { db: Db; actor: Actor; today: Day }, { definition, statement }: Publication): Promise<boolean> {
  if (actor.kind === 'anonymous') return false;
  const query = { unitId: statement.unit.id, day: statement.day, from: statement.from ?? undefined };
  for (const { set, slice } of termsOf(definition).filter((term) => !isSource(term.set))) {
    if (!(await reachOf(db, getSet(set), actor, today, { ...query, slice })).complete) return false;
  }
  return true;
}
