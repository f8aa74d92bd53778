import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';

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
