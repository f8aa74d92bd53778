import { getContext, setContext } from 'svelte';

/** How the fields of an item are called: names `a.answer`, ids `a-answer`, with a prefix of its own in place of `a` where several items stand in one form. */
export type Fields = { name: (control: string) => string; id: (control: string) => string };

const KEY = Symbol('fields');

/** Gives the controls of the item drawn below their prefix. */
export function provideFields(prefix: () => string): void {
  setContext<() => string>(KEY, prefix);
}

/** The names and ids of the controls of the item that is being drawn. */
export function useFields(): Fields {
  const prefix = getContext<(() => string) | undefined>(KEY) ?? (() => 'a');
  return { name: (control) => `${prefix()}.${control}`, id: (control) => `${prefix()}-${control}` };
}
