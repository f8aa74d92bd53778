import { found, Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { pinnedVersion, type Procedure, type Step } from '#kernel/procedure/index.ts';
import { findCase, listParties, type CaseFile, type CaseParty } from './store.ts';

/** A case with what decides who may do what in it. */
export type Opened = { file: CaseFile; procedure: Procedure; parties: CaseParty[] };

/** The case for whoever may see it; to anybody else there is none. `lock` keeps it for this transaction. Throws `missing`. */
export async function openForAsker(ctx: Ctx, id: string, lock = false): Promise<Opened> {
  const file = found(await findCase(ctx.db, id, lock), 'case.no-case');
  const procedure = await pinnedVersion(ctx.db, file.procedure, file.version);
  const opened = { file, procedure, parties: await listParties(ctx.db, id) };
  if (!(await maySee(ctx, opened))) throw new Problem('missing', 'case.no-case');
  return opened;
}

/** Whether the asker may see a case; a case that does not exist nobody may see. */
export async function maySeeCase(ctx: Ctx, id: string): Promise<boolean> {
  try {
    await openForAsker(ctx, id);
    return true;
  } catch (problem) {
    if (problem instanceof Problem && problem.kind === 'missing') return false;
    throw problem;
  }
}

async function maySee(ctx: Ctx, { file, procedure, parties }: Opened): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  const personId = personOf(ctx.actor);
  if (personId === undefined) return false;
  if (file.assigneeId === personId) return true;
  if (await may(ctx.db, ctx.actor, procedure.see, file.unitId, ctx.today)) return true;
  for (const { party } of parties) if (await isParty(ctx, procedure, parties, party)) return true;
  return false;
}

/** Whether the asker may take a step: by permission in the case's unit, or as the party that the step is for. */
export async function mayTake(ctx: Ctx, { file, procedure, parties }: Opened, { by }: Step): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  if (by.permission !== undefined && (await may(ctx.db, ctx.actor, by.permission, file.unitId, ctx.today))) return true;
  return by.party !== undefined && (await isParty(ctx, procedure, parties, by.party));
}

/** A person is a party in person; for a unit acts whoever holds the permission of that party in it. */
async function isParty(ctx: Ctx, procedure: Procedure, parties: readonly CaseParty[], party: string): Promise<boolean> {
  const permission = procedure.parties[party]?.permission;
  for (const one of parties.filter((each) => each.party === party)) {
    if (one.personId !== undefined && one.personId === personOf(ctx.actor)) return true;
    if (one.unitId !== undefined && permission !== undefined && (await may(ctx.db, ctx.actor, permission, one.unitId, ctx.today))) return true;
  }
  return false;
}
