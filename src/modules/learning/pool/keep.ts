import { all, inTransaction, sql } from '#base/db/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { compareAll } from './matching.ts';
import { endConsents } from './member-store.ts';
import { leave } from './members.ts';
import { listNeedRows, noteAble, type NeedRow } from './need-store.ts';

/** Open needs looked at in one go. */
const MOST_NEEDS = 500;

/** Finds how many members meet each of these needs, and notes from when or until when nobody does. */
export async function lookAtNeeds(ctx: Ctx, needs: readonly NeedRow[]): Promise<void> {
  if (needs.length === 0) return;
  const compared = await compareAll(ctx, needs);
  for (const need of needs) {
    const able = (compared.get(need.id) ?? []).filter((one) => one.able).length;
    if (!(await noteAble(ctx.db, need, able, ctx.today))) continue;
    await record(ctx, [{ kind: 'learning.pool-need-changed', subject: need.id, unitId: need.unitId, day: ctx.today, data: { state: able === 0 ? 'nobody' : 'somebody' } }]);
  }
}

/** Members who hold their main post in another unit than the one whose head agreed: the new head is asked. */
async function followMoves(ctx: Ctx): Promise<void> {
  const moved = await all(
    ctx.db,
    sql<{ id: string; personId: string; unitId: string }>`
    update learning.pool_member as member
    set unit_id = posting.unit_id,
      unit_state = 'asked',
      unit_reason = null,
      changed_at = ${ctx.now.toString()}
    from kernel.posting
    where posting.person_id = member.person_id
      and posting.main
      and posting.valid_from <= ${ctx.today}
      and posting.valid_to > ${ctx.today}
      and posting.unit_id <> member.unit_id
      and member.own_state = 'in'
    returning member.id, member.person_id as "personId", member.unit_id as "unitId"`,
  );
  await endConsents(
    ctx.db,
    moved.map(({ personId }) => personId),
    ['unit'],
    ctx.today,
    null,
  );
  await record(
    ctx,
    moved.map(({ id, unitId }) => ({ kind: 'learning.pool-member-changed', subject: id, unitId, day: ctx.today, data: { what: 'moved' } })),
  );
}

/** Members who hold no post any more have left the pool; requests that nobody works on yet are cancelled. */
async function dropGone(ctx: Ctx): Promise<void> {
  const gone = await all(
    ctx.db,
    sql<{ id: string; personId: string; unitId: string }>`
    select member.id, member.person_id as "personId", member.unit_id as "unitId"
    from learning.pool_member as member
    where member.own_state = 'in'
      and not exists (
        select 1
        from kernel.posting
        where posting.person_id = member.person_id
          and posting.main
          and posting.valid_from <= ${ctx.today}
          and posting.valid_to > ${ctx.today})`,
  );
  const reason = translatorOf(catalogues(ctx.services.root), 'vi')('learning-pool.gone');
  for (const member of gone) await leave(ctx, member, reason);
}

/** Follows people who moved or are gone, then looks at all open needs. */
export async function keepPool(ctx: Ctx): Promise<void> {
  await inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    await followMoves(own);
    await dropGone(own);
    await lookAtNeeds(own, await listNeedRows(db, sql`need.state = 'open'`, ctx.locale, { limit: MOST_NEEDS, offset: 0 }));
  });
}

/** Every ten minutes: profiles, consents, certificates and times change. */
export const poolTask = every(600, 'learning.keep-pool', keepPool);
