import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { toReceive, toSign } from './letter-store.ts';

/** Letters that wait for the asker: to be signed, to be received. */
export function lettersAwaiting(ctx: Ctx): Awaits[] {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const line = (key: string) => (one: { id: string; number: string }) => ({ key, values: { number: one.number }, href: `/transition/letters/${one.id}`, due: undefined });
  return [awaits(toSign(personId), (rows) => rows.map(line('transition-letters.to-sign'))), awaits(toReceive(personId), (rows) => rows.map(line('transition-letters.to-receive')))];
}
