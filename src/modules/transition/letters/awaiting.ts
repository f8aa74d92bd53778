import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { listToReceive, listToSign } from './letter-store.ts';

/** Letters that wait for the asker: to be signed, to be received. */
export async function listLettersAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const line = (key: string) => (one: { id: string; number: string }) => ({ key, values: { number: one.number }, href: `/transition/letters/${one.id}`, due: undefined });
  const toSign = (await listToSign(ctx.db, personId)).map(line('transition-letters.to-sign'));
  return [...toSign, ...(await listToReceive(ctx.db, personId)).map(line('transition-letters.to-receive'))];
}
