import Type from 'typebox';
import { Value } from 'typebox/value';
import { Course, Lesson, type CourseFile } from '#content/learning/course.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getUnit, listRoles, personOf } from '#kernel/org/index.ts';
import { filesIn, picturesIn } from '../courses/beside.ts';
import { addVersion, digestOf, retireVersion } from '../courses/load.ts';
import { closed, CourseId } from '../model.ts';
import { moveEnrolments } from '../player/finish.ts';
import { faultsOf, readBeside } from './check.ts';
import { listDraftPictures } from './files.ts';
import { courseOf, lessonOf } from './lessons.ts';
import { draftToChange, dropDraft, findDraft, getDraft, listAuthors, listDraftLessons, noteEvent, putState, type Draft } from './store.ts';

const unit = async (ctx: Ctx, { course }: { course: string }): Promise<string> => (await getDraft(ctx.db, course)).unitId;
const Why = (description: string) => Type.String({ minLength: 5, maxLength: 2000, description });
const Done = Type.Object({ course: Type.String({ description: 'Course' }) }, closed);

/** Gives a draft to a second person. */
export const submitDraft = operation({
  name: 'learning.submit-draft',
  summary: 'Give a draft without faults to a reviewer; nobody changes it until it is published or comes back.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/submit',
  permission: 'learning.author',
  unit,
  input: Type.Object({ course: CourseId, changed: Why('What is new, for learners and the reviewer') }, closed),
  output: Done,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course, changed }) => {
    const draft = await draftToChange(ctx.db, course);
    const lessons = await listDraftLessons(ctx.db, course);
    const typed = [...lessons.values()].map(({ lesson }) => lesson);
    const faults = faultsOf(draft, lessons, await readBeside(ctx.db, course, typed));
    if (faults.length > 0) throw new Problem('conflict', 'learning-authoring.not-ready', { n: faults.length });
    await putState(ctx, course, 'review', changed);
    await noteEvent(ctx, course, 'submitted', { note: changed });
    await notify(ctx, { to: await listReviewers(ctx, draft), key: 'learning-authoring.told-submitted', values: { title: titleOf(draft) }, href: `/learning/authoring/${course}` });
    return { course };
  },
});

/** Takes a draft back from review. */
export const withdrawDraft = operation({
  name: 'learning.withdraw-draft',
  summary: 'Take a draft back from review to go on writing.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/withdraw',
  permission: 'learning.author',
  unit,
  input: Type.Object({ course: CourseId }, closed),
  output: Done,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => {
    const { changed } = await inReview(ctx.db, course);
    await putState(ctx, course, 'drafting', changed);
    await noteEvent(ctx, course, 'withdrawn');
    return { course };
  },
});

/** Sends a draft back to its authors. */
export const returnDraft = operation({
  name: 'learning.return-draft',
  summary: 'Send a draft back to its authors with what is to be mended; only by somebody who has not written on it.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/return',
  permission: 'learning.review-course',
  unit,
  input: Type.Object({ course: CourseId, reason: Why('What is to be mended, and where') }, closed),
  output: Done,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course, reason }) => {
    const draft = await inReview(ctx.db, course);
    const authors = await secondPerson(ctx, draft);
    await putState(ctx, course, 'drafting', draft.changed);
    await noteEvent(ctx, course, 'returned', { note: reason });
    await notify(ctx, { to: authors, key: 'learning-authoring.told-returned', values: { title: titleOf(draft) }, href: `/learning/authoring/${course}` });
    return { course };
  },
});

/** Publishes a draft. */
export const publishDraft = operation({
  name: 'learning.publish-draft',
  summary: 'Publish a draft in review as the next version; only by somebody who has not written on it. Who has begun the version before finishes it, or is moved, as is said here.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/publish',
  permission: 'learning.review-course',
  unit,
  input: Type.Object(
    {
      course: CourseId,
      learners: Type.Enum(['finish', 'move'], {
        description: 'finish: who has begun goes on with the version begun and may move; move: they are moved, lessons that stand in both stay done',
      }),
      note: Type.String({ minLength: 5, maxLength: 2000, description: 'What was looked at in the review' }),
    },
    closed,
  ),
  output: Type.Object({ version: Type.Integer({ description: 'Version' }), moved: Type.Integer({ description: 'Learners moved to it' }) }, closed),
  trace: ({ course, learners }, { version, moved }) => ({ detail: { course, learners, version, moved } }),
  run: async (ctx, { course, learners, note }) => {
    const draft = await inReview(ctx.db, course);
    const authors = await secondPerson(ctx, draft);
    const file = await fileOf(ctx, draft);
    const { version } = file.course;
    await replacePublished(ctx.db, file);
    await dropDraft(ctx.db, course);
    const event = await noteEvent(ctx, course, 'published', { note, version });
    await record(ctx, [{ kind: 'learning.course-published', subject: event, unitId: draft.unitId, day: ctx.today, data: { course, version } }]);
    const moved = learners === 'move' ? await moveEnrolments(ctx, course, version, null) : [];
    const title = file.course.title_vi;
    await notify(ctx, { to: moved, key: 'learning-authoring.told-moved', values: { title, version }, href: `/learning/${course}` });
    await notify(ctx, { to: authors, key: 'learning-authoring.told-published', values: { title, version }, href: `/learning/${course}` });
    return { version, moved: moved.length };
  },
});

