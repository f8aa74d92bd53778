import Type from 'typebox';
import { pageOf, pagesOf, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx, PageNumber, place } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf, scope } from '#kernel/org/index.ts';
import { richOf } from '../courses/markdown.ts';
import { Rich } from '../courses/model.ts';
import { findVersion, getLesson } from '../courses/store.ts';
import { closed, CourseId, LessonId, nullable } from '../model.ts';
import { ensureEnrolment, homeOf, learnerOf } from '../player/acts.ts';
import { settleLesson } from '../player/finish.ts';
import { noteProgress } from '../player/store.ts';
import { recordLived } from '../records/lessons.ts';
import { addPost, addReport, countPosts, countToday, listPostRows, setPostState, settleReports, type PostRow } from './posts.ts';
import { discussionsIn } from './threads.ts';

const PAGE = 30;
/** Posts of one person in a day. */
const MOST = 20;
const PostId = Type.String({ format: 'uuid', description: 'Post' });
const BlockId = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Discussion of the lesson; left out: the lesson at large' });
const Words = (description: string) => Type.String({ minLength: 2, maxLength: 2000, description });

const PostView = Type.Object(
  {
    id: Type.String({ description: 'Post' }),
    answersId: nullable(Type.String({ description: 'The post that it answers' })),
    name: Type.String({ description: 'Who wrote it' }),
    unitName: Type.String({ description: 'Unit on that day' }),
    text: nullable(Type.String({ description: 'What it says; null where it is taken from view' })),
    at: Type.String({ description: 'Moment, ISO 8601' }),
    state: Type.Enum(['shown', 'hidden', 'withdrawn'], { description: 'Whether it is in view' }),
    reason: nullable(Type.String({ description: 'Why a moderator took it from view; for its author and moderators' })),
    own: Type.Boolean({ description: 'Whether the asker wrote it' }),
  },
  closed,
);

function viewOf(ctx: Ctx, row: PostRow): Type.Static<typeof PostView> {
  const own = row.personId === personOf(ctx.actor);
  const reads = own || row.state === 'shown';
  const { id, answersId, name, unitName, text, postedAt, state, reason } = row;
  return { id, answersId, name, unitName, text: reads ? text : null, at: postedAt.toISOString(), state, reason: own ? reason : null, own };
}

/** What is said under a lesson. */
export const listPosts = operation({
  name: 'learning.list-posts',
  summary: 'Questions and answers under a lesson, or in one of its discussions, oldest first; what was taken from view says so.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/lessons/{lesson}/posts',
  permission: 'signed-in',
  input: Type.Object(
    {
      course: CourseId,
      lesson: LessonId,
      block: Type.Optional(BlockId),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      lessonTitle: Type.String({ description: 'Title of the lesson' }),
      about: nullable(Type.Object({ title: Type.String({ description: 'What the discussion is about' }), question: Rich }, closed)),
      threads: Type.Array(Type.Object({ block: Type.String({ description: 'Discussion' }), title: Type.String({ description: 'What it is about' }) }, closed), {
        description: 'The discussions of the lesson',
      }),
      posts: Type.Array(PostView),
      ...place,
      mayModerate: Type.Boolean({ description: 'Whether the asker moderates anywhere' }),
    },
    closed,
  ),
  run: async (ctx, { course, lesson, block, page = 1 }) => {
    const content = await getLesson(ctx.db, course, found(await findVersion(ctx.db, course, personOf(ctx.actor)), 'learning.no-course'), lesson);
    const threads = discussionsIn(content.blocks);
    const about =
      block === undefined
        ? null
        : found(
            threads.find(({ id }) => id === block),
            'learning.no-block',
          );
    const where = sql`post.course_id = ${course} and post.lesson_id = ${lesson} and post.block_id is not distinct from ${block ?? null}`;
    const total = await countPosts(ctx.db, where);
    const rows = await listPostRows(ctx.db, where, ctx.locale, pageOf(page, PAGE));
    return {
      lessonTitle: ctx.locale === 'vi' ? content.title_vi : content.title_en,
      about: about && { title: about.title, question: richOf(about.question) },
      threads: threads.map(({ id, title }) => ({ block: id, title })),
      posts: rows.map((row) => viewOf(ctx, row)),
      page,
      pages: pagesOf(total, PAGE),
      mayModerate: mayAnywhere(ctx.actor, 'learning.moderate'),
    };
  },
});

