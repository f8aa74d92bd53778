import type { Item } from '#content/skills/item.ts';
import type { InputError } from '#base/problem/index.ts';
import { keyIds, keyMap, keyNumber } from './marking.ts';
import { passageOf } from './public.ts';

type Words = Item['text']['vi'];

/** Bounds of the authors' estimate of difficulty by band, in logits. */
export const BANDS: Record<number, { from: number; to: number }> = { 1: { from: -3, to: -0.6 }, 2: { from: -0.6, to: 0.6 }, 3: { from: 0.6, to: 3 } };

/** What is wrong with an item beyond its form: keys that lead nowhere, parts that its kind needs, languages that do not agree. Empty: nothing. */
export function faultsOf(item: Item): InputError[] {
  const band = BANDS[item.band];
  return [
    ...(item.id.startsWith(`${item.competence}-`) ? [] : [wrong('/id', 'id-competence')]),
    ...(item.family.startsWith(`${item.competence}-`) ? [] : [wrong('/family', 'family-competence')]),
    ...(band !== undefined && (item.difficulty < band.from || item.difficulty > band.to) ? [wrong('/difficulty', 'difficulty-band', band)] : []),
    ...wordFaults(item, item.text.vi, 'vi'),
    ...(item.text.en === undefined ? [] : [...wordFaults(item, item.text.en, 'en'), ...languageFaults(item.text.vi, item.text.en)]),
  ];
}

function wordFaults(item: Item, words: Words, language: string): InputError[] {
  const at = `/text/${language}`;
  const key = keyIds(item);
  switch (item.kind) {
    case 'single':
    case 'multiple':
      return [
        ...tooFew(words.options, item.kind === 'single' ? 3 : 4, `${at}/options`),
        ...missing(key, ids(words.options)),
        ...countFaults(item, key.length, ids(words.options).length),
      ];
    case 'order':
      return [...tooFew(words.options, 3, `${at}/options`), ...(sameIds(key, ids(words.options)) ? [] : [wrong('/key', 'key-order')])];
    case 'match':
      return matchFaults(item, words, at);
    case 'short':
      return shortFaults(item, words, at);
    case 'hot-text':
      return passageFaults(key, words, at);
    default:
      return sceneFaults(item, words, at);
  }
}

function countFaults({ kind }: Item, right: number, options: number): InputError[] {
  if (kind === 'single') return right === 1 ? [] : [wrong('/key', 'key-one')];
  return right >= 2 && right < options ? [] : [wrong('/key', 'key-several')];
}

function matchFaults(item: Item, words: Words, at: string): InputError[] {
  const key = keyMap(item);
  const right = Object.values(key).flat();
  return [
    ...tooFew(words.left, 2, `${at}/left`),
    ...tooFew(words.right, 2, `${at}/right`),
    ...(sameIds(Object.keys(key), ids(words.left)) ? [] : [wrong('/key', 'key-match')]),
    ...missing(right, ids(words.right)),
  ];
}

function shortFaults(item: Item, words: Words, at: string): InputError[] {
  if (keyNumber(item) !== undefined) return [];
  if (!('text' in item.key) || item.key.text !== true) return [wrong('/key', 'key-short')];
  return (words.accept ?? []).length > 0 ? [] : [wrong(`${at}/accept`, 'no-accept')];
}

function passageFaults(key: string[], words: Words, at: string): InputError[] {
  const parts = passageOf(words.passage ?? '').flatMap(({ id }) => id ?? []);
  if (parts.length < 2 || new Set(parts).size < parts.length) return [wrong(`${at}/passage`, 'passage-parts')];
  return [...missing(key, parts), ...(key.length > 0 && key.length < parts.length ? [] : [wrong('/key', 'key-several')])];
}

function sceneFaults(item: Item, words: Words, at: string): InputError[] {
  const { scene } = words;
  if (scene === undefined || item.tool === undefined) return [wrong(`${at}/scene`, 'no-scene')];
  const key = keyMap(item);
  const controls = ids(scene.controls);
  const lines = scene.lines.map(({ id }) => id);
  const astray = Object.entries(key).filter(([control, values]) => scene.choices[control] !== undefined && !values.every((value) => value in (scene.choices[control] ?? {})));
  const loose = controls.filter((control) => !control.startsWith('answer-') && !lines.some((line) => control.startsWith(`${line}-`)));
  return [
    ...(sameIds(Object.keys(key), controls) ? [] : [wrong('/key', 'key-controls')]),
    ...astray.map(([control]) => wrong('/key', 'key-nowhere', { id: control })),
    ...loose.map((control) => wrong(`${at}/scene`, 'control-loose', { id: control })),
    ...ids(scene.choices)
      .filter((control) => !controls.includes(control))
      .map((control) => wrong(`${at}/scene`, 'choices-loose', { id: control })),
    ...(new Set(lines).size === lines.length ? [] : [wrong(`${at}/scene`, 'lines-twice')]),
  ];
}

/** The same key must hold in both languages: their parts have the same ids. */
function languageFaults(vi: Words, en: Words): InputError[] {
  const parts = (words: Words) => [
    words.options,
    words.left,
    words.right,
    words.scene?.controls,
    Object.fromEntries(passageOf(words.passage ?? '').flatMap(({ id, text }) => (id === null ? [] : [[id, text]]))),
    ...Object.entries(words.scene?.choices ?? {})
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, choices]) => choices),
  ];
  const [inVi, inEn] = [parts(vi), parts(en)];
  const differ = inVi.length !== inEn.length || inVi.some((part, at) => !sameIds(ids(part), ids(inEn[at])));
  return differ ? [wrong('/text/en', 'languages-differ')] : [];
}

function tooFew(texts: Record<string, string> | undefined, least: number, at: string): InputError[] {
  return ids(texts).length >= least ? [] : [wrong(at, 'too-few', { n: least })];
}

function missing(key: string[], known: string[]): InputError[] {
  if (key.length === 0) return [wrong('/key', 'key-empty')];
  return key.filter((id) => !known.includes(id)).map((id) => wrong('/key', 'key-nowhere', { id }));
}

function ids(texts: Record<string, unknown> | undefined): string[] {
  return Object.keys(texts ?? {});
}

function sameIds(a: string[], b: string[]): boolean {
  return a.length === b.length && new Set(a).size === a.length && a.every((id) => b.includes(id));
}

function wrong(at: string, code: string, values: Record<string, string | number> = {}): InputError {
  return { at, code: `skills-bank.fault-${code}`, values };
}
