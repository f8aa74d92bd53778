import Type from 'typebox';
import type { Course, Lesson } from '#content/learning/course.ts';
import { found } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed, CourseId, LessonId, nullable } from '../model.ts';
import { listAnswers, readEarlierChecks } from '../player/store.ts';
import { discussionsIn, saidIn } from '../notes/threads.ts';
import { packagesIn } from '../packages/close.ts';
import { standingOf } from '../packages/retire.ts';
import { besideOf, picturesIn } from './beside.ts';
import { richOf } from './markdown.ts';
import { BlockView, CourseLine, LessonLine, Rich, SourceView } from './model.ts';
import { courseFrom, findCourse, getCourse, getLesson, listCourseRows, listPictures, type CourseRow, type LessonRow } from './store.ts';
import { blockViews, type Beside } from './view.ts';

const Text = (description: string) => Type.String({ description });
const Lines = (description: string) => Type.Array(Type.String(), { description });
const inWords = (ctx: Pick<Ctx, 'locale'>, vi: string, en: string): string => (ctx.locale === 'vi' ? vi : en);

/** The courses there are. */
export const listCourses = operation({
  name: 'learning.list-courses',
  summary: 'The courses that can be learned, with how far the asker has come in each.',
  kind: 'read',
  http: 'GET /learning/courses',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(CourseLine),
  run: async (ctx) => (await listCourseRows(ctx.db, personOf(ctx.actor))).map((row) => courseLine(ctx, row)),
});

function courseLine(ctx: Ctx, row: CourseRow): CourseLine {
  const { summary_vi, summary_en, review, author } = courseFrom(`${row.id}@${row.version}`, row.body);
  return {
    id: row.id,
    title: inWords(ctx, row.titleVi, row.titleEn),
    summary: inWords(ctx, summary_vi, summary_en),
    minutes: row.minutes,
    lessons: row.lessons,
    done: row.done,
    state: row.completedOn !== null ? 'done' : row.begun ? 'begun' : 'new',
    reviewed: review === 'reviewed-locally',
    author,
    completedOn: row.completedOn,
    next: row.next,
  };
}

/** A course with its lessons. */
export const readCourse = operation({
  name: 'learning.read-course',
  summary: 'A course with its modules and lessons in the version that the asker learns, and how far the asker has come.',
  kind: 'read',
  http: 'GET /learning/courses/{course}',
  permission: 'signed-in',
  input: Type.Object({ course: CourseId }, closed),
  output: Type.Object(
    {
      line: CourseLine,
      version: Type.Integer({ description: 'Version that is learned' }),
      newer: nullable(Type.Integer({ description: 'A newer published version to which the asker, who has begun and not completed an older one, may move' })),
      forWhom: Text('Who it is for'),
      modules: Type.Array(Type.Object({ id: Text('Module'), title: Text('Title'), lessons: Type.Array(LessonLine) }, closed)),
      changes: Type.Array(Type.Object({ version: Type.Integer({ description: 'Version' }), day: Text('When'), what: Text('What changed') }, closed)),
    },
    closed,
  ),
  run: async (ctx, { course: id }) => {
    const person = personOf(ctx.actor);
    const row = found(await findCourse(ctx.db, id, person), 'learning.no-course');
    const course = courseFrom(`${id}@${row.version}`, row.body);
    return {
      line: courseLine(ctx, row),
      version: row.version,
      newer: row.begun && row.completedOn === null ? newerThan(row.version, row.newest) : null,
      forWhom: inWords(ctx, course.for_vi, course.for_en),
      modules: modulesOf(ctx, course, row.rows),
      changes: course.changes.map((change) => ({ version: change.version, day: change.day, what: inWords(ctx, change.what_vi, change.what_en) })),
    };
  },
});

function newerThan(mine: number, published: number | null): number | null {
  return published !== null && published > mine ? published : null;
}

function modulesOf(ctx: Ctx, course: Course, lessons: LessonRow[]) {
  return course.modules.map((module) => ({
    id: module.id,
    title: inWords(ctx, module.title_vi, module.title_en),
    lessons: lessons
      .filter(({ moduleId }) => moduleId === module.id)
      .map(({ id, titleVi, titleEn, minutes, begun, doneOn }): LessonLine => {
        const state = doneOn !== null ? 'done' : begun ? 'begun' : 'new';
        return { id, title: inWords(ctx, titleVi, titleEn), minutes, state, doneOn };
      }),
  }));
}

const lessonHead = {
  courseTitle: Text('Title of the course'),
  title: Text('Title of the lesson'),
  summary: Text('Two sentences'),
  minutes: Type.Integer({ description: 'Minutes it takes' }),
  outcomes: Type.Array(
    Type.Object({ text: Text('What one can do after it'), competence: Text('DigComp competence'), level: Type.Integer({ description: 'DigComp level' }) }, closed),
  ),
  sources: Type.Array(SourceView),
  written: Text('Day of the last change'),
  reviewDay: Text('Day by which somebody reads it again'),
  reviewed: Type.Boolean({ description: 'Whether a second person of the city has reviewed it before it was published' }),
};

function headOf(ctx: Ctx, course: Course, lesson: Lesson) {
  return {
    courseTitle: inWords(ctx, course.title_vi, course.title_en),
    title: inWords(ctx, lesson.title_vi, lesson.title_en),
    summary: inWords(ctx, lesson.summary_vi, lesson.summary_en),
    minutes: lesson.minutes,
    outcomes: lesson.outcomes.map((one) => ({ text: inWords(ctx, one.text_vi, one.text_en), competence: one.competence, level: one.level })),
    sources: lesson.sources.map(({ title, tells, href, verified }) => ({ title, tells, href: href ?? null, verified })),
    written: lesson.written,
    reviewDay: lesson.review_day,
    reviewed: lesson.review === 'reviewed-locally',
  };
}

