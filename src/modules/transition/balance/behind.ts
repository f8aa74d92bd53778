import { inTransaction } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { addBehind, endBehind, listBehind, listKnownBehind, type Behind } from './store.ts';

const keyOf = ({ caseId, why }: Behind): string => `${caseId} ${why}`;

/** Looks for people who stand without what they were promised, and for those who no longer do; tells the officers of the union of each new one. Answers how many there are. */
export async function watchBehind(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own: Ctx = { ...ctx, db };
    const [now, known] = [await listBehind(db, ctx.today), await listKnownBehind(db)];
    const [standing, before] = [new Set(now.map(keyOf)), new Set(known.map(keyOf))];
    for (const one of now.filter((each) => !before.has(keyOf(each)))) {
      if (await addBehind(db, one, ctx.today)) await tell(own, one, 1);
    }
    for (const one of known.filter((each) => !standing.has(keyOf(each)))) {
      await endBehind(db, one.id, ctx.today);
      await note(own, one, 0);
    }
    return now.length;
  });
}

async function tell(ctx: Ctx, one: Behind, value: number): Promise<void> {
  await note(ctx, one, value);
  const to = await listUnionOfficers(ctx.db, one.unitId, ctx.today);
  await notify(ctx, { to, key: `transition-balance.told-${one.why}`, href: `/transition/cases/${one.caseId}/work`, email: true });
}

async function note(ctx: Ctx, { caseId, unitId, why }: Behind, value: number): Promise<void> {
  await record(ctx, [{ kind: 'transition.left-behind', subject: caseId, unitId, day: ctx.today, value, data: { why } }]);
}

/** Who speaks for the union in a unit or above it. */
async function listUnionOfficers(db: Db, unitId: string, day: string): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ id: string }>`
      select distinct held.person_id as id
      from kernel.role_grant as held
      join kernel.unit_ancestor as above
        on above.ancestor_id = held.unit_id
        and above.unit_id = ${unitId}
        and above.valid_from <= ${day}
        and above.valid_to > ${day}
      where held.role = 'union-officer'
        and held.valid_from <= ${day}
        and held.valid_to > ${day}`,
  );
  return rows.map(({ id }) => id);
}

/** Every ten minutes. */
export const behindTask = every(600, 'transition.watch-left-behind', async (ctx) => {
  await watchBehind(ctx);
});