/** Says something. */
export const writePost = operation({
  name: 'learning.write-post',
  summary:
    'Ask something under a lesson, write in one of its discussions, or answer; at most twenty posts a day. Whoever is answered is told. Writing in a discussion counts as having done it.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/lessons/{lesson}/posts',
  permission: 'signed-in',
  input: Type.Object({ course: CourseId, lesson: LessonId, block: Type.Optional(BlockId), answersId: Type.Optional(PostId), text: Words('What is asked or answered') }, closed),
  output: Type.Object({ id: PostId }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { course, lesson, block = null, answersId, text }) => {
    const me = learnerOf(ctx);
    const content = await getLesson(ctx.db, course, found(await findVersion(ctx.db, course, me), 'learning.no-course'), lesson);
    if (block !== null && !discussionsIn(content.blocks).some(({ id }) => id === block)) throw new Problem('missing', 'learning.no-block');
    if ((await countToday(ctx.db, me, ctx.today)) >= MOST) throw new Problem('limit', 'learning-who.posts-many', { n: MOST });
    const asked = answersId === undefined ? undefined : await getPost(ctx, answersId);
    if (asked !== undefined && (asked.course !== course || asked.lesson !== lesson || asked.block !== block || asked.answersId !== null || asked.state !== 'shown'))
      throw new Problem('conflict', 'learning-who.post-not-open');
    const id = newId();
    await addPost(ctx.db, { id, course, lesson, block, answersId: asked?.id ?? null, personId: me, unitId: await homeOf(ctx, me), text, at: ctx.now });
    if (asked !== undefined && asked.personId !== me)
      await notify(ctx, { to: [asked.personId], key: 'learning-who.told-answer', values: { title: content.title_vi }, href: placeOf({ course, lesson, block }) });
    if (block !== null) await count(ctx, me, { course, lesson, block });
    return { id };
  },
});

/** Where a post stands. */
function placeOf({ course, lesson, block }: Pick<PostRow, 'course' | 'lesson' | 'block'>): string {
  return `/learning/${course}/${lesson}/discussion${block === null ? '' : `?block=${block}`}`;
}

/** What somebody wrote in a discussion is a part of learning: the course is begun with it, and the lesson may be closed by it. */
async function count(ctx: Ctx, personId: string, { course, lesson, block }: { course: string; lesson: string; block: string }): Promise<void> {
  const enrolment = await ensureEnrolment(ctx, personId, course);
  await noteProgress(ctx.db, enrolment.id, lesson, block, ctx.now);
  await recordLived(ctx, { personId, course: { id: course, version: enrolment.version }, registration: enrolment.id, what: 'block-answered', lesson, part: block });
  await settleLesson(ctx, enrolment, lesson);
}

/** Takes back one's own post. */
export const withdrawPost = operation({
  name: 'learning.withdraw-post',
  summary: 'Take a post of one’s own from view.',
  kind: 'write',
  http: 'POST /learning/posts/{id}/withdrawal',
  permission: 'signed-in',
  input: Type.Object({ id: PostId }, closed),
  output: Type.Object({ id: PostId }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const post = await getPost(ctx, id);
    if (post.personId !== learnerOf(ctx)) throw new Problem('missing', 'learning-who.no-post');
    if (post.state !== 'shown') throw new Problem('conflict', 'learning-who.post-not-open');
    await setPostState(ctx.db, id, { state: 'withdrawn', reason: null, by: post.personId, at: ctx.now });
    return { id };
  },
});

