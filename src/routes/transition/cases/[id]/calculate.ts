import { fail, redirect } from '@sveltejs/kit';
import type { Ctx } from '#kernel/operation/index.ts';
import { calculateEntitlement, calculateInCase } from '#modules/transition/index.ts';
import { carryOut } from '#web/answers.ts';
import { inputOf } from '#web/form.ts';
import { cleaned, typedOf } from '../../calculator/form.ts';

/** Computes in a case what the facts of the form give; a form that is refused comes back with all that was typed, its faults at the fields of the facts. */
export async function calculate(ctx: Ctx, id: string, form: FormData) {
  const facts = inputOf(calculateEntitlement.input, cleaned(form));
  const result = await carryOut(calculateInCase, ctx, form, { id, facts }, (at) => /^\/facts\/(\w+)/.exec(at)?.[1]);
  return result.ok ? redirect(303, `/transition/cases/${id}?done`) : fail(result.failure.status, { ...result.failure.data, all: typedOf(form) });
}
