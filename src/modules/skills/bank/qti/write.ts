import type { Item } from '#content/skills/item.ts';
import { writeXml, type XmlElement } from '#base/xml/index.ts';
import { keyIds, keyMap, keyNumber } from '../marking.ts';
import { paragraphs, passageOf } from '../public.ts';

type Words = Item['text']['vi'];
type Child = XmlElement | string;

const NAMESPACE = 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0';
const TEMPLATES = 'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates';

/** The kinds that are exchanged; a simulated tool has no counterpart in QTI 3. */
export const QTI_KINDS = ['single', 'multiple', 'order', 'match', 'short', 'hot-text'] as const;

/** Whether an item can leave as QTI 3. */
export function isExchanged({ kind }: Pick<Item, 'kind'>): boolean {
  return QTI_KINDS.some((one) => one === kind);
}

/** The files of an item: one for each of its languages. */
export function qtiFilesOf(item: Item): { path: string; text: string }[] {
  const file = (words: Words, locale: string) => ({ path: `items/${item.id}.${locale}.xml`, text: writeXml(qtiOf(item, words, locale)) });
  return [file(item.text.vi, 'vi'), ...(item.text.en === undefined ? [] : [file(item.text.en, 'en')])];
}

/** The manifest of a package with these files. */
export function manifestOf(paths: readonly string[]): string {
  return writeXml(
    el('manifest', { xmlns: 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1', identifier: 'khue' }, [
      el('metadata', {}, [el('schema', {}, ['QTI Package']), el('schemaversion', {}, ['3.0.1'])]),
      el('organizations'),
      el(
        'resources',
        {},
        paths.map((path, at) => el('resource', { identifier: `r${at + 1}`, type: 'imsqti_item_xmlv3p0', href: path }, [el('file', { href: path })])),
      ),
    ]),
  );
}

function qtiOf(item: Item, words: Words, locale: string): XmlElement {
  return el(
    'qti-assessment-item',
    { xmlns: NAMESPACE, identifier: `khue-${item.id}.${locale}`, title: item.outcome_vi, adaptive: 'false', 'time-dependent': 'false', 'xml:lang': locale },
    [
      declarationOf(item, words),
      el('qti-outcome-declaration', { identifier: 'SCORE', cardinality: 'single', 'base-type': 'float' }),
      el('qti-outcome-declaration', { identifier: 'FEEDBACK', cardinality: 'single', 'base-type': 'identifier' }),
      el('qti-item-body', {}, [aboutOf(item), ...paragraphs(words.situation).map((text) => el('p', { class: 'khue-situation' }, [text])), ...interactionOf(item, words)]),
      el('qti-response-processing', { template: `${TEMPLATES}/match_correct.xml` }),
      el('qti-modal-feedback', { 'outcome-identifier': 'FEEDBACK', identifier: 'rationale', 'show-hide': 'show' }, [el('qti-content-body', {}, [el('p', {}, [words.rationale])])]),
    ],
  );
}

/** What authors know of an item and QTI has no field for; other programs may pass over it. */
function aboutOf(item: Item): XmlElement {
  const number = keyNumber(item);
  const data = {
    'data-khue-id': item.id,
    'data-khue-family': item.family,
    'data-khue-competence': item.competence,
    'data-khue-band': String(item.band),
    'data-khue-difficulty': String(item.difficulty),
    'data-khue-for': item.for,
    'data-khue-outcome-vi': item.outcome_vi,
    'data-khue-outcome-en': item.outcome_en,
    ...(item.sources === undefined ? {} : { 'data-khue-sources': JSON.stringify(item.sources) }),
    ...(number === undefined ? {} : { 'data-khue-tolerance': String(number.tolerance) }),
  };
  return el('qti-rubric-block', { use: 'information', view: 'author', ...data }, [el('qti-content-body', {}, [el('p', {}, [item.outcome_vi])])]);
}

function declarationOf(item: Item, words: Words): XmlElement {
  const declare = (cardinality: string, type: string, values: string[], mapping: Child[] = []) =>
    el('qti-response-declaration', { identifier: 'RESPONSE', cardinality, 'base-type': type }, [
      el(
        'qti-correct-response',
        {},
        values.map((value) => el('qti-value', {}, [value])),
      ),
      ...mapping,
    ]);
  if (item.kind === 'order') return declare('ordered', 'identifier', keyIds(item).map(idOut));
  if (item.kind === 'match')
    return declare(
      'multiple',
      'directedPair',
      Object.entries(keyMap(item)).flatMap(([left, right]) => right.map((one) => `${idOut(left)} ${idOut(one)}`)),
    );
  if (item.kind !== 'short') return declare(item.kind === 'single' ? 'single' : 'multiple', 'identifier', keyIds(item).map(idOut));
  const number = keyNumber(item);
  if (number !== undefined) return declare('single', 'float', [String(number.number)]);
  const accept = words.accept ?? [];
  const entries = accept.map((text) => el('qti-map-entry', { 'map-key': text, 'mapped-value': '1', 'case-sensitive': 'false' }));
  return declare('single', 'string', accept.slice(0, 1), [el('qti-mapping', { 'default-value': '0' }, entries)]);
}

function interactionOf(item: Item, words: Words): Child[] {
  const response = { 'response-identifier': 'RESPONSE' };
  const prompt = el('qti-prompt', {}, [words.prompt]);
  const choices = (texts: Record<string, string> | undefined, name: string, more: Record<string, string> = {}) =>
    Object.entries(texts ?? {}).map(([id, text]) => el(name, { identifier: idOut(id), ...more }, [text]));
  switch (item.kind) {
    case 'order':
      return [el('qti-order-interaction', { ...response, shuffle: 'false' }, [prompt, ...choices(words.options, 'qti-simple-choice')])];
    case 'match':
      return [
        el('qti-match-interaction', { ...response, shuffle: 'false', 'max-associations': String(Object.keys(words.left ?? {}).length) }, [
          prompt,
          el('qti-simple-match-set', {}, choices(words.left, 'qti-simple-associable-choice', { 'match-max': '1' })),
          el('qti-simple-match-set', {}, choices(words.right, 'qti-simple-associable-choice', { 'match-max': '0' })),
        ]),
      ];
    case 'short':
      return [el('p', { class: 'khue-prompt' }, [words.prompt]), el('p', {}, [el('qti-text-entry-interaction', { ...response, 'expected-length': '40' })])];
    case 'hot-text':
      return [el('qti-hottext-interaction', { ...response, 'max-choices': '0' }, [prompt, ...hotText(words.passage ?? '')])];
    default:
      return [
        el('qti-choice-interaction', { ...response, shuffle: 'false', 'max-choices': item.kind === 'single' ? '1' : '0' }, [
          prompt,
          ...choices(words.options, 'qti-simple-choice'),
        ]),
      ];
  }
}

function hotText(passage: string): XmlElement[] {
  return passage.split('\n\n').map((text) =>
    el(
      'p',
      {},
      passageOf(text).map(({ id, text: words }) => (id === null ? words : el('qti-hottext', { identifier: idOut(id) }, [words]))),
    ),
  );
}

/** QTI's identifiers begin with a letter or `_`. */
function idOut(id: string): string {
  return /^\d/.test(id) ? `_${id}` : id;
}

function el(name: string, attributes: Record<string, string> = {}, children: Child[] = []): XmlElement {
  return { name, attributes, children };
}
