import type { Ctx } from '#kernel/operation/index.ts';
import type { JsonObject } from './json.ts';
import type { Asker } from './model.ts';
import { accountAgent } from './people.ts';
import { prepare } from './prepare.ts';
import { storeStatements } from './write.ts';

/** Khuê itself as the one who writes. */
export function ourselves(ctx: Pick<Ctx, 'services'>): Asker {
  return { clientId: undefined, scopes: ['all'], authority: accountAgent(ctx, 'khue'), agent: undefined, registration: undefined };
}

/**
 * Records statements (xAPI 2.0, checked as if they came from outside) of Khuê's own modules, in the transaction of the act; `ctx.db` is that transaction. People are
 * named with `agentOf`. Answers the ids in the order of the statements; throws `invalid` and `conflict` as the store does.
 */
export async function recordStatements(ctx: Pick<Ctx, 'db' | 'services'>, statements: readonly JsonObject[]): Promise<string[]> {
  if (statements.length === 0) return [];
  const ready = prepare(statements, '2.0', ourselves(ctx));
  await storeStatements(ctx.db, ready, ourselves(ctx));
  return ready.map(({ id }) => id);
}
