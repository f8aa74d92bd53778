import type { Block, Lesson } from '#content/learning/course.ts';
import type { Locale } from '#base/text/index.ts';
import { controlsOf, mark, parseAnswer, publicItem, type Answer, type ShippedItem } from '#modules/skills/index.ts';
import { richOf } from './markdown.ts';
import type { BlockView, Rich } from './model.ts';

type Exercise = Extract<Block, { kind: 'exercise' }>;
type Situation = Extract<Block, { kind: 'situation' }>;
type Task = Extract<Block, { kind: 'task' | 'question' }>;

/** The one control of everything but doing tasks. */
export const ANSWER = 'answer';

/** Whether a block is answered within the lesson. */
export function isAnswered(block: Block): boolean {
  return ['situation', 'exercise', 'task', 'question', 'checklist'].includes(block.kind);
}

/** Whether a block is an item of the bank. */
export function isFromBank(block: Block): block is Task {
  return block.kind === 'task' || block.kind === 'question';
}

/** An exercise as an item of the bank, so that it is shown and scored as those are. */
export function itemOf({ id, item }: Exercise): ShippedItem {
  const [competence, outcome] = ['1.1', 'Bài tập trong bài học'];
  return { id: `${competence}-${id}`, family: `${competence}-${id}`, competence, outcome_vi: outcome, outcome_en: outcome, band: 1, difficulty: -1, for: 'both', ...item };
}

/** What of an answer belongs to a block: known controls with choices that exist. `task` is the item of a doing task. */
export function keptAnswer(block: Block, answer: Answer, task?: ShippedItem): Answer {
  const given = answer[ANSWER] ?? [];
  const known = (ids: string[]): Answer => ({ [ANSWER]: ids.filter((id) => given.includes(id)) });
  if (block.kind === 'situation') return known(block.choices.map(({ id }) => id).filter((id) => id === given[0]));
  if (block.kind === 'checklist') return known(block.lines.map((_, at) => String(at + 1)));
  const item = block.kind === 'exercise' ? itemOf(block) : task;
  return item === undefined ? {} : parseAnswer({ getAll: (name) => answer[name.slice(2)] ?? [] }, publicItem(item, 'vi'));
}

/** Whether an answer is complete enough to be kept: everything but a checklist needs one. */
export function isAnswer(block: Block, answer: Answer): boolean {
  return block.kind === 'checklist' || Object.values(answer).some((values) => values.length > 0);
}

/** Whether an answer is right; null where nothing is right or wrong. */
export function markBlock(block: Block, answer: Answer, task?: ShippedItem): boolean | null {
  if (block.kind === 'situation') return block.choices.find(({ id }) => id === answer[ANSWER]?.[0])?.best ?? false;
  if (block.kind === 'exercise') return mark(itemOf(block), answer);
  return isFromBank(block) && task !== undefined ? mark(task, answer) : null;
}

/** What a block needs to be shown beside itself. */
export type Beside = {
  locale: Locale;
  pictures: Map<string, string>;
  answers: Map<string, { answer: Answer; correct: boolean | null }>;
  tasks: Map<string, ShippedItem>;
  files: Map<string, { mediaType: string; size: number }>;
  /** By code whether the learner has done a package (null: not begun), and which one is opened for it (null: it is out of use). */
  packages: Map<string, { done: boolean | null; open: string | null }>;
  /** By block what was said in a discussion; those in which nobody has written are missing. */
  discussions: Map<string, Said>;
};

/** How much was said in a discussion, and whether the learner was among those who wrote. */
export type Said = { posts: number; written: boolean };

/** The blocks of a lesson as its learner may see them: keys and consequences only after the answer. An item of the bank that is no longer in use is left out. */
export function blockViews(lesson: Lesson, beside: Beside): BlockView[] {
  return lesson.blocks.filter((block) => !isFromBank(block) || beside.tasks.has(block.item)).map((block) => blockView(block, beside));
}

const BLANK: Omit<BlockView, 'id' | 'kind'> = {
  heading: null,
  text: [],
  picture: null,
  media: null,
  href: null,
  handing: null,
  package: null,
  discussion: null,
  prompt: null,
  answerKind: null,
  choices: [],
  lines: [],
  answer: null,
  result: null,
};

