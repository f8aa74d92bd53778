import { filesOf } from '#web/scores.ts';

/** The staff codes typed into a field, between spaces, commas or line breaks. */
export function codesIn(form: FormData, name: string): string[] {
  return String(form.get(name) ?? '')
    .split(/[\s,;]+/)
    .filter(Boolean);
}

/** The file of a form as an input, nothing when none was chosen. */
export async function fileIn(form: FormData): Promise<{ file?: { name: string; content: string } }> {
  const [file] = await filesOf(form, 'file');
  return file === undefined ? {} : { file };
}
