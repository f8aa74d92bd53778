import { inTransaction } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { listLapsing, moveTo } from './store.ts';

/** Notes the certificates whose last day has come, and tells their holders. Answers how many. */
export async function lapseCertificates(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const lapsing = await listLapsing(db, ctx.today);
    const own = { ...ctx, db };
    for (const { id } of lapsing) await moveTo(db, id, 'lapsed', ctx.today);
    await record(
      own,
      lapsing.map(({ id, unitId, kind }) => ({ kind: 'skills.certificate-lapsed', subject: id, unitId, day: ctx.today, data: { kind } })),
    );
    const holders = (wanted: string) => lapsing.filter(({ kind }) => kind === wanted).map(({ personId }) => personId);
    await notify(own, { to: holders('certification'), key: 'skills-certificates.told-lapsed', href: '/skills/certificates' });
    return lapsing.length;
  });
}
