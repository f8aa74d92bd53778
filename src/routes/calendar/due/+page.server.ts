import { Problem } from '#base/problem/index.ts';
import { dueOperation } from '#kernel/calendar/index.ts';
import { perform } from '#kernel/operation/index.ts';
import type { PageServerLoad } from './$types';
import { placesInForm, readTerm } from './term.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { typed, errors, term } = readTerm(url.searchParams);
  const refusal = (code: string, values: Problem['values'], places: typeof errors) => ({ code, values, errors: places, typed: {} });
  const signedIn = locals.ctx.actor.kind === 'person';
  if (errors.length > 0) return { typed, signedIn, refusal: refusal('operation.input-invalid', {}, errors) };
  if (term === undefined) return { typed, signedIn };
  try {
    return { typed, signedIn, start: term.start, answer: await perform(dueOperation, locals.ctx, term) };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { typed, signedIn, refusal: refusal(problem.code, problem.values, placesInForm(problem.errors, typed.pauses)) };
  }
};
