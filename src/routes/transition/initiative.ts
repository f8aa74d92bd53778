import type { RequestEvent } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { perform, type Operation } from '#kernel/operation/index.ts';
import { readInitiative } from '#modules/programme/index.ts';
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
