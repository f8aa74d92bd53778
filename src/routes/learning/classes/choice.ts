import { fail, type ActionFailure } from '@sveltejs/kit';
import type { Option } from '#ui/types.ts';
import { typedIn, type Refusal } from '#web/form.ts';
import { codesIn } from './codes.ts';

type Candidate = { staffCode: string; name: string; unitName: string };
/** Asks for people by words of their name and for those chosen so far. */
export type Finder = (asked: { find: string; codes: string[] }) => Promise<{ found: Candidate[]; more: boolean; chosen: Candidate[] }>;

/** People in a form, of the field `name`: those chosen so far, and those that fit what was looked for (at most 20; `more`: there are others). */
export type PeopleChoice = { name: string; find: string; chosen: Option[]; found: Option[] | undefined; more: boolean };

const option = ({ staffCode, name, unitName }: Candidate): Option => ({ value: staffCode, label: `${name} (${staffCode})`, hint: unitName });

/** What a form shows of its people: `find` is what was looked for, empty where nothing was; `codes` are those chosen. */
export async function peopleChoice(finder: Finder, name: string, { find, codes }: { find: string; codes: string[] }): Promise<PeopleChoice> {
  const answer = await finder({ find, codes });
  const others = answer.found.filter(({ staffCode }) => !codes.includes(staffCode));
  // What was found may all be chosen already, which the form shows.
  const found = find === '' || (others.length === 0 && answer.found.length > 0) ? undefined : others.map(option);
  return { name, find, chosen: answer.chosen.map(option), found, more: answer.more };
}

/** Whether a form was sent to look for people of the field `name`, not to act. */
export function looksFor(form: FormData, name: string): boolean {
  return form.get('look') === name;
}

/** What a form that only looked for people shows again: all that was typed, those chosen, and those found. */
export async function lookedFor(finder: Finder, form: FormData, name: string): Promise<Refusal & { again: true; people: PeopleChoice }> {
  const find = String(form.get(`${name}-find`) ?? '')
    .trim()
    .slice(0, 200);
  return { code: '', values: {}, errors: [], ...typedIn(form), again: true, people: await peopleChoice(finder, name, { find, codes: pickedIn(form, name) }) };
}

/** A refusal with the people that were chosen, so that the form names them again. */
export async function refusedWithPeople(finder: Finder, form: FormData, name: string, failure: ActionFailure<Refusal>): Promise<ActionFailure<Refusal & { people: PeopleChoice }>> {
  return fail(failure.status, { ...failure.data, people: await peopleChoice(finder, name, { find: '', codes: pickedIn(form, name) }) });
}

function pickedIn(form: FormData, name: string): string[] {
  return codesIn(form, `${name}-picked`).slice(0, 500);
}
