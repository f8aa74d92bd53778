import type { Item } from '#content/skills/item.ts';
import { keyIds, keyMap, keyNumber } from './marking.ts';
import { sceneFromText, sceneToText } from './scene-text.ts';
import { lines, listFromText, listToText, pairsFromText, pairsToText, split } from './text-forms.ts';

type Words = Item['text']['vi'];

/** An item as the fields of the authors' form: plain texts by name; those of a language end in `_vi` or `_en`. */
export type ItemFields = Record<string, string>;

/** The fields of an item; `itemFromFields` makes the same item of them again. */
export function fieldsOf(item: Item): ItemFields {
  const number = keyNumber(item);
  return {
    id: item.id,
    family: item.family,
    competence: item.competence,
    outcome_vi: item.outcome_vi,
    outcome_en: item.outcome_en,
    band: String(item.band),
    difficulty: String(item.difficulty),
    kind: item.kind,
    tool: item.tool ?? '',
    for: item.for,
    key: keyText(item),
    number: number === undefined ? '' : String(number.number),
    tolerance: number === undefined ? '' : String(number.tolerance),
    sources: (item.sources ?? []).join('\n'),
    ...wordFields(item.text.vi, 'vi'),
    ...(item.text.en === undefined ? {} : wordFields(item.text.en, 'en')),
  };
}

/** The item that fields describe, not yet checked: what is missing or wrong in it is for `checkedItem` to say. */
export function itemFromFields(fields: ItemFields): Record<string, unknown> {
  const of = (name: string): string => fields[name]?.replaceAll('\r\n', '\n').trim() ?? '';
  const kind = of('kind');
  return {
    id: of('id'),
    family: of('family'),
    competence: of('competence') || /^[1-5]\.[1-6]/.exec(of('id'))?.[0] || '',
    outcome_vi: of('outcome_vi'),
    outcome_en: of('outcome_en'),
    band: numberOf(of('band')),
    difficulty: numberOf(of('difficulty')),
    kind,
    ...(kind === 'task' ? { tool: of('tool') } : {}),
    for: of('for'),
    key: keyOf(kind, of),
    text: { vi: wordsFrom(kind, of, 'vi'), ...(of('prompt_en') === '' ? {} : { en: wordsFrom(kind, of, 'en') }) },
    ...(of('sources') === '' ? {} : { sources: lines(of('sources')) }),
  };
}

/** The field in which a fault at this place of an item is mended: `/text/vi/options/a` → `options_vi`. */
export function fieldOf(at: string): string {
  const [first = '', language = '', part = ''] = at.split('/').slice(1);
  // The competence follows from the id and has no field of its own.
  if (first !== 'text') return first === '' || first === 'competence' ? 'id' : first;
  return part === '' ? `prompt_${language || 'vi'}` : `${part}_${language}`;
}

type Of = (name: string) => string;

function wordFields(words: Words, language: 'vi' | 'en'): ItemFields {
  const named = {
    prompt: words.prompt,
    situation: words.situation ?? '',
    options: listToText(words.options),
    left: listToText(words.left),
    right: listToText(words.right),
    passage: words.passage ?? '',
    accept: (words.accept ?? []).join('\n'),
    title: words.scene?.title ?? '',
    columns: words.scene?.columns?.map((one) => one.replaceAll('|', '\\|')).join(' | ') ?? '',
    scene: words.scene === undefined ? '' : sceneToText(words.scene),
    rationale: words.rationale,
  };
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`${name}_${language}`, value]));
}

function wordsFrom(kind: string, of: Of, language: 'vi' | 'en'): Record<string, unknown> {
  const field = (name: string): string => of(`${name}_${language}`);
  const situation = field('situation');
  return {
    prompt: field('prompt'),
    ...(situation === '' ? {} : { situation }),
    ...partsFrom(kind, field),
    rationale: field('rationale'),
  };
}

function partsFrom(kind: string, field: Of): Record<string, unknown> {
  if (kind === 'match') return { left: listFromText(field('left')), right: listFromText(field('right')) };
  if (kind === 'short') return field('accept') === '' ? {} : { accept: lines(field('accept')) };
  if (kind === 'hot-text') return { passage: field('passage') };
  if (kind !== 'task') return { options: listFromText(field('options')) };
  const columns = field('columns');
  return { scene: { title: field('title'), ...(columns === '' ? {} : { columns: split(columns) }), ...sceneFromText(field('scene')) } };
}

function keyText(item: Item): string {
  if (item.kind === 'match' || item.kind === 'task') return pairsToText(keyMap(item));
  return keyIds(item).join(', ');
}

function keyOf(kind: string, of: Of): unknown {
  if (kind === 'match' || kind === 'task') return pairsFromText(of('key'));
  if (kind === 'short') return of('number') === '' ? { text: true } : { number: numberOf(of('number')), tolerance: numberOf(of('tolerance') || '0') };
  return of('key')
    .split(/[\s,;]+/)
    .filter((id) => id !== '');
}

/** A number as it is typed, with either decimal mark; the text itself when it is none, for the check to refuse. */
function numberOf(text: string): number | string {
  const value = Number(text.replace(',', '.').replace('−', '-'));
  return text === '' || Number.isNaN(value) ? text : value;
}
