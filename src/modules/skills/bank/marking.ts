import type { Item } from '#content/skills/item.ts';
import type { Answer } from './model.ts';
import { ANSWER } from './public.ts';
import { fits, numbersIn, sameText } from './typed.ts';

/** Whether an answer to an item is right. Nothing is half right; an answer that lacks a control is wrong. */
export function mark(item: Item, answer: Answer): boolean {
  const given = answer[ANSWER] ?? [];
  switch (item.kind) {
    case 'single':
      return given.length === 1 && given[0] === keyIds(item)[0];
    case 'multiple':
    case 'hot-text':
      return sameSet(given, keyIds(item));
    case 'order':
      return inOrder(keyIds(item), answer);
    case 'match':
      return Object.entries(keyMap(item)).every(([left, right]) => answer[left]?.length === 1 && right.includes(answer[left][0] ?? ''));
    case 'short':
      return rightShort(item, given[0] ?? '');
    default:
      return rightTask(item, answer);
  }
}

/** The right ids of single, multiple, order and hot-text; empty for other kinds. */
export function keyIds({ key }: Pick<Item, 'key'>): string[] {
  return Array.isArray(key) ? key : [];
}

/** The accepted values by control of match and task; empty for other kinds. */
export function keyMap({ key }: Pick<Item, 'key'>): Record<string, string[]> {
  const entries = Array.isArray(key) ? [] : Object.entries(key);
  return Object.fromEntries(entries.flatMap(([id, values]) => (Array.isArray(values) ? [[id, values]] : [])));
}

/** The number that a short answer must be, with what it may differ; undefined when the key is a text. */
export function keyNumber({ key }: Pick<Item, 'key'>): { number: number; tolerance: number } | undefined {
  if (!('number' in key) || typeof key.number !== 'number') return undefined;
  return { number: key.number, tolerance: 'tolerance' in key && typeof key.tolerance === 'number' ? key.tolerance : 0 };
}

function rightShort(item: Item, typed: string): boolean {
  if (typed.trim() === '') return false;
  const number = keyNumber(item);
  // A hair's breadth more, for 0.1 + 0.2.
  if (number !== undefined) return numbersIn(typed).some((value) => Math.abs(value - number.number) <= number.tolerance + 1e-9);
  return [...(item.text.vi.accept ?? []), ...(item.text.en?.accept ?? [])].some((accepted) => sameText(typed, accepted));
}

function rightTask(item: Item, answer: Answer): boolean {
  const key = Object.entries(keyMap(item));
  return key.length > 0 && key.every(([control, accepted]) => rightControl(item, control, accepted, answer[control] ?? []));
}

function rightControl(item: Item, control: string, accepted: string[], given: string[]): boolean {
  const [value = '', ...more] = given;
  if (value === '' || more.length > 0) return false;
  const chosen = item.text.vi.scene?.choices[control] !== undefined;
  return accepted.some((one) => (chosen ? one === value : fits(value, one)));
}

/** The positions are 1 to n, each once, in the order of the key. */
function inOrder(key: string[], answer: Answer): boolean {
  return key.every((id, at) => answer[id]?.length === 1 && answer[id][0] === String(at + 1));
}

function sameSet(a: string[], b: string[]): boolean {
  return a.length === b.length && new Set(a).size === a.length && a.every((one) => b.includes(one));
}
