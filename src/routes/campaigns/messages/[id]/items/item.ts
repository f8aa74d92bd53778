import { fieldOf, itemFromFields } from '#modules/skills/index.ts';

const PREFIX = '1.1-';

/** The item of a message in the fields of the form, not yet checked: as in the skills bank, without what belongs to its framework. Without a name it gets the next one of its family that `items` leave free. */
export function itemFrom(form: FormData, items: readonly { itemId: string }[]): Record<string, unknown> {
  const fields = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  const { key, kind, text } = itemFromFields({ ...fields, id: `${PREFIX}x` });
  const family = fields['family']?.trim() ?? '';
  return { id: fields['id']?.trim() || nextOf(family, items), family, kind, key, text };
}

function nextOf(family: string, items: readonly { itemId: string }[]): string {
  // Without a family the item is refused for that alone, not for its name too.
  const stem = family === '' ? 'moi' : family;
  const known = new Set(items.map(({ itemId }) => itemId));
  let n = 1;
  while (known.has(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}

/** The field in which a fault at this place of the input is mended. */
export function fieldAt(at: string): string {
  return at.startsWith('/item') ? `/${fieldOf(at.slice('/item'.length))}` : at;
}
