import type { Item } from '../skills/item.ts';
import type { Block, CourseFile, Lesson } from './course.ts';

const WORDS_A_MINUTE = 170;
const SHARE = { choice: 0.5, picture: 0.5, said: 1.5, task: 2.5 };

/** Words of the Vietnamese texts among the blocks, headings included; a word is what stands between blanks. */
export function wordsOf(lesson: Lesson): number {
  return lesson.blocks.reduce((sum, block) => sum + (block.kind === 'text' ? words(block.heading ?? '', block.text) : 0), 0);
}

/** Minutes for reading all blocks at 170 words a minute, with half a minute for each choice or picture, one and a half for a discussion and two and a half for a doing task. */
export function minutesOf(lesson: Lesson): number {
  return lesson.blocks.reduce((sum, block) => sum + words(...textsOf(block)) / WORDS_A_MINUTE + extra(block), 0);
}

/**
 * What is wrong with a course beyond its form, one sentence each with the place; empty when it holds. `bank`: the items that closing checks draw from.
 * Looked at: ids, order of lessons, keys and feedback of exercises, situations, pictures, doing tasks, closing checks, plans of guides, days, links and minutes.
 */
export function courseFaults(file: CourseFile, bank: readonly Item[]): string[] {
  const { course, lessons } = file;
  const named = course.modules.flatMap((module) => module.lessons);
  return [
    ...repeated(named, 'lesson named twice'),
    ...repeated(
      lessons.map((lesson) => lesson.id),
      'lesson id twice',
    ),
    ...repeated(
      course.modules.map((module) => module.id),
      'module id twice',
    ),
    ...named.filter((id) => !lessons.some((lesson) => lesson.id === id)).map((id) => `${id}: named in a module, but there is no such lesson`),
    ...lessons.filter((lesson) => !named.includes(lesson.id)).map((lesson) => `${lesson.id}: in no module`),
    ...(course.changes.at(-1)?.version === course.version ? [] : [`${course.id}: the last change is not of version ${course.version}`]),
    ...lessons.flatMap((lesson) => lessonFaults(lesson, file.pictures, bank).map((fault) => `${lesson.id}: ${fault}`)),
  ];
}

/** What a shipped course owes beyond its form: lessons of 10 to 15 minutes with at least eight blocks, two outcomes, a source, closing check, guide and sheet. */
export function shippedFaults({ course, lessons }: CourseFile): string[] {
  const wrong = lessons.filter(({ minutes, blocks, outcomes, sources, check, guide, sheet }) => {
    const long = minutes < 10 || minutes > 15 || blocks.length < 8 || outcomes.length < 2 || outcomes.length > 5 || sources.length === 0;
    return long || check === undefined || guide === undefined || sheet === undefined;
  });
  const signed = [course, ...lessons].filter(({ author, review }) => author !== 'Khuê project' || review !== 'awaiting-local-review');
  return [...wrong.map(({ id }) => `${id}: not what a shipped lesson is`), ...signed.map(({ id }) => `${id}: author or review`)];
}

function lessonFaults(lesson: Lesson, pictures: CourseFile['pictures'], bank: readonly Item[]): string[] {
  const { guide } = lesson;
  const planned = guide?.plan.reduce((sum, step) => sum + step.minutes, 0) ?? 0;
  return [
    ...repeated(
      lesson.blocks.map((block) => block.id),
      'block id twice',
    ),
    ...lesson.blocks.flatMap((block) => blockFaults(block, pictures, bank).map((fault) => `${block.id}: ${fault}`)),
    ...checkFaults(lesson, bank),
    ...(guide === undefined || planned === guide.minutes ? [] : [`the plan of the guide takes ${planned} minutes, not ${guide.minutes}`]),
    ...(lesson.written < lesson.review_day ? [] : ['the review day is not after the day of writing']),
    ...(Math.abs(minutesOf(lesson) - lesson.minutes) <= 2 ? [] : [`${lesson.minutes} minutes are stated, about ${minutesOf(lesson).toFixed(1)} are likely`]),
  ];
}

function blockFaults(block: Block, pictures: CourseFile['pictures'], bank: readonly Item[]): string[] {
  switch (block.kind) {
    case 'text':
      return markdownFaults(block.text);
    case 'discussion':
      return markdownFaults(block.question);
    case 'picture':
      return pictureFaults(pictures[block.file]);
    case 'situation':
      return [
        ...repeated(
          block.choices.map((choice) => choice.id),
          'choice id twice',
        ),
        ...(block.choices.filter((choice) => choice.best).length === 1 ? [] : ['not exactly one best choice']),
        ...[block.happens, block.ends, ...block.choices.map((choice) => choice.follows)].flatMap(markdownFaults),
      ];
    case 'exercise':
      return exerciseFaults(block);
    case 'task':
      return bank.some((item) => item.id === block.item && item.kind === 'task') ? [] : [`${block.item} is no doing task of the bank`];
    case 'question':
      return bank.some((item) => item.id === block.item) ? [] : [`${block.item} is no item of the bank`];
    case 'checklist':
    case 'key-points':
    case 'image':
    case 'video':
    case 'file':
    case 'link':
    case 'assignment':
    case 'package':
      return [];
  }
}

