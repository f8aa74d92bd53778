/** The staff codes typed into a field, between spaces, commas or line breaks. */
export function codesIn(form: FormData, name: string): string[] {
  return String(form.get(name) ?? '')
    .split(/[\s,;]+/)
    .filter(Boolean);
}