function blockView(block: Block, beside: Beside): BlockView {
  const given = beside.answers.get(block.id);
  const blank: BlockView = { ...BLANK, id: block.id, kind: block.kind, answer: given?.answer ?? null };
  switch (block.kind) {
    case 'text':
      return { ...blank, heading: block.heading ?? null, text: richOf(block.text) };
    case 'picture': {
      const alt = beside.locale === 'vi' ? block.alt_vi : block.alt_en;
      return { ...blank, picture: { svg: safePicture(beside.pictures.get(block.file) ?? ''), alt, caption: block.caption ?? null } };
    }
    case 'situation':
      return { ...blank, ...situationView(block, given) };
    case 'exercise':
      return { ...blank, ...exerciseView(block, given) };
    case 'task':
    case 'question':
      return { ...blank, ...taskView(block, beside.tasks.get(block.item), given) };
    case 'image':
    case 'video':
    case 'file':
      return { ...blank, ...mediaView(block, beside) };
    case 'link':
      return { ...blank, heading: block.title, href: block.href, text: richOf(block.about ?? '') };
    case 'assignment':
      return { ...blank, heading: block.title, text: richOf(block.brief), handing: { accepts: block.hand_in, criteria: block.criteria, pass: block.pass } };
    case 'package':
      return { ...blank, heading: block.title, text: richOf(block.intro ?? ''), package: packageView(block.code, beside) };
    case 'discussion':
      return { ...blank, heading: block.title, text: richOf(block.question), discussion: beside.discussions.get(block.id) ?? { posts: 0, written: false } };
    case 'checklist':
      return { ...blank, heading: block.title, answerKind: 'many', lines: block.lines };
    case 'key-points':
      return { ...blank, lines: block.lines };
  }
}

function packageView(code: string, { packages }: Beside): BlockView['package'] {
  const { done = null, open = code } = packages.get(code) ?? {};
  return { code, done, gone: open === null };
}

function mediaView(block: Extract<Block, { kind: 'image' | 'video' | 'file' }>, { files }: Beside): Partial<BlockView> {
  const known = files.get(block.file) ?? { mediaType: '', size: 0 };
  const media = { file: block.file, words: '', caption: null, captions: null, ...known };
  if (block.kind === 'image') return { media: { ...media, words: block.alt, caption: block.caption ?? null } };
  if (block.kind === 'file') return { media: { ...media, words: block.title } };
  return { heading: block.title, media: { ...media, words: block.title, captions: block.captions ?? null }, text: richOf(block.transcript ?? '') };
}

type Given = { answer: Answer; correct: boolean | null } | undefined;

function situationView(block: Situation, given: Given): Partial<BlockView> {
  const chosen = block.choices.find(({ id }) => id === given?.answer[ANSWER]?.[0]);
  return {
    heading: block.title,
    text: richOf(block.happens),
    prompt: block.question,
    answerKind: 'one',
    choices: block.choices.map(({ id, text }) => ({ id, label: text })),
    result: chosen === undefined ? null : { correct: chosen.best, said: [richOf(chosen.follows)], rationale: null, ends: richOf(block.ends) },
  };
}

function exerciseView(block: Exercise, given: Given): Partial<BlockView> {
  const { prompt, situation, options, rationale } = block.item.text.vi;
  const [control] = controlsOf(publicItem(itemOf(block), 'vi'));
  const said = (given?.answer[ANSWER] ?? []).flatMap((id): Rich[] => (block.feedback?.[id] === undefined ? [] : [richOf(block.feedback[id])]));
  return {
    text: richOf(situation ?? ''),
    prompt,
    answerKind: control?.kind === 'many' ? 'many' : control?.kind === 'text' ? 'text' : 'one',
    choices: Object.entries(options ?? {}).map(([id, label]) => ({ id, label })),
    result: given === undefined ? null : { correct: given.correct, said, rationale, ends: [] },
  };
}

function taskView(block: Task, item: ShippedItem | undefined, given: Given): Partial<BlockView> {
  return {
    text: richOf(block.intro ?? ''),
    prompt: item?.text.vi.prompt ?? null,
    result: given === undefined ? null : { correct: given.correct, said: [], rationale: item?.text.vi.rationale ?? null, ends: [] },
  };
}

/** A drawing that holds nothing but shapes and words; an empty text for anything else, so that no page can be made to run what it brings. */
export function safePicture(svg: string): string {
  const unsafe = /<(?!\/?(?:svg|g|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|title|desc)\b)|\son\w+\s*=|href|url\(|style\s*=/i;
  return svg.trim().startsWith('<svg ') && !unsafe.test(svg) ? svg.trim() : '';
}
