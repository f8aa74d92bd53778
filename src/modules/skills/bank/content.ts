import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { Item, ItemFile } from '#content/skills/item.ts';

/** The items shipped under `<root>/content/skills/bank`, and a digest of the files. Reading them is left to the caller: most starts need the digest only. */
export function shippedItems(root: string): { digest: string; read: () => Item[] } {
  const folder = join(root, 'content', 'skills', 'bank');
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  return { digest: digestOf(texts.join('\n')), read: () => texts.flatMap((text) => Value.Parse(ItemFile, JSON.parse(text)).items) };
}

/** An item as text, with a digest by which two wordings are told apart. */
export function bodyOf(item: Item): { body: string; digest: string } {
  const body = JSON.stringify(item);
  return { body, digest: digestOf(body) };
}

/** The item in a stored body; throws a defect when it has another form. */
export function itemFrom(body: string): Item {
  return Value.Parse(Item, JSON.parse(body));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
