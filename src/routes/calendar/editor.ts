import { getRoot, may } from '#kernel/org/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** Whether to show the links that lead to editing; the operations decide for themselves. */
export async function mayEdit({ db, actor, today }: Ctx): Promise<boolean> {
  if (actor.kind !== 'person' || actor.grants.length === 0) return false;
  return may(db, actor, 'calendar.edit', (await getRoot(db, today)).id, today);
}
