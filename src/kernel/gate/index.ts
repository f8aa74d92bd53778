import type { Day } from '#base/day/index.ts';
import { Problem, type Values } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/**
 * What somebody is about to do to the register: take a post away, or end somebody's holding of one; `day` is the first day on which it no longer stands, `into` the post
 * that the holder moves into.
 */
export type GatedAct = { what: 'close-post'; postId: string; day: Day } | { what: 'end-posting'; postingId: string; day: Day; into?: string };

/** One thing that is not there yet: the code of its sentence, which names the article. */
export type Missing = { code: string; values?: Values };

/** Looks at an act and tells everything that is missing before it may be done; nothing when the act is no business of the module, or all is there. */
export type Gate = (ctx: Ctx, act: GatedAct) => Promise<Missing[]>;

let gates: readonly Gate[] = [];

/** Makes the gates of all modules known to this process. */
export function declareGates(all: readonly Gate[]): void {
  gates = all;
}

/** Everything that is missing before an act on the register may be done, over all modules. */
export async function listMissing(ctx: Ctx, act: GatedAct): Promise<Missing[]> {
  return (await Promise.all(gates.map((gate) => gate(ctx, act)))).flat();
}

/** Lets an act pass, or throws `conflict` `gate.closed` with everything that is missing in its `errors`. */
export async function mustPass(ctx: Ctx, act: GatedAct): Promise<void> {
  refuseMissing(await listMissing(ctx, act));
}

/** Throws `conflict` `gate.closed` when something is missing. */
export function refuseMissing(missing: readonly Missing[]): void {
  if (missing.length === 0) return;
  throw new Problem(
    'conflict',
    'gate.closed',
    { n: missing.length },
    missing.map(({ code, values }) => ({ at: '', code, ...(values === undefined ? {} : { values }) })),
  );
}