/** Tells the moderators. */
export const reportPost = operation({
  name: 'learning.report-post',
  summary: 'Tell the moderators that a post is out of place, and why; its author does not learn who did.',
  kind: 'write',
  http: 'POST /learning/posts/{id}/reports',
  permission: 'signed-in',
  input: Type.Object({ id: PostId, reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why' }) }, closed),
  output: Type.Object({ id: PostId }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, reason }) => {
    const me = learnerOf(ctx);
    const post = await getPost(ctx, id);
    if (post.state !== 'shown' || post.personId === me) throw new Problem('conflict', 'learning-who.post-not-open');
    await addReport(ctx.db, id, me, reason, ctx.now);
    return { id };
  },
});

const Reported = Type.Object(
  {
    id: Type.String({ description: 'Post' }),
    href: Type.String({ description: 'Where it stands' }),
    lessonTitle: Type.String({ description: 'Title of the lesson' }),
    name: Type.String({ description: 'Who wrote it' }),
    unitName: Type.String({ description: 'Unit' }),
    text: Type.String({ description: 'What it says' }),
    at: Type.String({ description: 'Moment, ISO 8601' }),
    state: Type.Enum(['shown', 'hidden', 'withdrawn'], { description: 'Whether it is in view' }),
    reason: nullable(Type.String({ description: 'Why it was taken from view' })),
    reports: Type.Array(Type.String(), { description: 'What was reported of it and is not settled' }),
  },
  closed,
);

/** What awaits a moderator. */
export const listReported = operation({
  name: 'learning.list-reported',
  summary: 'Posts by staff of the asker’s units that were reported, and those that were taken from view.',
  kind: 'read',
  http: 'GET /learning/reported-posts',
  permission: 'learning.moderate',
  input: Type.Object({}, closed),
  output: Type.Array(Reported),
  run: async (ctx) => {
    const open = sql`(post.state = 'hidden' or (post.state = 'shown' and exists (select 1 from learning.post_report as told where told.post_id = post.id and told.settled_at is null)))`;
    const rows = await listPostRows(ctx.db, sql`${open} and ${scope(ctx.actor, 'learning.moderate', sql`post.unit_id`, ctx.today)}`, ctx.locale, { limit: 100, offset: 0 });
    return rows
      .map(({ id, lessonTitle, name, unitName, text, postedAt, state, reason, reports, ...at }) => ({
        id,
        lessonTitle,
        name,
        unitName,
        text,
        state,
        reason,
        reports,
        href: placeOf(at),
        at: postedAt.toISOString(),
      }))
      .toSorted((a, b) => b.reports.length - a.reports.length);
  },
});

/** Decides about a post. */
export const moderatePost = operation({
  name: 'learning.moderate-post',
  summary: 'Take a post from view with the reason, which its author reads, or leave it (or put it back) in view; what was reported of it is settled.',
  kind: 'write',
  http: 'POST /learning/posts/{id}/decision',
  permission: 'learning.moderate',
  unit: async (ctx, { id }) => (await getPost(ctx, id)).unitId,
  input: Type.Object(
    {
      id: PostId,
      hide: Type.Boolean({ description: 'true: taken from view' }),
      reason: Type.Optional(Type.String({ minLength: 3, maxLength: 500, description: 'Why; needed to hide' })),
    },
    closed,
  ),
  output: Type.Object({ state: Type.Enum(['shown', 'hidden'], { description: 'How it stands' }) }, closed),
  trace: ({ id }, { state }) => ({ subject: id, detail: { state } }),
  run: async (ctx, { id, hide, reason }) => {
    const post = await getPost(ctx, id);
    if (post.state === 'withdrawn') throw new Problem('conflict', 'learning-who.post-not-open');
    if (post.personId === personOf(ctx.actor)) throw new Problem('forbidden', 'learning-who.own-post');
    if (hide && reason === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/reason', code: 'learning-who.decision-missing' }]);
    const state: 'hidden' | 'shown' = hide ? 'hidden' : 'shown';
    await setPostState(ctx.db, id, { state, reason: hide ? (reason ?? null) : null, by: personOf(ctx.actor) ?? null, at: ctx.now });
    await settleReports(ctx.db, id, ctx.now);
    if (hide) await notify(ctx, { to: [post.personId], key: 'learning-who.told-hidden', values: { reason: reason ?? '' }, href: placeOf(post) });
    return { state };
  },
});

async function getPost(ctx: Ctx, id: string): Promise<PostRow> {
  return found((await listPostRows(ctx.db, sql`post.id = ${id}`, ctx.locale, { limit: 1, offset: 0 }))[0], 'learning-who.no-post');
}

/** What can be asked of discussions. */
export const discussionOperations = [listPosts, writePost, withdrawPost, reportPost, listReported, moderatePost];
