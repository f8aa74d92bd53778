import { PLAIN_WORDS, type MessageBody, type MessageItem, type MessageText } from '#content/campaigns/message.ts';
import type { InputError } from '#base/problem/index.ts';
import { readingOf, type Locale, type Reading } from '#base/text/index.ts';
import { faultsOf, fieldsOf, type ItemFields, type ShippedItem } from '#modules/skills/index.ts';
import { DEFAULT_PLAN, familiesNeeded } from '../understanding/sequential.ts';

/** What skills' marking and player want to know besides: it says nothing of messages. */
const FRAME = { competence: '1.1', outcome_vi: 'Nắm được nội dung thông điệp', outcome_en: 'Knows what the message says', band: 1, difficulty: -1, for: 'official' } as const;
const PREFIX = '1.1-';

/** An item of a message in the form of the skills bank, for marking, showing and checking. */
export function toItem({ id, family, ...item }: MessageItem): ShippedItem {
  return { ...FRAME, id: PREFIX + id, family: PREFIX + family, ...item };
}

/** An item of a message in the fields of the authors' form. */
export function itemFields(item: MessageItem): ItemFields {
  return fieldsOf({ ...FRAME, ...item });
}

/** The words of a message in a language; Vietnamese where it has no others. */
export function textOf(body: MessageBody, locale: Locale): { locale: Locale; text: MessageText } {
  return locale === 'en' && body.text.en !== undefined ? { locale, text: body.text.en } : { locale: 'vi', text: body.text.vi };
}

/** Words between spaces: in Vietnamese these are syllables, as everybody counts them. */
export function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** How long and how hard the plain version is. */
export function measureOf(body: MessageBody): { words: number; reading: Reading; minutes: number } {
  const words = wordCount(body.text.vi.plain);
  // Slow readers take about 120 words a minute.
  return { words, reading: readingOf(body.text.vi.plain), minutes: Math.max(1, Math.ceil(words / 120)) };
}

/** What keeps a message from being approved: too long, points that no item asks, languages that say different things. */
export function bodyFaults(body: MessageBody, families: readonly string[]): InputError[] {
  const { vi } = body.text;
  const words = Math.max(wordCount(vi.plain), wordCount(body.text.en?.plain ?? ''));
  const named = familiesOf(body);
  const english = body.text.en?.points.map(({ family }) => family);
  return [
    ...(words > PLAIN_WORDS ? [fault('/plain', 'too-long', { n: words, most: PLAIN_WORDS })] : []),
    ...vi.points.filter(({ family }) => !families.includes(family)).map(({ text }) => fault('/points', 'point-without-item', { point: text })),
    ...named.filter((family, at) => named.indexOf(family) < at).map((family) => fault('/points', 'point-twice', { family })),
    ...(english !== undefined && english.toSorted().join() !== named.toSorted().join() ? [fault('/points', 'languages-differ')] : []),
  ];
}

/** The families that a message names, in the order of its points. */
export function familiesOf(body: MessageBody): string[] {
  return body.text.vi.points.map(({ family }) => family);
}

/** What a version changes in matter: what its author says, and every point that the version before did not have. */
export function changedIn(body: MessageBody, before: MessageBody | undefined, said: readonly string[]): string[] {
  const known = before === undefined ? familiesOf(body) : familiesOf(before);
  return familiesOf(body).filter((family) => said.includes(family) || !known.includes(family));
}

/** What is wrong with an item: as in the skills bank, and easier to guess than tests allow for. */
export function itemFaults(item: MessageItem): InputError[] {
  const chance = guessOf(item);
  return [
    ...faultsOf(toItem(item)).map((error) => ({ ...error, at: error.at.replace(/^\/text/, '/text') })),
    ...(chance > DEFAULT_PLAN.guess + 0.04 ? [fault('/options', 'too-easy', { n: Math.round(chance * 100) })] : []),
  ];
}

/** The chance (0 to 1) of a right answer by choosing blindly. */
export function guessOf(item: Pick<MessageItem, 'kind' | 'text' | 'key'>): number {
  const options = Object.keys(item.text.vi.options ?? {}).length;
  if (item.kind === 'single') return 1 / Math.max(1, options);
  if (item.kind === 'multiple') return 1 / Math.max(1, 2 ** options - 1);
  // Pairs, orders, texts and tasks are hardly ever right by chance.
  return 0.1;
}

/** How many families a message must have so that the usual test keeps its error rates. */
export const FAMILIES_NEEDED = familiesNeeded(DEFAULT_PLAN) ?? DEFAULT_PLAN.most;

function fault(at: string, code: string, values: Record<string, string | number> = {}): InputError {
  return { at, code: `campaigns-message.fault-${code}`, values };
}
