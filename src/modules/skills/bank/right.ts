import type { Item } from '#content/skills/item.ts';
import type { Answer } from './model.ts';
import { keyIds, keyMap, keyNumber } from './marking.ts';
import { ANSWER } from './public.ts';

/** What whoever knows would answer: a right answer to an item. For imaginary people and tests. */
export function rightAnswer(item: Pick<Item, 'kind' | 'key' | 'text'>): Answer {
  const ids = keyIds(item);
  if (item.kind === 'order') return Object.fromEntries(ids.map((id, at) => [id, [String(at + 1)]]));
  if (item.kind === 'match' || item.kind === 'task') return Object.fromEntries(Object.entries(keyMap(item)).map(([control, accepted]) => [control, accepted.slice(0, 1)]));
  if (item.kind !== 'short') return { [ANSWER]: ids };
  const key = keyNumber(item);
  return { [ANSWER]: [key === undefined ? (item.text.vi.accept?.[0] ?? '') : String(key.number).replace('.', ',')] };
}
