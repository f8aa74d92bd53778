import type { Answer, PublicItem } from './model.ts';
import { controlsOf } from './public.ts';

/** What the names of an item's fields in a form begin with, so that they meet no other field. */
export const FIELD = 'a.';

/** Longest text that is kept of a typed answer, in characters. */
const LONGEST = 500;

/** The answer in the fields of a form: known controls only, with choices that exist; empty ones are left out. */
export function parseAnswer(form: Pick<FormData, 'getAll'>, item: PublicItem): Answer {
  const answer: Answer = {};
  for (const { id, kind, values } of controlsOf(item)) {
    const sent = form.getAll(`${FIELD}${id}`).filter((value): value is string => typeof value === 'string');
    const kept =
      kind === 'text'
        ? sent
            .slice(0, 1)
            .map((text) => text.trim().slice(0, LONGEST))
            .filter((text) => text !== '')
        : values.filter((value) => sent.includes(value));
    const wanted = kind === 'many' ? kept : kept.slice(0, 1);
    if (wanted.length > 0) answer[id] = wanted;
  }
  return answer;
}

/** What is still open in an answer: controls without a value, and for an order positions that are given twice. */
export function openControls(item: PublicItem, answer: Answer): { control: string; why: 'empty' | 'twice' }[] {
  const controls = controlsOf(item);
  const empty = controls.filter(({ id }) => (answer[id] ?? []).length === 0).map(({ id }) => ({ control: id, why: 'empty' as const }));
  if (item.kind !== 'order') return empty;
  const taken = controls.map(({ id }) => answer[id]?.[0]);
  const twice = controls.filter(({ id }) => taken.filter((position) => position !== undefined && position === answer[id]?.[0]).length > 1);
  return [...empty, ...twice.map(({ id }) => ({ control: id, why: 'twice' as const }))];
}
