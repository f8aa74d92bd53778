import type { RequestEvent } from '@sveltejs/kit';
import { mayAnywhere } from '#kernel/org/index.ts';
import { readCaseFacts, readOwnFacts, type Facts } from '#modules/transition/index.ts';
import { firstValues } from '../../calculator/form.ts';
import { orNull } from '../../initiative.ts';
import { valuesOf } from './values.ts';

type Case = { id: string; own: boolean; closed: boolean; kept: Facts | undefined };

/**
 * What the form of a calculation holds at first: the facts of the latest one; before there is one, what the register knows of the person, which whoever handles the case is noted to
 * have looked at. `prefilled` says whether the register filled something in, `mayHandle` whether the reader handles cases.
 */
export async function startOf({ locals }: Pick<RequestEvent, 'locals'>, { id, own, closed, kept }: Case) {
  const mayHandle = mayAnywhere(locals.ctx.actor, 'transition.handle-cases');
  if (kept !== undefined) return { values: valuesOf(kept), prefilled: false, mayHandle };
  const asks = !own && !closed && mayHandle;
  const known = own ? await orNull({ locals }, readOwnFacts, {}) : asks ? ((await orNull({ locals }, readCaseFacts, { id }))?.facts ?? null) : null;
  return { values: firstValues(known, locals.ctx.today), prefilled: known !== null, mayHandle };
}
