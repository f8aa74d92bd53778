import { randomUUID } from 'node:crypto';
import { one, sql, type Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { JsonObject } from './json.ts';
import { agentKey } from './keys.ts';

type Place = Pick<Ctx, 'services'>;

/** The home page of Khuê's accounts in statements: the address people use. */
export function homePageOf({ services }: Place): string {
  return `${services.publicUrl}/`;
}

/** An agent of this Khuê with an account name. */
export function accountAgent(ctx: Place, name: string): JsonObject {
  return { objectType: 'Agent', account: { homePage: homePageOf(ctx), name } };
}

/** The agent that stands for a person in statements: an opaque account, made at the first call. */
export async function agentOf(ctx: Pick<Ctx, 'db' | 'services'>, personId: string): Promise<JsonObject> {
  return accountAgent(ctx, (await findAccount(ctx.db, personId)) ?? (await addAccount(ctx, personId)));
}

/** The account name of a person in statements; undefined when no statement speaks of the person. */
export async function findAccount(db: Db, personId: string): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ account: string }>`
    select known.account
    from learning.record_person as known
    where known.person_id = ${personId}`,
  );
  return row?.account;
}

async function addAccount(ctx: Pick<Ctx, 'db' | 'services'>, personId: string): Promise<string> {
  const account = randomUUID();
  await one(
    ctx.db,
    sql`
    insert into learning.record_person (person_id, account, agent)
    values (${personId}, ${account}, ${agentKey(accountAgent(ctx, account)) ?? null})
    on conflict (person_id) do nothing`,
  );
  return found(await findAccount(ctx.db, personId), 'learning-records.no-statement');
}
