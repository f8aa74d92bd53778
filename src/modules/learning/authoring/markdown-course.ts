import { plain } from '#base/text/index.ts';
import type { FieldFault } from './blocks.ts';
import { blockFaults } from './blocks.ts';
import { BLOCK_FIELDS, MOST, type BlockKind, type DraftBlock, type DraftLesson, type Fields, type Outline } from './model.ts';
import { slugOf } from './names.ts';

/** Something wrong in a text: its line (from 1) and the key of the sentence. */
export type LineFault = { line: number; code: string; values?: Record<string, string | number> };

/** A course read from a text. */
export type ReadCourse = { outline: Outline; lessons: Map<string, DraftLesson> };

/** The boxes of the text, `:::name … :::`, by their Vietnamese names without marks. */
const BOXES: Record<string, BlockKind> = {
  'cau-hoi': 'exercise',
  'tinh-huong': 'situation',
  'danh-sach': 'checklist',
  'ghi-nho': 'key-points',
  'lien-ket': 'link',
  'ngan-hang': 'question',
  'thuc-hanh': 'task',
  'bai-nop': 'assignment',
  'thao-luan': 'discussion',
};

/** Words that begin a line of a box or stand under a title, and the field that the rest of the line fills. */
const LINES: Record<string, string> = {
  'giai thich': 'rationale',
  'tra loi': 'accept',
  'tinh huong': 'situation',
  'cau hoi': 'question',
  'ket thuc': 'ends',
  'dia chi': 'href',
  'ma cau': 'item',
  'cach nop': 'handIn',
  'diem dat': 'pass',
  'danh cho': 'forWhom',
  'chuong trinh': 'programme',
  'thoi luong': 'minutes',
  'tom tat': 'summary',
  'tieu chi': 'criterion',
};
const HAND_IN: Record<string, string> = { 'van ban': 'text', tep: 'file', 'ca hai': 'both' };

type Line = { number: number; text: string };
type State = ReadCourse & { faults: LineFault[]; lesson: DraftLesson | undefined };

const code = (name: string): string => `learning-authoring.text-${name}`;

/**
 * Reads a course from Markdown: `# course`, `## module`, `### lesson`, `#### heading`, paragraphs and lists, and boxes `:::name … :::`. All or nothing: with one fault
 * nothing of it is to be kept. The form is described in docs/users/author/soan-khoa-hoc-bang-van-ban.md.
 */
export function readMarkdownCourse(text: string): { course: ReadCourse; faults: LineFault[] } {
  const lines = text
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line, at): Line => ({ number: at + 1, text: line.trimEnd() }));
  const state: State = { outline: { fields: {}, modules: [] }, lessons: new Map(), faults: [], lesson: undefined };
  for (let at = 0; at < lines.length;) at = readPart(state, lines, at);
  const { outline, lessons, faults } = state;
  if ((outline.fields['title'] ?? '') === '') faults.unshift({ line: 1, code: code('no-title') });
  else if (lessons.size === 0) faults.push({ line: lines.length, code: code('no-lesson') });
  return { course: { outline, lessons }, faults: faults.toSorted((a, b) => a.line - b.line) };
}

