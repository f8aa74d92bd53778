import type { Block } from '#content/learning/course.ts';
import { BLOCK_FIELDS, type DraftBlock, type Fields } from './model.ts';

/** What is wrong with a field of a block: the key of its sentence. */
export type FieldFault = { field: string; code: string; values?: Record<string, string | number> };

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;
type Reading = { get: (name: string) => string; list: (name: string) => string[] };

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The lines of a text that say something, without the dash or number that begins a list. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/^(?:[-•]|\d+[.)])\s+/, ''))
    .filter((line) => line !== '');
}

/** What is still wrong with a block of a draft by itself: fields left empty, and what does not fit together. Files and items are looked up elsewhere. */
export function blockFaults({ kind, fields }: DraftBlock): FieldFault[] {
  const get = (name: string): string => fields[name]?.trim() ?? '';
  const empty = BLOCK_FIELDS[kind].filter(({ name, optional }) => optional !== true && get(name) === '').map(({ name }): FieldFault => ({ field: name, code: EMPTY }));
  return [...empty, ...(CHECKS[kind]?.({ get, list: (name) => linesOf(get(name)) }) ?? [])];
}

const EMPTY = 'learning-authoring.fault-empty';
const fault = (field: string, name: string, wrong: boolean, values: Record<string, number> = {}): FieldFault[] =>
  wrong ? [{ field, code: `learning-authoring.fault-${name}`, values }] : [];

const CHECKS: Partial<Record<Block['kind'], (fields: Reading) => FieldFault[]>> = {
  link: ({ get }) => fault('href', 'address', get('href') !== '' && !/^https:\/\/[^\s/]+\.[^\s]+$/.test(get('href'))),
  image: ({ get }) => fault('alt', 'alt-short', get('alt') !== '' && get('alt').length < 10),
  picture: ({ get }) => fault('alt', 'alt-short', get('alt') !== '' && get('alt').length < 30),
  video: ({ get }) => fault('captions', 'captions', get('captions') === '' && get('transcript') === ''),
  checklist: ({ list }) => fault('lines', 'three-lines', list('lines').length < 3),
  'key-points': ({ list }) => fault('lines', 'three-lines', list('lines').length < 3),
  situation: (fields) => {
    const given = numbered(fields, 'choice', 4);
    const without = given.filter((n) => fields.get(`follows${n}`) === '').flatMap((n) => fault(`follows${n}`, 'empty', true));
    return [...fault('choice1', 'two-choices', given.length < 2), ...without, ...fault('best', 'best', fields.get('best') !== '' && !given.includes(Number(fields.get('best'))))];
  },
  exercise: exerciseFaults,
  assignment: (fields) => {
    const given = numbered(fields, 'criterion', 5);
    const open = given.flatMap((n) => ['low', 'mid', 'high'].filter((level) => fields.get(`${level}${n}`) === '').flatMap((level) => fault(`${level}${n}`, 'empty', true)));
    const pass = Number(fields.get('pass'));
    const wrong = !Number.isInteger(pass) || pass < 1 || pass > 2 * Math.max(1, given.length);
    return [...fault('criterion1', 'criterion', given.length === 0), ...open, ...fault('pass', 'pass', fields.get('pass') !== '' && wrong, { most: 2 * given.length })];
  },
};

function exerciseFaults(fields: Reading): FieldFault[] {
  const { get, list } = fields;
  const short = [...fault('prompt', 'prompt-short', get('prompt').length < 10), ...fault('rationale', 'rationale-short', get('rationale').length < 20)];
  if (get('type') === 'short') return [...short, ...fault('accept', 'accept', list('accept').length === 0)];
  const given = numbered(fields, 'option', 6);
  const right = given.filter((n) => get(`right${n}`) === 'on');
  const wrong = get('type') === 'single' ? right.length !== 1 : right.length < 2 || right.length >= given.length;
  return [...short, ...fault('option1', 'three-options', given.length < 3), ...fault('right1', get('type') === 'single' ? 'one-right' : 'more-right', given.length >= 3 && wrong)];
}

function numbered({ get }: Reading, name: string, most: number): number[] {
  return Array.from({ length: most }, (_, at) => at + 1).filter((n) => get(`${name}${n}`) !== '');
}

/** The block that a draft without faults stands for (see `blockFaults`); empty fields that may be empty are left out. */
export function blockOf({ id, kind, fields }: DraftBlock): Block {
  const get = (name: string): string => fields[name]?.trim() ?? '';
  return BUILD[kind](id, { get, list: (name) => linesOf(get(name)) });
}

/** A field that is left out when it is empty. */
function some<N extends string>(name: N, text: string): { [K in N]?: string };
function some(name: string, text: string): Record<string, string> {
  return text === '' ? {} : { [name]: text };
}