const Where = Type.Object({ course: CourseId, lesson: LessonId }, closed);

/** A lesson as it is learned. */
export const readLesson = operation({
  name: 'learning.read-lesson',
  summary: 'A lesson with its blocks and the asker’s answers; keys and consequences only after an answer.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/lessons/{lesson}',
  permission: 'signed-in',
  input: Where,
  output: Type.Object(
    {
      ...lessonHead,
      blocks: Type.Array(BlockView),
      hasGuide: Type.Boolean({ description: 'Whether there is a guide for trainers' }),
      hasSheet: Type.Boolean({ description: 'Whether there is a sheet to keep' }),
      checkItems: Type.Integer({ description: 'Items of the closing check; 0 when the lesson has none and is finished by its learner' }),
      pass: Type.Integer({ description: 'Right answers that close the lesson' }),
      openCheck: nullable(Text('Closing check that is open')),
      doneOn: nullable(Text('Day of passing')),
      lastBlock: nullable(Text('Block to go on with')),
      next: nullable(Text('The lesson after this one')),
    },
    closed,
  ),
  run: async (ctx, { course: courseId, lesson: lessonId }) => {
    const person = personOf(ctx.actor);
    const { version, body, rows, enrolmentId } = found(await findCourse(ctx.db, courseId, person), 'learning.no-course');
    const course = courseFrom(`${courseId}@${version}`, body);
    const lesson = await getLesson(ctx.db, courseId, version, lessonId);
    const at = rows.findIndex(({ id }) => id === lessonId);
    const progress = rows[at];
    const answers = enrolmentId === null ? new Map() : await listAnswers(ctx.db, enrolmentId, lessonId);
    const pictures = await listPictures(ctx.db, courseId, version, picturesIn(lesson.blocks));
    const packages: Beside['packages'] = person === undefined ? new Map() : await standingOf(ctx.db, person, packagesIn(lesson.blocks));
    const discussions = await saidIn(ctx.db, person, courseId, lesson);
    const beside = { locale: ctx.locale, pictures, answers, packages, discussions, ...(await besideOf(ctx.db, courseId, lesson.blocks)) };
    return {
      ...headOf(ctx, course, lesson),
      blocks: blockViews(lesson, beside),
      hasGuide: lesson.guide !== undefined,
      hasSheet: lesson.sheet !== undefined,
      checkItems: lesson.check?.draw.reduce((sum, part) => sum + part.items, 0) ?? 0,
      pass: lesson.check?.pass ?? 0,
      openCheck: enrolmentId === null || lesson.check === undefined ? null : ((await readEarlierChecks(ctx.db, enrolmentId, lessonId)).open ?? null),
      doneOn: progress?.doneOn ?? null,
      lastBlock: progress?.lastBlock ?? null,
      next: rows[at + 1]?.id ?? null,
    };
  },
});

/** The sheet to keep of a lesson. */
export const readSheet = operation({
  name: 'learning.read-sheet',
  summary: 'The sheet of a lesson to print and keep: facts, steps, one thing to do this week.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/lessons/{lesson}/sheet',
  permission: 'signed-in',
  input: Where,
  output: Type.Object(
    {
      ...lessonHead,
      sheetTitle: Text('Title of the sheet'),
      keep: Lines('To keep'),
      steps: Lines('What to do, in order'),
      thisWeek: Text('One small thing to do this week'),
      discuss: Type.Array(Rich, { description: 'Questions of the discussions, to talk about with colleagues' }),
    },
    closed,
  ),
  run: async (ctx, { course: courseId, lesson: lessonId }) => {
    const { version, course } = await getCourse(ctx.db, courseId, personOf(ctx.actor));
    const lesson = await getLesson(ctx.db, courseId, version, lessonId);
    const { title, keep, steps, this_week } = found(lesson.sheet, 'learning.no-sheet');
    return { ...headOf(ctx, course, lesson), sheetTitle: title, keep, steps, thisWeek: this_week, discuss: discussionsIn(lesson.blocks).map(({ question }) => richOf(question)) };
  },
});

/** The trainer's guide of a lesson. */
export const readGuide = operation({
  name: 'learning.read-guide',
  summary: 'The trainer’s guide of a lesson: aims, materials, plan by minutes, questions to ask, mistakes to expect.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/lessons/{lesson}/guide',
  permission: 'learning.teach',
  input: Where,
  output: Type.Object(
    {
      ...lessonHead,
      classMinutes: Type.Integer({ description: 'Length in class' }),
      aims: Lines('What the class should leave with'),
      materials: Lines('What to bring'),
      plan: Type.Array(Type.Object({ minutes: Type.Integer({ description: 'Minutes' }), what: Text('Step'), how: Text('What trainer and class do') }, closed)),
      questions: Type.Array(Type.Object({ ask: Text('Question'), listenFor: Text('What a good answer holds') }, closed)),
      mistakes: Type.Array(Type.Object({ mistake: Text('What learners often do'), mend: Text('How to help') }, closed)),
    },
    closed,
  ),
  run: async (ctx, { course: courseId, lesson: lessonId }) => {
    const { version, course } = await getCourse(ctx.db, courseId, personOf(ctx.actor));
    const lesson = await getLesson(ctx.db, courseId, version, lessonId);
    const { minutes, questions, ...guide } = found(lesson.guide, 'learning.no-guide');
    return { ...headOf(ctx, course, lesson), classMinutes: minutes, ...guide, questions: questions.map(({ ask, listen_for }) => ({ ask, listenFor: listen_for })) };
  },
});
