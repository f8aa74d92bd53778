import { filesOf } from '#web/scores.ts';

/** The staff codes typed into a field, between spaces, commas or line breaks; each once. */
export function codesIn(form: FormData, name: string): string[] {
  const given = form.getAll(name).flatMap((value) => (typeof value === 'string' ? value.split(/[\s,;]+/) : []));
  return [...new Set(given.filter(Boolean))];
}

/** The staff codes of people ticked in a `PeopleChoice`, and those typed beside it. */
export function peopleIn(form: FormData, name: string): string[] {
  return [...new Set([...codesIn(form, `${name}-picked`), ...codesIn(form, name)])];
}

/** The file of a form as an input, nothing when none was chosen. */
export async function fileIn(form: FormData): Promise<{ file?: { name: string; content: string } }> {
  const [file] = await filesOf(form, 'file');
  return file === undefined ? {} : { file };
}
