import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { isId } from '#base/id/index.ts';
import { audienceUnits } from '#kernel/audience/index.ts';
import { findUnits } from '#modules/directory/index.ts';
import { typedIn, type Refusal } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import { MOST_UNITS } from './draft.ts';
import type { Option } from '#ui/types.ts';

/** Single units for the form: those chosen so far, and those that fit what was looked for under `within` (at most 20; `more`: there are others). */
export type UnitChoice = { chosen: Option[]; found: Option[] | undefined; more: boolean };

/** What the form shows of single units. Ids that name no unit are left out. */
export async function unitChoice(event: RequestEvent, { units, find }: { units: string[]; find: string }, within: string | undefined): Promise<UnitChoice> {
  const { db, today, locale } = event.locals.ctx;
  const names = units.length === 0 ? new Map<string, { vi: string; en: string }>() : await audienceUnits(db, { include: [{ units }], exclude: [] });
  const chosen = units.flatMap((value) => {
    const name = names.get(value)?.[locale];
    return name === undefined ? [] : [{ value, label: name }];
  });
  if (find === '' || within === undefined) return { chosen, found: undefined, more: false };
  const answer = await read(event, findUnits, { query: find, day: today, under: within, limit: 20 });
  const others = answer.units.filter(({ id }) => !units.includes(id));
  const above = (unit: (typeof others)[number]) => (unit.parentId === within ? undefined : ((locale === 'vi' ? unit.parentVi : unit.parentEn) ?? undefined));
  const found = others.map((unit) => ({ value: unit.id, label: locale === 'vi' ? unit.nameVi : unit.nameEn, hint: above(unit) }));
  // What was found may all be chosen already, which the form shows.
  return { chosen, found: found.length === 0 && answer.units.length > 0 ? undefined : found, more: answer.more };
}

/** The single units that a form has chosen, each once, at most 60. */
export function unitsIn(form: FormData): string[] {
  const given = form.getAll('units').filter((value) => typeof value === 'string');
  return [...new Set(given)].filter(isId).slice(0, MOST_UNITS);
}

/** What a form that is sent shows again when it only looked for units (its button `look`): what was typed, and what was found under `within`. */
export async function looked(event: RequestEvent, form: FormData, within: string | undefined): Promise<Refusal & { again: true; find: string; single: UnitChoice }> {
  const find = String(form.get('find') ?? '')
    .trim()
    .slice(0, 200);
  return { code: '', values: {}, errors: [], ...typedIn(form), again: true, find, single: await unitChoice(event, { units: unitsIn(form), find }, within) };
}

/** Whether a form was sent to look for units, not to act. */
export function looksForUnits(form: FormData): boolean {
  return form.has('look');
}

/** A refusal with the single units that were chosen, so that the form names them again. */
export async function refusedWithUnits(
  event: RequestEvent,
  form: FormData,
  failure: ActionFailure<Refusal>,
): Promise<ActionFailure<Refusal & { find: string; single: UnitChoice }>> {
  return fail(failure.status, { ...failure.data, find: '', single: await unitChoice(event, { units: unitsIn(form), find: '' }, undefined) });
}
