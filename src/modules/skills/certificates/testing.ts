import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { system } from '#kernel/org/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { begin } from '../sittings/begin.ts';
import { sitThrough } from '../sittings/testing.ts';
import { issueCertificates } from './officer.ts';
import { listOf, type Stored } from './store.ts';

/** Lets a person sit a certification of a session in `unitId`, by answering as `right` says, and answers the sitting. */
export async function certification(ctx: Ctx, personId: string, unitId: string, { right = (_number: number): boolean => true, state = 'closed' } = {}): Promise<string> {
  const sessionId = newId();
  await all(
    ctx.db,
    sql`
    insert into skills.session (id, unit_id, day, starts_at, room, code, places, state)
    values (${sessionId}, ${unitId}, ${ctx.today}, '08:00', 'Phòng họp', ${sessionId.slice(-12)}, 10, ${state})`,
  );
  const sitting = await begin(ctx, { personId, mode: 'certification', competence: null, sessionId });
  await sitThrough({ ...ctx, actor: system('test') }, sitting, (_item, number) => right(number));
  return sitting;
}

/** A person’s certificate from a certification in which everything was answered rightly. */
export async function certified(ctx: Ctx, personId: string, unitId: string): Promise<Stored> {
  const sittingId = await certification(ctx, personId, unitId);
  await perform(issueCertificates, { ...ctx, actor: system('test'), requestId: newId() }, { sittingIds: [sittingId] });
  return newest(ctx.db, personId);
}

/** The newest certificate of a person. */
export async function newest(db: Db, personId: string): Promise<Stored> {
  const [certificate] = await listOf(db, personId);
  if (certificate === undefined) throw new Error('there is no certificate');
  return certificate;
}
