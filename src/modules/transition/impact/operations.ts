import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { Concerned, Content, initiativeId, prose } from './model.ts';
import { concernedFrom, faultsOfContent, hoursOf } from './rules.ts';
import { addAssessment, countConcerned, findAssessment, findInitiative, listAssessments, listHeldPosts, listUnitPosts } from './store.ts';
import { readTasks } from './tasks.ts';

const number = (description: string) => Type.Integer({ minimum: 0, description });

/** The unit that an initiative lies in; throws `missing`. */
export async function unitOfInitiative(ctx: Pick<Ctx, 'db'>, initiative: string): Promise<string> {
  return found(await findInitiative(ctx.db, initiative), 'transition-impact.no-initiative').unitId;
}

/** Lists of tasks by kind of post. */
export const listTasks = operation({
  name: 'transition.list-tasks',
  summary: 'What holders of common kinds of post do: lists to start an assessment from, which each assessment corrects.',
  kind: 'read',
  http: 'GET /transition/tasks',
  permission: 'public',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        key: Type.String({ description: 'Kind of post' }),
        title: Type.String({ description: 'Its title, in the language of the asker' }),
        tasks: Type.Array(Type.String(), { description: 'Its tasks, in the language of the asker' }),
      },
      closed,
    ),
  ),
  run: async ({ services, locale }) =>
    readTasks(services.root).kinds.map(({ key, title_vi, title_en, tasks }) => ({
      key,
      title: locale === 'vi' ? title_vi : title_en,
      tasks: tasks.map((task) => task[locale]),
    })),
});

/** Writes an assessment, or a new version of it. */
export const writeAssessment = operation({
  name: 'transition.write-assessment',
  summary: 'Say what an initiative means for the people in the posts it changes: posts, tasks with hours, alternatives, new posts. Each change is a new version.',
  kind: 'write',
  http: 'POST /transition/assessments/{initiative}',
  permission: 'transition.assess',
  unit: (ctx, { initiative }) => unitOfInitiative(ctx, initiative),
  input: Type.Object(
    { initiative: initiativeId, ...Content.properties, reason: prose('Why it is written or changed', 1000), seen: number('Version that the asker saw; 0 for a first one') },
    closed,
  ),
  output: Type.Object({ number: number('Number of this version') }, closed),
  trace: ({ initiative, posts }, output) => ({ subject: initiative, detail: { number: output.number, posts: posts.length } }),
  run: async (ctx, { initiative, reason, seen, ...content }) => {
    const { unitId, changesPosts } = found(await findInitiative(ctx.db, initiative), 'transition-impact.no-initiative');
    if (!changesPosts) throw new Problem('conflict', 'transition-impact.no-flag');
    const latest = (await findAssessment(ctx.db, initiative))?.number ?? 0;
    if (latest !== seen) throw new Problem('conflict', 'transition-impact.changed-meanwhile');
    await mustBeSound(ctx, content);
    const fresh = latest + 1;
    const [factId = ''] = await record(ctx, [{ kind: 'transition.assessed', subject: initiative, unitId, day: ctx.today, value: content.posts.length, data: { number: fresh } }]);
    await addAssessment(ctx.db, { initiative, number: fresh, unitId, content, reason, changedBy: personOf(ctx.actor) ?? null, at: ctx.now, factId });
    return { number: fresh };
  },
});

async function mustBeSound(ctx: Ctx, content: Content): Promise<void> {
  const standing = new Set(
    (
      await listHeldPosts(
        ctx.db,
        content.posts.map(({ id }) => id),
        ctx.today,
      )
    ).map(({ postId }) => postId),
  );
  const gone = content.posts.flatMap(({ id }, index) => (standing.has(id) ? [] : [{ at: `/posts/${index}`, code: 'transition-impact.post-not-standing' }]));
  const faults = [...gone, ...faultsOfContent(content)];
  if (faults.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, faults);
}

const PostLine = Type.Object(
  {
    id: Type.String({ description: 'Post' }),
    title: Type.String({ description: 'Its title' }),
    unit: Type.String({ description: 'Its unit, in the language of the asker' }),
    effect: Type.String({ description: 'goes or changes' }),
  },
  closed,
);

/** An assessment with the people concerned in groups. */
export const readAssessment = operation({
  name: 'transition.read-assessment',
  summary: 'An assessment (the latest version unless another is asked for) with hours, posts, and the people concerned, in groups only.',
  kind: 'read',
  http: 'GET /transition/assessments/{initiative}',
  permission: 'signed-in',
  input: Type.Object({ initiative: initiativeId, version: Type.Optional(number('Version')) }, closed),
  output: Type.Object(
    {
      initiative: initiativeId,
      number: number('Version'),
      unitId: Type.String({ description: 'Unit of the initiative' }),
      content: Content,
      posts: Type.Array(PostLine, { description: 'Posts concerned that stand today' }),
      hours: Type.Object({ before: Type.Number({ description: 'Hours a week before' }), after: Type.Number({ description: 'Hours a week after' }) }, closed),
      concerned: Concerned,
      reason: Type.String({ description: 'Why this version was written' }),
      changedBy: Type.Union([Type.String(), Type.Null()], { description: 'Name of who wrote it' }),
      changedAt: Type.String({ description: 'When' }),
      mayEdit: Type.Boolean({ description: 'Whether the asker may write a new version' }),
    },
    closed,
  ),
  run: async (ctx, { initiative, version }) => {
    const held = found(await findAssessment(ctx.db, initiative, version), 'transition-impact.none');
    const ids = held.content.posts.map(({ id }) => id);
    const effects = new Map(held.content.posts.map(({ id, effect }) => [id, effect]));
    const posts = await listHeldPosts(ctx.db, ids, ctx.today);
    return {
      ...held,
      hours: hoursOf(held.content.tasks),
      posts: posts.map(({ postId, title, unitVi, unitEn }) => ({ id: postId, title, unit: ctx.locale === 'vi' ? unitVi : unitEn, effect: effects.get(postId) ?? 'changes' })),
      concerned: concernedFrom(await countConcerned(ctx.db, ids, ctx.today, ctx.locale)),
      mayEdit: await may(ctx.db, ctx.actor, 'transition.assess', held.unitId, ctx.today),
    };
  },
});

/** The initiatives that have an assessment. */
export const listImpact = operation({
  name: 'transition.list-assessments',
  summary: 'The initiatives that were assessed, with the number of posts concerned.',
  kind: 'read',
  http: 'GET /transition/assessments',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        initiative: initiativeId,
        number: number('Latest version'),
        unitId: Type.String({ description: 'Unit of the initiative' }),
        posts: number('Posts concerned'),
      },
      closed,
    ),
  ),
  run: ({ db }) => listAssessments(db),
});

/** The posts that an assessment can name. */
export const listPostsToAssess = operation({
  name: 'transition.list-posts-to-assess',
  summary: 'The posts of a unit that an assessment can name, without their holders, for whoever assesses there.',
  kind: 'read',
  http: 'GET /transition/units/{unitId}/posts',
  permission: 'transition.assess',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit' }) }, closed),
  output: Type.Array(Type.Object({ id: Type.String({ description: 'Post' }), title: Type.String({ description: 'Its title' }) }, closed), {
    description: 'Leaders first, then by title',
  }),
  run: (ctx, { unitId }) => listUnitPosts(ctx.db, unitId, ctx.today),
});

/** The operations of assessments. */
export const impactOperations = [listTasks, listPostsToAssess, writeAssessment, readAssessment, listImpact];
