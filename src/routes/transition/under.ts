import { hrefOf } from '#kernel/case/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';

/**
 * The entry of the section under which a page of a case belongs for whoever reads it: one's own case under one's rights, others' under the union for its officers. `own` says whether
 * the page is about the reader; left out, whoever neither handles cases nor speaks for the union reads an own one.
 */
export function placeOf({ actor }: Pick<Ctx, 'actor'>, own?: boolean): string | undefined {
  if (own === true) return '/transition/own';
  if (mayAnywhere(actor, 'transition.handle-cases')) return undefined;
  if (mayAnywhere(actor, 'transition.speak-for-union')) return '/transition/union';
  return own === undefined ? '/transition/own' : undefined;
}

type Letter = { procedure: string | null; caseId: string | null; personId: string | null };

/** The way back from a letter to its case, from one without a case to the desk of the union; and the entry of the section under which the letter belongs. */
export function placesOfLetter(ctx: Pick<Ctx, 'actor'>, { procedure, caseId, personId }: Letter): { back: string; menuEntry: string | undefined } {
  const back = procedure === null || caseId === null ? '/transition/union' : hrefOf(procedure, caseId);
  return { back, menuEntry: placeOf(ctx, personId === personOf(ctx.actor)) };
}
