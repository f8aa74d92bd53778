import type { Item } from '#content/skills/item.ts';
import type { Locale } from '#base/text/index.ts';
import type { Choice, Control, PublicItem, PublicScene, SceneControl } from './model.ts';

type Words = Item['text']['vi'];
type Scene = NonNullable<Words['scene']>;

/** The one control of kinds that have only one. */
export const ANSWER = 'answer';

/** The words of an item in a language; Vietnamese where it has no others. */
export function wordsOf(item: Pick<Item, 'text'>, locale: Locale): { locale: Locale; words: Words } {
  return locale === 'en' && item.text.en !== undefined ? { locale, words: item.text.en } : { locale: 'vi', words: item.text.vi };
}

/** An item as it may be shown before the answer is given. Built field by field, so that nothing that is not named here can leave. */
export function publicItem(item: Item, wanted: Locale): PublicItem {
  const { locale, words } = wordsOf(item, wanted);
  return {
    id: item.id,
    kind: item.kind,
    tool: item.kind === 'task' ? (item.tool ?? null) : null,
    locale,
    prompt: words.prompt,
    situation: paragraphs(words.situation),
    options: choicesOf(words.options),
    left: choicesOf(words.left),
    right: choicesOf(words.right),
    passage: passageOf(words.passage ?? ''),
    scene: item.kind === 'task' && words.scene !== undefined ? sceneOf(words.scene) : null,
  };
}

/** The controls of an item's form, in their order. */
export function controlsOf(item: PublicItem): Control[] {
  const ids = (choices: Choice[]) => choices.map(({ id }) => id);
  if (item.kind === 'single') return [{ id: ANSWER, kind: 'one', values: ids(item.options) }];
  if (item.kind === 'multiple') return [{ id: ANSWER, kind: 'many', values: ids(item.options) }];
  if (item.kind === 'order') return item.options.map(({ id }) => ({ id, kind: 'position', values: item.options.map((_, at) => String(at + 1)) }));
  if (item.kind === 'match') return item.left.map(({ id }) => ({ id, kind: 'one', values: ids(item.right) }));
  if (item.kind === 'short') return [{ id: ANSWER, kind: 'text', values: [] }];
  if (item.kind === 'hot-text') return [{ id: ANSWER, kind: 'many', values: item.passage.flatMap(({ id }) => id ?? []) }];
  const controls = [...(item.scene?.lines ?? []).flatMap((line) => line.controls), ...(item.scene?.controls ?? [])];
  return controls.map(({ id, choices }) => ({ id, kind: choices.length > 0 ? 'one' : 'text', values: ids(choices) }));
}

/** The pieces of a hot-text passage: `[[id|words]]` can be chosen, the rest is text between. */
export function passageOf(passage: string): PublicItem['passage'] {
  const pieces: PublicItem['passage'] = [];
  let end = 0;
  for (const match of passage.matchAll(/\[\[([a-z0-9-]+)\|([^\]]+)\]\]/g)) {
    if (match.index > end) pieces.push({ id: null, text: passage.slice(end, match.index) });
    pieces.push({ id: match[1] ?? '', text: match[2] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < passage.length) pieces.push({ id: null, text: passage.slice(end) });
  return pieces;
}

/** The paragraphs of a text; they are parted by empty lines. */
export function paragraphs(text: string | undefined): string[] {
  return (text ?? '')
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The line of a scene that a control belongs to: the longest id that it begins with; undefined for those of the whole window. */
export function lineOf(control: string, lines: readonly { id: string }[]): string | undefined {
  return lines
    .map(({ id }) => id)
    .filter((id) => control.startsWith(`${id}-`))
    .toSorted((a, b) => b.length - a.length)[0];
}

function choicesOf(texts: Record<string, string> | undefined): Choice[] {
  return Object.entries(texts ?? {}).map(([id, label]) => ({ id, label }));
}

function sceneOf(scene: Scene): PublicScene {
  const controls = Object.entries(scene.controls).map(([id, label]): SceneControl & { line: string | undefined } => ({
    id,
    label,
    choices: choicesOf(scene.choices[id]),
    line: lineOf(id, scene.lines),
  }));
  const belongingTo = (line: string | undefined) => controls.filter((one) => one.line === line).map(({ id, label, choices }) => ({ id, label, choices }));
  return {
    title: scene.title,
    columns: scene.columns ?? [],
    lines: scene.lines.map((line) => ({
      id: line.id,
      title: line.title,
      detail: line.detail ?? '',
      body: paragraphs(line.body),
      cells: line.cells ?? [],
      controls: belongingTo(line.id),
    })),
    controls: belongingTo(undefined),
  };
}
