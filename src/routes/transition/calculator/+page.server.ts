import { fail } from '@sveltejs/kit';
import { perform } from '#kernel/operation/index.ts';
import { calculateEntitlement, projectEntitlement, readOwnFacts } from '#modules/transition/index.ts';
import { inputOf, submit } from '#web/form.ts';
import type { Actions, PageServerLoad } from './$types';
import { cleaned, firstValues, typedOf } from './form.ts';

/** The private calculator: open to anyone; whoever is signed in finds the form filled in from the register. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const own = ctx.actor.kind === 'person' ? await perform(readOwnFacts, ctx, {}).catch(() => null) : null;
  return { first: firstValues(own, ctx.today), prefilled: own !== null };
};

export const actions: Actions = {
  default: async ({ request, locals: { ctx } }) => {
    const given = await request.formData();
    const [form, typed] = [cleaned(given), typedOf(given)];
    const result = await submit(calculateEntitlement, ctx, form);
    if (!result.ok) return fail(result.failure.status, { ...result.failure.data, all: typed });
    const projected = await submit(projectEntitlement, ctx, form, { facts: inputOf(calculateEntitlement.input, form) });
    if (!projected.ok) return fail(projected.failure.status, { ...projected.failure.data, all: typed });
    return { calculation: result.output, projection: projected.output, all: typed };
  },
};
