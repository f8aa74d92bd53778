import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Static, TSchema } from 'typebox';
import { parseDay } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { perform, type Operation } from '#kernel/operation/index.ts';

/**
 * Carries out an operation for a page. A problem becomes the error page with its sentence; whoever is not signed in is sent to the
 * sign-in page and comes back afterwards; a record that asks for a purpose sends to the page that asks for it.
 */
export async function load<I extends TSchema, O extends TSchema>(event: Pick<RequestEvent, 'locals' | 'url'>, op: Operation<I, O>, input: Static<I>): Promise<Static<O>> {
  return orErrorPage(event, () => perform(op, event.locals.ctx, input));
}

/** Runs `work`; turns a problem into the error page, as `load` does. */
export async function orErrorPage<T>({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const here = encodeURIComponent(url.pathname + url.search);
    if (problem.code === 'operation.sign-in-first') redirect(303, `/sign-in?next=${here}`);
    if (problem.code === 'operation.purpose-missing') redirect(303, `/purpose?next=${here}`);
    error(problem.status, { message: locals.t(problem.code, problem.values) });
  }
}

/** Sends whoever is not signed in to the sign-in page; returns the id of the person who is. */
export function signedIn({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): string {
  if (locals.ctx.actor.kind === 'person') return locals.ctx.actor.personId;
  redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
}

/** The page of a list that an address asks for (`?page=`), from 1; the first when it names none that there may be. */
export function pageOf({ url }: Pick<RequestEvent, 'url'>): number {
  const asked = Number(url.searchParams.get('page') ?? 1);
  return Number.isInteger(asked) && asked >= 1 && asked <= 10_000 ? asked : 1;
}

/** The day a page is about: `?day=` when it is a day (as people type it, or YYYY-MM-DD), not later than today; else today. */
export function dayOf({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): string {
  const asked = parseDay(url.searchParams.get('day') ?? '');
  const today = locals.ctx.today;
  return asked !== undefined && asked <= today ? asked : today;
}
