import { redirect, type RequestEvent } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { defineIndicator, previewIndicator } from '#modules/programme/index.ts';
import { refuse } from '#web/form.ts';
import { unitTyped } from '../units/choose.ts';
import { inputOf, missingIn, placesInForm, readTyped } from './entry.ts';

type Asking = Pick<RequestEvent, 'locals' | 'request'>;

/** First step: checks the answers as saving will, and brings what they give; nothing is entered. */
export async function check({ locals, request }: Asking) {
  const form = await request.formData();
  return orRefuse(form, async () => {
    const input = await definitionOf(locals, form);
    return { typed: readTyped(form), preview: await perform(previewIndicator, locals.ctx, input) };
  });
}

/** Second step: enters the indicator and leads to its page. */
export async function save({ locals, request }: Asking) {
  const form = await request.formData();
  const requestId = form.get('_request');
  const ctx = typeof requestId === 'string' && requestId !== '' ? { ...locals.ctx, requestId } : locals.ctx;
  const result = await orRefuse(form, async () => ({ key: (await perform(defineIndicator, ctx, await definitionOf(locals, form))).key }));
  if ('key' in result) redirect(303, `/indicators/${result.key}?done=saved`);
  return result;
}

/** Back from the check to the form, with everything that was answered. */
export async function again({ request }: Asking) {
  return { typed: readTyped(await request.formData()) };
}

async function definitionOf(locals: RequestEvent['locals'], form: FormData): Promise<Record<string, unknown>> {
  const typed = readTyped(form);
  const missing = missingIn(typed);
  if (missing.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, missing);
  return inputOf(typed, await unitTyped(locals.ctx, form, 'owner', locals.ctx.today));
}

async function orRefuse<T>(form: FormData, work: () => Promise<T>) {
  try {
    return await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return refuse(new Problem(problem.kind, problem.code, problem.values, placesInForm(problem.errors)), form);
  }
}