function readPart(state: State, lines: readonly Line[], at: number): number {
  const line = lines[at];
  if (line === undefined || line.text.trim() === '') return at + 1;
  const heading = /^(#{1,6})\s+(.*)$/.exec(line.text);
  if (heading !== null) {
    readHeading(state, line, heading[1]?.length ?? 0, heading[2]?.trim() ?? '');
    return at + 1;
  }
  if (line.text.startsWith(':::')) return readBox(state, lines, at);
  if (/^(?:!\[|<|```|\|)/.test(line.text)) {
    state.faults.push({ line: line.number, code: code('not-known'), values: { text: line.text.slice(0, 40) } });
    return at + 1;
  }
  return readText(state, lines, at);
}

function readHeading(state: State, { number }: Line, depth: number, title: string): void {
  const { outline, lessons, faults } = state;
  const module = outline.modules.at(-1);
  const wrong = (name: string): number => faults.push({ line: number, code: code(name) });
  if (title === '') wrong('empty-title');
  else if (depth === 1) {
    if (outline.fields['title'] !== undefined) wrong('two-titles');
    else outline.fields['title'] = title;
  } else if (depth === 2) {
    state.lesson = undefined;
    if (outline.modules.length >= MOST.modules) wrong('too-many');
    else outline.modules.push({ id: unique(slugOf(title) || 'chuong', (id) => outline.modules.some((one) => one.id === id)), title, titleEn: '', lessons: [] });
  } else if (depth === 3) {
    if (module === undefined) wrong('lesson-first');
    else if (lessons.size >= MOST.lessons) wrong('too-many');
    else {
      const id = unique(slugOf(title) || 'bai', (one) => lessons.has(one));
      state.lesson = { fields: { title, minutes: '10', reading: 'office' }, blocks: [] };
      lessons.set(id, state.lesson);
      module.lessons.push(id);
    }
  } else if (depth > 4) wrong('deep-title');
  else if (state.lesson === undefined) wrong('outside');
  else addBlock(state, number, 'text', { heading: title, text: '' });
}

function unique(wanted: string, taken: (id: string) => boolean): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken(id)) return id;
  }
}

function addBlock({ lesson, faults }: State, line: number, kind: BlockKind, fields: Fields): void {
  if (lesson === undefined) faults.push({ line, code: code('outside') });
  else if (lesson.blocks.length >= MOST.blocks) faults.push({ line, code: code('too-many') });
  else lesson.blocks.push({ id: `${kind}-${lesson.blocks.length + 1}`, kind, fields });
}

/** Words up to the next heading or box: particulars (`Tóm tắt: …`) where they may stand, else a block of text, or the words under the heading before. */
function readText(state: State, lines: readonly Line[], from: number): number {
  let at = from;
  const words: string[] = [];
  const { outline, lesson } = state;
  const under = lesson === undefined ? (outline.modules.length === 0 ? outline.fields : undefined) : lesson.blocks.length === 0 ? lesson.fields : undefined;
  for (let line = lines[at]; line !== undefined && !/^(?:#{1,6}\s|:::|!\[|<|```|\|)/.test(line.text); line = lines[++at]) {
    const part = under === undefined ? undefined : particular(line.text, ['forWhom', 'programme', 'minutes', 'summary']);
    if (part === undefined || under === undefined) words.push(line.text);
    else under[part.field] = part.rest;
  }
  const text = words.join('\n').trim();
  const last = lesson?.blocks.at(-1);
  if (text === '') return at;
  if (last?.kind === 'text' && last.fields['text'] === '') last.fields['text'] = text;
  else addBlock(state, lines[from]?.number ?? 1, 'text', { text });
  return at;
}

function particular(text: string, fields: readonly string[]): { field: string; rest: string } | undefined {
  const [, name = '', rest = ''] = /^([^:]{2,20}):\s*(.*)$/.exec(text.trim()) ?? [];
  const field = LINES[plain(name.trim())];
  return field !== undefined && fields.includes(field) ? { field, rest: rest.trim() } : undefined;
}

function readBox(state: State, lines: readonly Line[], from: number): number {
  const first = lines[from] ?? { number: 1, text: '' };
  const [, name = '', title = ''] = /^:::\s*(\S*)\s*(.*)$/.exec(first.text) ?? [];
  const end = lines.findIndex(({ text }, at) => at > from && text.trim() === ':::');
  const kind = BOXES[name];
  if (kind === undefined) state.faults.push({ line: first.number, code: code('no-box'), values: { name: name || ':::', names: Object.keys(BOXES).join(', ') } });
  if (end < 0) {
    state.faults.push({ line: first.number, code: code('box-open'), values: { name } });
    return lines.length;
  }
  if (kind === undefined) return end + 1;
  const fields = boxFields(kind, title.trim(), lines.slice(from + 1, end));
  const block: DraftBlock = { id: 'x', kind, fields };
  state.faults.push(...blockFaults(block).map((fault) => ({ line: first.number, code: code('box'), values: { name, what: whatOf(fault) } })));
  addBlock(state, first.number, kind, fields);
  return end + 1;
}

/** Which field of a box is wrong, by the last part of the key of its sentence: locales have one for each. */
const whatOf = ({ code: key }: FieldFault): string => key.replace('learning-authoring.fault-', '').replaceAll('-', '_');

function boxFields(kind: BlockKind, title: string, lines: readonly Line[]): Fields {
  const fields: Fields = {};
  // A discussion is all words: `Câu hỏi:` in it is a part of them.
  const known = new Set(kind === 'discussion' ? [] : BLOCK_FIELDS[kind].map(({ name }) => name));
  const words: string[] = [];
  const items: { right: boolean; text: string; said: string }[] = [];
  const criteria: string[][] = [];
  let open: string | undefined;
  for (const { text } of lines) {
    const choice = /^\s*[-*]\s*\[([ xX])\]\s*(.*)$/.exec(text);
    const part = particular(text, ['rationale', 'accept', 'situation', 'question', 'ends', 'href', 'item', 'handIn', 'pass', 'criterion']);
    if (choice !== null) {
      const [label = '', ...said] = (choice[2] ?? '').split('|');
      items.push({ right: choice[1] !== ' ', text: label.trim(), said: said.join('|').trim() });
    } else if (part?.field === 'criterion' && kind === 'assignment') criteria.push(part.rest.split('|').map((one) => one.trim()));
    else if (part !== undefined && known.has(part.field)) {
      open = part.field;
      fields[open] = open === 'accept' ? part.rest.split('|').join('\n') : open === 'handIn' ? (HAND_IN[plain(part.rest.trim())] ?? part.rest) : part.rest;
    } else if (open !== undefined && text.trim() !== '') fields[open] = `${fields[open] ?? ''}\n${text}`.trim();
    else words.push(text);
  }
  return { ...fields, ...CONTENT[kind]?.(title, words.join('\n').trim(), items, criteria) };
}

type Items = { right: boolean; text: string; said: string }[];

/** What the title, the plain words and the choices of a box fill. */
const CONTENT: Partial<Record<BlockKind, (title: string, words: string, items: Items, criteria: string[][]) => Fields>> = {
  exercise: (title, words, items) => {
    const rows = items
      .slice(0, 6)
      .flatMap(({ right, text, said }, at) => [[`option${at + 1}`, text], ...(right ? [[`right${at + 1}`, 'on']] : []), ...(said === '' ? [] : [[`feedback${at + 1}`, said]])]);
    const type = items.length === 0 ? 'short' : items.filter(({ right }) => right).length > 1 ? 'multiple' : 'single';
    return { type, prompt: [title, words].filter(Boolean).join('\n'), ...Object.fromEntries(rows) };
  },
  situation: (title, words, items) => {
    const rows = items.slice(0, 4).flatMap(({ text, said }, at) => [
      [`choice${at + 1}`, text],
      [`follows${at + 1}`, said],
    ]);
    return { title, happens: words, best: String(items.findIndex(({ right }) => right) + 1 || ''), ...Object.fromEntries(rows) };
  },
  checklist: (title, words) => ({ title, lines: words }),
  'key-points': (title, words) => ({ lines: [title, words].filter(Boolean).join('\n') }),
  link: (title, words) => ({ title, ...(words === '' ? {} : { about: words.replaceAll('\n', ' ') }) }),
  discussion: (title, words) => ({ title, ...(words === '' ? {} : { question: words }) }),
  question: (title, words) => ({ intro: [title, words].filter(Boolean).join(' ') }),
  task: (title, words) => ({ intro: [title, words].filter(Boolean).join(' ') }),
  assignment: (title, words, _items, criteria) => {
    const names = ['criterion', 'low', 'mid', 'high'];
    const rows = criteria.slice(0, 5).flatMap((parts, at) => names.map((name, place): [string, string] => [`${name}${at + 1}`, parts[place] ?? '']));
    return { title, brief: words, ...Object.fromEntries(rows) };
  },
};
