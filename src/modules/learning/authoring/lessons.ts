import type { Course, Lesson } from '#content/learning/course.ts';
import { PROGRAMMES } from '#content/learning/course.ts';
import { addDays, type Day } from '#base/day/index.ts';
import { blockOf, draftBlockOf, linesOf, type FieldFault } from './blocks.ts';
import { LESSON_FIELDS, COURSE_FIELDS, type DraftLesson, type Fields, type Outline } from './model.ts';

/** Between the parts of a line such as `1.2 | 3 | what one can do`. */
const BAR = /\s*\|\s*/;
/** Days after which somebody should read a lesson again. */
const REVIEW_DAYS = 365;

const code = (name: string): string => `learning-authoring.fault-${name}`;
const partsOf = (line: string): string[] => line.split(BAR).map((part) => part.trim());

/** Lines of a field with their parts, and where one has another form than `wanted` (a test of its parts) a fault with its number. */
function rowsOf(fields: Fields, field: string, name: string, wanted: (parts: string[]) => boolean): { rows: string[][]; faults: FieldFault[] } {
  const rows = (fields[field] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(partsOf);
  const faults = rows.flatMap((parts, at) => (wanted(parts) ? [] : [{ field, code: code(name), values: { line: at + 1 } }]));
  return { rows, faults };
}

const COMPETENCE = /^[1-5]\.[1-6]$/;
const whole = (text: string | undefined, from: number, to: number): boolean => /^\d+$/.test(text ?? '') && Number(text) >= from && Number(text) <= to;

const outcomesOf = (fields: Fields) =>
  rowsOf(fields, 'outcomes', 'outcome-line', ([competence = '', level, text = '']) => COMPETENCE.test(competence) && whole(level, 1, 6) && text !== '');
const drawsOf = (fields: Fields) =>
  rowsOf(fields, 'check', 'check-line', ([competence = '', band, items]) => COMPETENCE.test(competence) && whole(band, 1, 3) && whole(items, 1, 4));
const sourcesOf = (fields: Fields) =>
  rowsOf(fields, 'sources', 'source-line', ([title = '', tells = '', href = '']) => title !== '' && tells !== '' && (href === '' || href.startsWith('https://')));
const plansOf = (fields: Fields) => rowsOf(fields, 'guidePlan', 'plan-line', ([minutes, what = '', how = '']) => whole(minutes, 1, 120) && what !== '' && how !== '');
const questionsOf = (fields: Fields) => rowsOf(fields, 'guideQuestions', 'pair-line', ([ask = '', listen = '']) => ask !== '' && listen !== '');
const mistakesOf = (fields: Fields) => rowsOf(fields, 'guideMistakes', 'pair-line', ([mistake = '', mend = '']) => mistake !== '' && mend !== '');

const get = (fields: Fields, name: string): string => fields[name]?.trim() ?? '';
const filled = (fields: Fields, names: readonly string[]): boolean => names.some((name) => get(fields, name) !== '');

const SHEET = ['sheetTitle', 'sheetKeep', 'sheetSteps', 'sheetWeek'] as const;
const GUIDE = ['guideAims', 'guideMaterials', 'guidePlan', 'guideQuestions', 'guideMistakes'] as const;
/** How many lines a part of sheet or guide has at least, once one of them is written. */
const LEAST: Record<string, number> = {
  sheetTitle: 1,
  sheetKeep: 3,
  sheetSteps: 3,
  sheetWeek: 1,
  guideAims: 2,
  guideMaterials: 1,
  guidePlan: 3,
  guideQuestions: 2,
  guideMistakes: 2,
};

/** What is still wrong with the particulars of a lesson; its blocks apart. */
export function lessonFaults(fields: Fields): FieldFault[] {
  const draws = drawsOf(fields);
  const total = draws.rows.reduce((sum, [, , items]) => sum + Number(items), 0);
  const pass = get(fields, 'pass');
  const short = [SHEET, GUIDE].flatMap((names) =>
    filled(fields, names)
      ? names.filter((name) => linesOf(get(fields, name)).length < (LEAST[name] ?? 1)).map((name) => ({ field: name, code: code('few-lines'), values: { n: LEAST[name] ?? 1 } }))
      : [],
  );
  return [
    ...emptyOf(LESSON_FIELDS, fields),
    ...(get(fields, 'minutes') !== '' && !whole(get(fields, 'minutes'), 1, 120) ? [{ field: 'minutes', code: code('minutes') }] : []),
    ...[outcomesOf, sourcesOf, plansOf, questionsOf, mistakesOf].flatMap((of) => of(fields).faults),
    ...draws.faults,
    ...(draws.rows.length > 0 && draws.faults.length === 0 && !whole(pass, 1, total) ? [{ field: 'pass', code: code('check-pass'), values: { most: total } }] : []),
    ...short,
  ];
}

/** What is still wrong with the particulars of a course. */
export function courseFaults(fields: Fields): FieldFault[] {
  return emptyOf(COURSE_FIELDS, fields);
}

function emptyOf(specs: typeof LESSON_FIELDS, fields: Fields): FieldFault[] {
  return specs.filter(({ name, optional }) => optional !== true && get(fields, name) === '').map(({ name }) => ({ field: name, code: code('empty') }));
}

/** The lesson that a draft without faults stands for. */
export function lessonOf(id: string, { fields, blocks }: DraftLesson, { today, author }: { today: Day; author: string }): Lesson {
  const draws = drawsOf(fields).rows.map(([competence = '', band, items, ...families]) => ({
    competence,
    band: Number(band),
    items: Number(items),
    ...(families.length === 0 || families[0] === '' ? {} : { families: (families[0] ?? '').split(/[\s,]+/) }),
  }));
  return {
    id,
    title_vi: get(fields, 'title'),
    title_en: get(fields, 'titleEn') || get(fields, 'title'),
    summary_vi: get(fields, 'summary'),
    summary_en: get(fields, 'summaryEn') || get(fields, 'summary'),
    language: 'vi',
    minutes: Number(get(fields, 'minutes')),
    reading: readingOf(get(fields, 'reading')),
    outcomes: outcomesOf(fields).rows.map(([competence = '', level, text = '', en]) => ({ competence, level: Number(level), text_vi: text, text_en: en || text })),
    blocks: blocks.map(blockOf),
    ...(draws.length === 0 ? {} : { check: { draw: draws, pass: Number(get(fields, 'pass')) } }),
    ...(filled(fields, GUIDE) ? { guide: guideOf(fields) } : {}),
    ...(filled(fields, SHEET) ? { sheet: sheetOf(fields) } : {}),
    sources: sourcesOf(fields).rows.map(([title = '', tells = '', href = '', verified]) => ({ title, tells, verified: verified === 'x', ...(href === '' ? {} : { href }) })),
    written: today,
    review_day: addDays(today, REVIEW_DAYS),
    author,
    review: 'reviewed-locally',
  };
}

function readingOf(text: string): Lesson['reading'] {
  return text === 'plain' || text === 'legal' ? text : 'office';
}

function sheetOf(fields: Fields): NonNullable<Lesson['sheet']> {
  return { title: get(fields, 'sheetTitle'), keep: linesOf(get(fields, 'sheetKeep')), steps: linesOf(get(fields, 'sheetSteps')), this_week: get(fields, 'sheetWeek') };
}

function guideOf(fields: Fields): NonNullable<Lesson['guide']> {
  const plan = plansOf(fields).rows.map(([minutes, what = '', how = '']) => ({ minutes: Number(minutes), what, how }));
  return {
    minutes: Math.min(
      120,
      Math.max(
        20,
        plan.reduce((sum, step) => sum + step.minutes, 0),
      ),
    ),
    aims: linesOf(get(fields, 'guideAims')),
    materials: linesOf(get(fields, 'guideMaterials')),
    plan,
    questions: questionsOf(fields).rows.map(([ask = '', listen_for = '']) => ({ ask, listen_for })),
    mistakes: mistakesOf(fields).rows.map(([mistake = '', mend = '']) => ({ mistake, mend })),
  };
}

const joined = (...parts: (string | number)[]): string => parts.map((part) => String(part).replaceAll('|', '/').replaceAll('\n', ' ')).join(' | ');

/** A lesson as its author types it: the way back of `lessonOf`. */
export function draftLessonOf(lesson: Lesson): DraftLesson {
  const { check, guide, sheet } = lesson;
  const fields: Fields = {
    title: lesson.title_vi,
    titleEn: lesson.title_en,
    summary: lesson.summary_vi,
    summaryEn: lesson.summary_en,
    minutes: String(lesson.minutes),
    reading: lesson.reading,
    outcomes: lesson.outcomes.map((one) => joined(one.competence, one.level, one.text_vi, one.text_en)).join('\n'),
    sources: lesson.sources.map(({ title, tells, href, verified }) => joined(title, tells, href ?? '', ...(verified ? ['x'] : []))).join('\n'),
  };
  if (check !== undefined)
    Object.assign(fields, {
      check: check.draw.map((part) => joined(part.competence, part.band, part.items, ...(part.families ? [part.families.join(' ')] : []))).join('\n'),
      pass: String(check.pass),
    });
  if (sheet !== undefined) Object.assign(fields, { sheetTitle: sheet.title, sheetKeep: sheet.keep.join('\n'), sheetSteps: sheet.steps.join('\n'), sheetWeek: sheet.this_week });
  if (guide !== undefined) {
    fields['guideAims'] = guide.aims.join('\n');
    fields['guideMaterials'] = guide.materials.join('\n');
    fields['guidePlan'] = guide.plan.map(({ minutes, what, how }) => joined(minutes, what, how)).join('\n');
    fields['guideQuestions'] = guide.questions.map(({ ask, listen_for }) => joined(ask, listen_for)).join('\n');
    fields['guideMistakes'] = guide.mistakes.map(({ mistake, mend }) => joined(mistake, mend)).join('\n');
  }
  return { fields, blocks: lesson.blocks.map(draftBlockOf) };
}

/** The course that an outline without faults stands for; modules without lessons are left out. */
export function courseOf(id: string, { fields, modules }: Outline, about: { version: number; changes: Course['changes']; author: string }): Course {
  return {
    id,
    programme: PROGRAMMES.find((one) => one === get(fields, 'programme')) ?? 'digital-transformation',
    title_vi: get(fields, 'title'),
    title_en: get(fields, 'titleEn') || get(fields, 'title'),
    summary_vi: get(fields, 'summary'),
    summary_en: get(fields, 'summaryEn') || get(fields, 'summary'),
    version: about.version,
    changes: about.changes,
    for_vi: get(fields, 'forWhom'),
    for_en: get(fields, 'forWhomEn') || get(fields, 'forWhom'),
    modules: modules
      .filter(({ lessons }) => lessons.length > 0)
      .map((module) => ({ id: module.id, title_vi: module.title, title_en: module.titleEn || module.title, lessons: module.lessons })),
    author: about.author,
    review: 'reviewed-locally',
  };
}

/** A course as its author types it: the way back of `courseOf`. */
export function outlineOf(course: Course): Outline {
  return {
    fields: {
      title: course.title_vi,
      titleEn: course.title_en,
      summary: course.summary_vi,
      summaryEn: course.summary_en,
      forWhom: course.for_vi,
      forWhomEn: course.for_en,
      programme: course.programme,
    },
    modules: course.modules.map(({ id, title_vi, title_en, lessons }) => ({ id, title: title_vi, titleEn: title_en, lessons })),
  };
}