function exerciseFaults(block: Block & { kind: 'exercise' }): string[] {
  const { kind, key, text } = block.item;
  const options = Object.keys(text.vi.options ?? {});
  const strayed = Object.keys(block.feedback ?? {}).filter((id) => !options.includes(id));
  const faults = strayed.map((id) => `feedback for ${id}, which is no option`);
  if (kind === 'short') return [...faults, ...shortFaults(key, text.vi.accept)];
  if (!Array.isArray(key)) return [...faults, 'the key is not a list of options'];
  if (options.length < 3) faults.push('fewer than three options');
  if (key.some((id) => !options.includes(id)) || new Set(key).size !== key.length) faults.push('the key names what is no option, or one twice');
  if (kind === 'single' ? key.length !== 1 : key.length < 2 || key.length >= options.length) faults.push(`the key does not fit ${kind}`);
  return faults;
}

function shortFaults(key: Item['key'], accept: string[] | undefined): string[] {
  if ('number' in key) return accept === undefined ? [] : ['a number needs no accepted texts'];
  return 'text' in key && accept !== undefined && accept.length > 0 ? [] : ['a short answer needs a number, or accepted texts'];
}

function checkFaults(lesson: Lesson, bank: readonly Item[]): string[] {
  if (lesson.check === undefined) return [];
  const { draw, pass } = lesson.check;
  const total = draw.reduce((sum, part) => sum + part.items, 0);
  const short = draw.flatMap((part) => {
    const fitting = bank.filter((item) => item.competence === part.competence && item.band === part.band && (part.families?.includes(item.family) ?? true));
    const found = new Set(fitting.map((item) => item.family));
    const missing = (part.families ?? []).filter((family) => !found.has(family)).map((family) => `the check names ${family}, which is not of ${part.competence} band ${part.band}`);
    return found.size < part.items ? [...missing, `the check draws ${part.items} of ${found.size} families`] : missing;
  });
  return pass <= total ? short : [...short, `the check asks for ${pass} of ${total} right answers`];
}

function markdownFaults(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? '');
  const foreign = links.filter((link) => !URL.canParse(link) || !/(^|\.)gov\.vn$/.test(new URL(link).hostname)).map((link) => `link to ${link}, which is no official site`);
  const plain = text.replaceAll(/\[[^\]]*\]\([^)]*\)/g, '');
  const odd = /<[a-z/]|^#|^>|```|\|.*\|/im.test(plain) ? ['more than small Markdown'] : [];
  const bold = (plain.match(/\*\*/g) ?? []).length % 2 === 0 && (plain.replaceAll('**', '').match(/\*/g) ?? []).length % 2 === 0 ? [] : ['a star is not closed'];
  return [...foreign, ...odd, ...bold];
}

function pictureFaults(svg: string | undefined): string[] {
  if (svg === undefined) return ['the picture is missing'];
  const faults = /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="[\d. ]+"/.test(svg) ? [] : ['the picture has no view box'];
  if (/<(script|style|foreignObject|image|use|a|animate|set)\b|\son\w+=|href|url\(|\sid=/i.test(svg)) faults.push('the picture holds more than shapes and words');
  return faults;
}

function textsOf(block: Block): string[] {
  switch (block.kind) {
    case 'text':
      return [block.text];
    case 'situation':
      return [block.happens, block.question, block.ends, ...block.choices.flatMap((choice) => [choice.text, choice.follows])];
    case 'exercise': {
      const { prompt, situation, options, rationale } = block.item.text.vi;
      return [prompt, situation ?? '', rationale, ...Object.values(options ?? {})];
    }
    case 'checklist':
    case 'key-points':
      return block.lines;
    case 'task':
      return [block.intro];
    case 'question':
    case 'package':
      return [block.intro ?? ''];
    case 'video':
      return [block.title, block.transcript ?? ''];
    case 'assignment':
      return [block.title, block.brief];
    case 'discussion':
      return [block.title, block.question];
    case 'file':
    case 'link':
      return [block.title];
    case 'picture':
    case 'image':
      return [];
  }
}

function extra(block: Block): number {
  if (['situation', 'exercise', 'question'].includes(block.kind)) return SHARE.choice;
  if (block.kind === 'picture' || block.kind === 'image') return SHARE.picture;
  if (block.kind === 'discussion') return SHARE.said;
  return block.kind === 'task' ? SHARE.task : 0;
}

function words(...texts: string[]): number {
  return texts.reduce((sum, text) => sum + text.split(/\s+/).filter((word) => word !== '').length, 0);
}

function repeated(ids: string[], fault: string): string[] {
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))].map((id) => `${id}: ${fault}`);
}
