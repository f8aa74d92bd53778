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

/**
 * What a module holds acts against. `missing` tells everything that is missing before an act may be done; nothing when the act is no business of the module, or all is there.
 * `concerned` picks, in one or two statements, the acts that may be its business out of the many of a list or a reorganisation, by their place.
 */
export type Gate = { missing: (ctx: Ctx, act: GatedAct) => Promise<Missing[]>; concerned: (ctx: Ctx, acts: readonly GatedAct[]) => Promise<number[]> };

let gates: readonly Gate[] = [];

/** Makes the gates of all modules known to this process. */
export function declareGates(all: readonly Gate[]): void {
  gates = all;
}

/** Everything that is missing before an act on the register may be done, over all modules. */
export async function listMissing(ctx: Ctx, act: GatedAct): Promise<Missing[]> {
  const missing: Missing[] = [];
  for (const gate of gates) missing.push(...(await gate.missing(ctx, act)));
  return missing;
}

/** What is missing before many acts may be done: the place of each act that is held back, with everything missing for it. */
export async function listMissingAmong(ctx: Ctx, acts: readonly GatedAct[]): Promise<{ at: number; missing: Missing[] }[]> {
  const held = new Map<number, Missing[]>();
  for (const gate of acts.length === 0 ? [] : gates) {
    for (const at of await gate.concerned(ctx, acts)) {
      const act = acts[at];
      const missing = act === undefined ? [] : await gate.missing(ctx, act);
      if (missing.length > 0) held.set(at, [...(held.get(at) ?? []), ...missing]);
    }
  }
  return [...held].map(([at, missing]) => ({ at, missing })).sort((one, other) => one.at - other.at);
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
