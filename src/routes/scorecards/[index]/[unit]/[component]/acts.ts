import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { TSchema } from 'typebox';
import type { Operation } from '#kernel/operation/index.ts';
import { submit } from '#web/form.ts';
import { scoreValueOf, yearOf } from '#web/scores.ts';
import type { RouteParams } from './$types';

type Asking = RequestEvent<RouteParams>;

/** The scorecard that the address names. */
export async function placeOf(event: Asking): Promise<{ index: string; year: number; unitId: string }> {
  return { index: event.params.index, year: (await yearOf(event, event.params.index)).year, unitId: event.params.unit };
}

/** The value of the form, as an input of an operation; nothing when none was filled in. */
export function valueIn(form: FormData): Record<string, unknown> {
  const value = scoreValueOf(form);
  return value === undefined ? {} : { value };
}

/** Carries an act on the component out and goes back to it; answers what was refused. */
export async function act<I extends TSchema, O extends TSchema>(event: Asking, op: Operation<I, O>, form: FormData, more: Record<string, unknown> = {}) {
  const place = await placeOf(event);
  const result = await submit(op, event.locals.ctx, form, { ...place, component: event.params.component, ...more });
  if (!result.ok) return result.failure;
  redirect(303, `/scorecards/${place.index}/${place.unitId}/${encodeURIComponent(event.params.component)}?year=${place.year}#history`);
}
