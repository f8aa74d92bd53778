import type { InputError } from '#base/problem/index.ts';
import { elementsOf, findAll, textOf, type XmlElement } from '#base/xml/index.ts';

/** What one file says of an item: its own marks where Khuê wrote it, and the parts of an item that follow from the interaction. */
export type ReadQti = { about: Record<string, string>; identifier: string; title: string; locale: string; kind: string; key: unknown; words: Record<string, unknown> };

const READERS: Record<string, (interaction: XmlElement, context: Context) => Pick<ReadQti, 'kind' | 'key'> & { words: Record<string, unknown> }> = {
  'qti-choice-interaction': readChoice,
  'qti-order-interaction': readOrder,
  'qti-match-interaction': readMatch,
  'qti-text-entry-interaction': readEntry,
  'qti-hottext-interaction': readHotText,
};

type Context = { values: string[]; cardinality: string; type: string; accept: string[]; tolerance: string; text: (element: XmlElement) => string; body: XmlElement };

/** Reads one item of the stated subset; answers the faults instead when it is outside of it. */
export function readQti(root: XmlElement, file: string): { item: ReadQti } | { faults: InputError[] } {
  if (root.name !== 'qti-assessment-item') return { faults: [fault(file, 'qti-no-item', { name: root.name })] };
  const body = elementsOf(root, 'qti-item-body')[0];
  const interactions = body === undefined ? [] : interactionsIn(body);
  const unknown = interactions.filter(({ name }) => READERS[name] === undefined).map(({ name }) => fault(file, 'qti-unsupported', { name }));
  if (unknown.length > 0) return { faults: unknown };
  const [interaction, ...more] = interactions;
  if (body === undefined || interaction === undefined || more.length > 0) return { faults: [fault(file, 'qti-one-interaction', { n: interactions.length })] };
  const about = aboutIn(body);
  // Spaces are kept where Khuê has written the file; others break their lines where they like.
  const text = (element: XmlElement) => (about['id'] === undefined ? textOf(element).replaceAll(/\s+/g, ' ').trim() : textOf(element).trim());
  const context = { ...responseOf(root, interaction), tolerance: about['tolerance'] ?? '0', text, body };
  if (context.values.length === 0) return { faults: [fault(file, 'qti-no-key')] };
  const made = READERS[interaction.name]?.(interaction, context);
  if (made === undefined) return { faults: [fault(file, 'qti-unsupported', { name: interaction.name })] };
  const rationale = findAll(root, 'qti-modal-feedback').map(text).join('\n\n');
  if (rationale === '') return { faults: [fault(file, 'qti-no-rationale')] };
  const situation = elementsOf(body)
    .filter((one) => one.name === 'p' && one.attributes['class'] === 'khue-situation')
    .map(text)
    .join('\n\n');
  const prompt = promptOf(interaction, context);
  const words = { prompt, ...(situation === '' ? {} : { situation }), ...made.words, rationale };
  return {
    item: {
      about,
      identifier: root.attributes['identifier'] ?? file,
      title: root.attributes['title'] ?? '',
      locale: root.attributes['lang'] ?? 'vi',
      kind: made.kind,
      key: made.key,
      words,
    },
  };
}

function interactionsIn(body: XmlElement): XmlElement[] {
  return elementsOf(body).flatMap((child) => (child.name.endsWith('-interaction') ? [child] : interactionsIn(child)));
}

function aboutIn(body: XmlElement): Record<string, string> {
  const block = elementsOf(body, 'qti-rubric-block').find(({ attributes }) => attributes['data-khue-id'] !== undefined);
  return Object.fromEntries(Object.entries(block?.attributes ?? {}).flatMap(([name, value]) => (name.startsWith('data-khue-') ? [[name.slice('data-khue-'.length), value]] : [])));
}

function responseOf(root: XmlElement, interaction: XmlElement): Pick<Context, 'values' | 'cardinality' | 'type' | 'accept'> {
  const wanted = interaction.attributes['response-identifier'];
  const declaration = elementsOf(root, 'qti-response-declaration').find(({ attributes }) => attributes['identifier'] === wanted);
  const values = declaration === undefined ? [] : findAll(declaration, 'qti-value').map((one) => textOf(one).trim());
  const mapped = declaration === undefined ? [] : findAll(declaration, 'qti-map-entry').filter(({ attributes }) => Number(attributes['mapped-value'] ?? 0) > 0);
  return {
    values,
    cardinality: declaration?.attributes['cardinality'] ?? '',
    type: declaration?.attributes['base-type'] ?? '',
    accept: mapped.length > 0 ? mapped.map(({ attributes }) => attributes['map-key'] ?? '') : values,
  };
}

function promptOf(interaction: XmlElement, { body, text }: Context): string {
  const own = elementsOf(interaction, 'qti-prompt')[0] ?? elementsOf(body).find(({ attributes }) => attributes['class'] === 'khue-prompt');
  if (own !== undefined) return text(own);
  return elementsOf(body)
    .filter((one) => one.name !== 'qti-rubric-block' && one !== interaction)
    .map(text)
    .join(' ')
    .trim();
}

function choicesIn(element: XmlElement, name: string, text: Context['text']): Record<string, string> {
  return Object.fromEntries(elementsOf(element, name).map((one) => [idIn(one.attributes['identifier'] ?? ''), text(one)]));
}

function readChoice(interaction: XmlElement, { values, cardinality, text }: Context) {
  const single = cardinality === 'single';
  return { kind: single ? 'single' : 'multiple', key: values.map(idIn), words: { options: choicesIn(interaction, 'qti-simple-choice', text) } };
}

function readOrder(interaction: XmlElement, { values, text }: Context) {
  return { kind: 'order', key: values.map(idIn), words: { options: choicesIn(interaction, 'qti-simple-choice', text) } };
}

function readMatch(interaction: XmlElement, { values, text }: Context) {
  const [left, right] = elementsOf(interaction, 'qti-simple-match-set').map((one) => choicesIn(one, 'qti-simple-associable-choice', text));
  const key: Record<string, string[]> = {};
  for (const value of values) {
    const [from = '', to = ''] = value.split(/\s+/);
    key[idIn(from)] = [...(key[idIn(from)] ?? []), idIn(to)];
  }
  return { kind: 'match', key, words: { left: left ?? {}, right: right ?? {} } };
}

function readEntry(_interaction: XmlElement, { values, type, accept, tolerance }: Context) {
  if (type === 'float' || type === 'integer') return { kind: 'short', key: { number: Number(values[0]), tolerance: Number(tolerance) }, words: {} };
  return { kind: 'short', key: { text: true }, words: { accept } };
}

function readHotText(interaction: XmlElement, { values, text }: Context) {
  const paragraphs = elementsOf(interaction).filter(({ name }) => name !== 'qti-prompt');
  return { kind: 'hot-text', key: values.map(idIn), words: { passage: paragraphs.map((one) => passageIn(one, text).trim()).join('\n\n') } };
}

function passageIn(element: XmlElement, text: Context['text']): string {
  if (element.name === 'qti-hottext') return `[[${idIn(element.attributes['identifier'] ?? '')}|${text(element)}]]`;
  return element.children.map((child) => (typeof child === 'string' ? child : passageIn(child, text))).join('');
}

/** An identifier in the form of our ids: lower case, without the `_` that stands before a digit. */
function idIn(identifier: string): string {
  return identifier
    .replace(/^_(?=\d)/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-');
}

function fault(file: string, code: string, values: Record<string, string | number> = {}): InputError {
  return { at: '/file', code: `skills-bank.${code}`, values: { file, ...values } };
}
