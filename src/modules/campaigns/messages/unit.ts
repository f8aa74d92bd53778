import type { Ctx } from '#kernel/operation/index.ts';
import { getVersion } from './store.ts';

/** Which unit decides about a message; undefined: the whole city. */
export async function unitOfMessage(ctx: Ctx, id: string): Promise<string | undefined> {
  return (await getVersion(ctx.db, id)).unitId ?? undefined;
}