const titleOf = ({ outline }: Draft): string => outline.fields['title'] ?? '';

async function inReview(db: Db, course: string): Promise<Draft> {
  const draft = found(await findDraft(db, course, true), 'learning-authoring.no-draft');
  if (draft.state !== 'review') throw new Problem('conflict', 'learning-authoring.not-in-review');
  return draft;
}

/** Makes sure that the actor has not written on the draft; returns the ids of those who have. */
async function secondPerson(ctx: Ctx, draft: Draft): Promise<string[]> {
  const authors = (await listAuthors(ctx.db, draft.courseId)).map(({ id }) => id);
  const me = personOf(ctx.actor);
  if (me !== undefined && [...authors, draft.createdBy, draft.submittedBy].includes(me)) throw new Problem('forbidden', 'learning-authoring.own-work');
  return authors;
}

/** The nearest people above a draft who may review it and have not written on it. */
async function listReviewers(ctx: Ctx, { courseId, unitId }: Draft): Promise<string[]> {
  const roles = listRoles().filter(({ permissions }) => permissions.includes('learning.review-course'));
  const rows = await all(
    ctx.db,
    sql<{ personId: string; depth: number }>`
    select distinct granted.person_id as "personId", above.depth
    from kernel.unit_ancestor as above
    join kernel.role_grant as granted
      on granted.unit_id = above.ancestor_id
      and granted.role = any(${roles.map(({ key }) => key)}::text[])
      and granted.valid_from <= ${ctx.today}
      and granted.valid_to > ${ctx.today}
    where above.unit_id = ${unitId}
      and above.valid_from <= ${ctx.today}
      and above.valid_to > ${ctx.today}
      and not exists (
        select 1
        from learning.draft_author as author
        where author.course_id = ${courseId}
          and author.person_id = granted.person_id)`,
  );
  const nearest = Math.min(...rows.map(({ depth }) => depth));
  return rows.filter(({ depth }) => depth === nearest).map(({ personId }) => personId);
}

/** The draft as the next version of its course; its form is checked once more. */
async function fileOf(ctx: Ctx, draft: Draft): Promise<CourseFile> {
  const { courseId, outline, changed } = draft;
  const last = await one(
    ctx.db,
    sql<{ version: number; body: string }>`
    select version.version, version.body
    from learning.course_version as version
    where version.course_id = ${courseId}
    order by version.version desc
    limit 1`,
  );
  const version = (last?.version ?? 0) + 1;
  const { nameVi: author } = await getUnit(ctx.db, draft.unitId, ctx.today);
  const before = last === undefined ? [] : Value.Parse(Course, JSON.parse(last.body)).changes;
  const course = courseOf(courseId, outline, { version, author, changes: [...before, { version, day: ctx.today, what_vi: changed, what_en: changed }] });
  const typed = await listDraftLessons(ctx.db, courseId);
  const order = course.modules.flatMap(({ lessons }) => lessons);
  const lessons = order.flatMap((id) => {
    const stored = typed.get(id);
    return stored === undefined ? [] : [lessonOf(id, stored.lesson, { today: ctx.today, author })];
  });
  const pictures = await listDraftPictures(ctx.db, courseId);
  const shown = new Set(lessons.flatMap(({ blocks }) => picturesIn(blocks)));
  const kept = Object.fromEntries([...pictures].filter(([file]) => shown.has(file)));
  return { form: 'khue-course/1', course: Value.Parse(Course, course), lessons: lessons.map((lesson) => Value.Parse(Lesson, lesson)), pictures: kept };
}

async function replacePublished(db: Db, file: CourseFile): Promise<void> {
  const { id, version, programme } = file.course;
  const published = await one(
    db,
    sql<{ version: number }>`
    select version.version
    from learning.course_version as version
    where version.course_id = ${id}
      and version.state = 'published'`,
  );
  if (published !== undefined) await retireVersion(db, id, published.version);
  await addVersion(db, file, version, { state: 'published', origin: 'local', digest: digestOf(file) });
  await all(
    db,
    sql`
    update learning.course
    set programme = ${programme},
      archived_on = null
    where course.id = ${id}`,
  );
  await all(
    db,
    sql`
    insert into learning.file_version (course_id, version, name)
    select ${id}, ${version}::integer, shown.name
    from unnest(${[...new Set(file.lessons.flatMap(({ blocks }) => filesIn(blocks)))]}::text[]) as shown (name)`,
  );
}
