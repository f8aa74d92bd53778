import { redirect, type RequestEvent } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { perform, type AnyOperation, type Operation } from '#kernel/operation/index.ts';
import { readInitiative } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Static, TSchema } from 'typebox';

type Event = Pick<RequestEvent, 'locals' | 'url'> & { params: { initiative: string } };

/** The initiative that a page is about, by the key in its address. */
export async function initiativeOf(event: Event): Promise<{ id: string; key: string; title: string; unitId: string }> {
  const { initiative } = await run(event, readInitiative, { key: event.params.initiative });
  const { id, key, titleVi, titleEn, unit } = initiative;
  return { id, key, title: event.locals.ctx.locale === 'vi' ? titleVi : titleEn, unitId: unit.unitId };
}

/** What an operation answers, or null where there is nothing yet or the asker may not see it. */
export async function orNull<I extends TSchema, O extends TSchema>({ locals }: Pick<RequestEvent, 'locals'>, op: Operation<I, O>, input: Static<I>): Promise<Static<O> | null> {
  try {
    return await perform(op, locals.ctx, input);
  } catch (problem) {
    if (problem instanceof Problem && (problem.kind === 'missing' || problem.kind === 'forbidden')) return null;
    throw problem;
  }
}

/** The version of an assessment or plan that the address asks for, as input of the operation that reads it; none for the latest. */
export function versionIn(url: URL): { version?: number } {
  const asked = url.searchParams.get('version') ?? '';
  return /^[1-9]\d{0,5}$/.test(asked) ? { version: Number(asked) } : {};
}

/** Carries out an act on the initiative of a page and comes back to its plan. */
export async function actOn(event: Event & Pick<RequestEvent, 'request'>, op: AnyOperation, more: object, done: string) {
  const { id, key, title } = await initiativeOf(event);
  const result = await submit(op, event.locals.ctx, await event.request.formData(), { initiative: id, title: title.slice(0, 150), ...more });
  if (!result.ok) return result.failure;
  redirect(303, `/transition/plan/${key}?done=${done}`);
}
