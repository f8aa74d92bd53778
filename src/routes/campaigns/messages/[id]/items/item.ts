import { fieldOf, itemFromFields } from '#modules/skills/index.ts';

const PREFIX = '1.1-';

/** The item of a message in the fields of the form, not yet checked: as in the skills bank, without what belongs to its framework. */
export function itemFrom(form: FormData): Record<string, unknown> {
  const fields = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  const { key, kind, text } = itemFromFields({ ...fields, id: `${PREFIX}x` });
  return { id: fields['id']?.trim() ?? '', family: fields['family']?.trim() ?? '', kind, key, text };
}

/** The field in which a fault at this place of the input is mended. */
export function fieldAt(at: string): string {
  return at.startsWith('/item') ? `/${fieldOf(at.slice('/item'.length))}` : at;
}
