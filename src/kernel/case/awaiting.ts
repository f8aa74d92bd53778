import { FOREVER, type Day } from '#base/day/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { listGiven } from './list.ts';
import { hrefOf } from './show.ts';

/** Cases shown on Today. */
const MOST = 20;

/** The open cases given to whoever asks, soonest due first, for Today. */
export async function listAwaitingCases(ctx: Ctx): Promise<{ key: string; values: Record<string, string>; href: string; due: Day | undefined }[]> {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const given = await listGiven(ctx.db, personId, MOST);
  return given.map(({ id, procedure, title, due }) => ({ key: 'case.awaits', values: { title }, href: hrefOf(procedure, id), due: due === FOREVER ? undefined : due }));
}