const BUILD: { [K in Block['kind']]: (id: string, fields: Reading) => Block } = {
  text: (id, { get }) => ({ kind: 'text', id, text: get('text'), ...some('heading', get('heading')) }),
  picture: (id, { get }) => ({ kind: 'picture', id, file: get('file'), alt_vi: get('alt'), alt_en: get('altEn') || get('alt'), ...some('caption', get('caption')) }),
  image: (id, { get }) => ({ kind: 'image', id, file: get('file'), alt: get('alt'), ...some('caption', get('caption')) }),
  video: (id, { get }) => ({ kind: 'video', id, title: get('title'), file: get('file'), ...some('captions', get('captions')), ...some('transcript', get('transcript')) }),
  file: (id, { get }) => ({ kind: 'file', id, title: get('title'), file: get('file') }),
  link: (id, { get }) => ({ kind: 'link', id, title: get('title'), href: get('href'), ...some('about', get('about')) }),
  question: (id, { get }) => ({ kind: 'question', id, item: get('item'), ...some('intro', get('intro')) }),
  task: (id, { get }) => ({ kind: 'task', id, item: get('item'), intro: get('intro') }),
  discussion: (id, { get }) => ({ kind: 'discussion', id, title: get('title'), question: get('question') }),
  package: (id, { get }) => ({ kind: 'package', id, title: get('title'), code: get('code'), ...some('intro', get('intro')) }),
  checklist: (id, { get, list }) => ({ kind: 'checklist', id, title: get('title'), lines: list('lines') }),
  'key-points': (id, { list }) => ({ kind: 'key-points', id, lines: list('lines') }),
  situation: (id, fields) => {
    const { get } = fields;
    const choices = numbered(fields, 'choice', 4).map((n) => ({ id: letter(n), text: get(`choice${n}`), follows: get(`follows${n}`), best: get('best') === String(n) }));
    return { kind: 'situation', id, title: get('title'), happens: get('happens'), question: get('question'), choices, ends: get('ends') };
  },
  exercise: (id, fields) => {
    const { get, list } = fields;
    const words = { prompt: get('prompt'), rationale: get('rationale'), ...some('situation', get('situation')) };
    if (get('type') === 'short') return { kind: 'exercise', id, item: { kind: 'short', ...shortKey(list('accept'), words) } };
    const given = numbered(fields, 'option', 6);
    const options = Object.fromEntries(given.map((n) => [letter(n), get(`option${n}`)]));
    const key = given.filter((n) => get(`right${n}`) === 'on').map(letter);
    const feedback = Object.fromEntries(given.filter((n) => get(`feedback${n}`) !== '').map((n) => [letter(n), get(`feedback${n}`)]));
    const item = { kind: get('type') === 'multiple' ? ('multiple' as const) : ('single' as const), key, text: { vi: { ...words, options } } };
    return { kind: 'exercise', id, item, ...(Object.keys(feedback).length === 0 ? {} : { feedback }) };
  },
  assignment: (id, fields) => {
    const { get } = fields;
    const criteria = numbered(fields, 'criterion', 5).map((n) => ({ id: `c${n}`, title: get(`criterion${n}`), low: get(`low${n}`), mid: get(`mid${n}`), high: get(`high${n}`) }));
    const accepts = ['text', 'file'].includes(get('handIn')) ? get('handIn') : 'both';
    return {
      kind: 'assignment',
      id,
      title: get('title'),
      brief: get('brief'),
      hand_in: accepts === 'text' ? 'text' : accepts === 'file' ? 'file' : 'both',
      criteria,
      pass: Number(get('pass')),
    };
  },
};

/** One number alone is right in any usual form; anything else is compared as a text. */
function shortKey(accept: string[], words: { prompt: string; rationale: string }) {
  const [only = '', ...more] = accept;
  const number = Number(only.replace(',', '.'));
  return more.length === 0 && Number.isFinite(number)
    ? { key: { number, tolerance: 0 }, text: { vi: words } }
    : { key: { text: true as const }, text: { vi: { ...words, accept } } };
}

const letter = (n: number): string => LETTERS[n - 1] ?? 'z';

/** A block as its author types it: the way back of `blockOf`. */
export function draftBlockOf(block: Block): DraftBlock {
  return { id: block.id, kind: block.kind, fields: fieldsOf(block) };
}

function fieldsOf(block: Block): Fields {
  switch (block.kind) {
    case 'situation':
      return situationFields(block);
    case 'exercise':
      return exerciseFields(block);
    case 'assignment':
      return assignmentFields(block);
    case 'checklist':
      return { title: block.title, lines: block.lines.join('\n') };
    case 'key-points':
      return { lines: block.lines.join('\n') };
    case 'picture':
      return { file: block.file, alt: block.alt_vi, altEn: block.alt_en, ...some('caption', block.caption ?? '') };
    default: {
      const { kind: _kind, id: _id, ...rest } = block;
      return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    }
  }
}

function situationFields({ title, happens, question, ends, choices }: Of<'situation'>): Fields {
  const rows = choices.flatMap(({ text, follows }, at) => [
    [`choice${at + 1}`, text],
    [`follows${at + 1}`, follows],
  ]);
  return { title, happens, question, ends, best: String(choices.findIndex(({ best }) => best) + 1), ...Object.fromEntries(rows) };
}

function exerciseFields({ item: { kind, key, text }, feedback }: Of<'exercise'>): Fields {
  const { prompt, situation, rationale, options, accept } = text.vi;
  const shared = { type: kind, prompt, rationale, ...some('situation', situation ?? '') };
  if (kind === 'short') return { ...shared, accept: 'number' in key ? String(key.number) : (accept ?? []).join('\n') };
  const rows = Object.entries(options ?? {}).flatMap(([id, label], at) => [
    [`option${at + 1}`, label],
    ...(Array.isArray(key) && key.includes(id) ? [[`right${at + 1}`, 'on']] : []),
    ...(feedback?.[id] === undefined ? [] : [[`feedback${at + 1}`, feedback[id]]]),
  ]);
  return { ...shared, ...Object.fromEntries(rows) };
}

function assignmentFields({ title, brief, hand_in, criteria, pass }: Of<'assignment'>): Fields {
  const rows = criteria.flatMap((one, at) => [
    [`criterion${at + 1}`, one.title],
    [`low${at + 1}`, one.low],
    [`mid${at + 1}`, one.mid],
    [`high${at + 1}`, one.high],
  ]);
  return { title, brief, handIn: hand_in, pass: String(pass), ...Object.fromEntries(rows) };
}
