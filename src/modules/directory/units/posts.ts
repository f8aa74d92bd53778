import Type from 'typebox';
import { formatDay } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { mustPass } from '#kernel/gate/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { findUnit, may } from '#kernel/org/index.ts';
import { closePosts, openPosts } from '../register/acts.ts';
import { DayText, EndDay, Id, Name, nullable, PostLine, UnitId } from './model.ts';
import { findPost, listHolders, listUnitPosts } from './store.ts';

const closed = { additionalProperties: false };
const PostKind = Type.Enum(['leader', 'staff', 'contract'], { description: 'Kind of post' });

/** The posts of a unit. */
export const listPosts = operation({
  name: 'directory.list-posts',
  summary: 'The posts of a unit on a day; who holds them is told to whoever may see the persons, others see numbers',
  kind: 'read',
  http: 'GET /directory/units/{unitId}/posts',
  permission: 'signed-in',
  input: Type.Object({ unitId: UnitId, day: DayText }, closed),
  output: Type.Object(
    {
      named: Type.Boolean({ description: 'Whether the holders are told' }),
      posts: Type.Array(PostLine, { description: 'Empty when the holders are not told' }),
      counts: Type.Array(
        Type.Object({ kind: PostKind, posts: Type.Integer({ description: 'Number of posts' }), held: Type.Integer({ description: 'Posts that someone holds' }) }, closed),
      ),
    },
    closed,
  ),
  run: async (ctx, { unitId, day }) => {
    const posts = await listUnitPosts(ctx.db, unitId, day);
    const named = await may(ctx.db, ctx.actor, 'directory.see-persons', unitId, ctx.today);
    const counts = (['leader', 'staff', 'contract'] as const).map((kind) => {
      const own = posts.filter((post) => post.kind === kind);
      return { kind, posts: own.length, held: own.filter(({ holder }) => holder !== null).length };
    });
    return { named, posts: named ? posts : [], counts };
  },
});

/** A post with its unit and, for whoever may see them, its holders. */
export const readPost = operation({
  name: 'directory.read-post',
  summary: 'A post with its unit and who held it, as far as the asker may see the persons',
  kind: 'read',
  http: 'GET /directory/posts/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Id }, closed),
  output: Type.Object(
    {
      id: Id,
      title: Type.String({ description: 'Title of the post' }),
      kind: Type.String({ description: 'Kind' }),
      validFrom: DayText,
      validTo: EndDay,
      unit: Type.Object({ id: UnitId, nameVi: Type.String({ description: 'Vietnamese name' }), nameEn: Type.String({ description: 'English name' }) }, closed),
      holders: nullable(
        Type.Array(Type.Object({ personId: Id, name: Type.String({ description: 'Name of the person' }), validFrom: DayText, validTo: EndDay }, closed), {
          description: 'Latest first',
        }),
      ),
      mayEdit: Type.Boolean({ description: 'Whether the asker may close it' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const post = found(await findPost(ctx.db, id), 'units.no-post');
    const { unitId, ...rest } = post;
    const unit = found(await findUnit(ctx.db, unitId, post.validFrom), 'units.no-such-unit');
    const named = await may(ctx.db, ctx.actor, 'directory.see-persons', unitId, ctx.today);
    return {
      ...rest,
      unit: { id: unitId, nameVi: unit.nameVi, nameEn: unit.nameEn },
      holders: named ? await listHolders(ctx.db, id) : null,
      mayEdit: post.validTo > ctx.today && (await may(ctx.db, ctx.actor, 'directory.edit-units', unitId, ctx.today)),
    };
  },
});

/** Opens a post in a unit. */
export const openPost = operation({
  name: 'directory.open-post',
  summary: 'Open a post in a unit from a day on',
  kind: 'write',
  http: 'POST /directory/units/{unitId}/posts',
  permission: 'directory.edit-units',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId, title: Name, kind: PostKind, day: DayText }, closed),
  output: Type.Object({ id: Id }, closed),
  trace: ({ unitId }, { id }) => ({ unitId, subject: id }),
  run: async (ctx, { unitId, title, kind, day }) => {
    if ((await findUnit(ctx.db, unitId, day)) === undefined) throw new Problem('invalid', 'org.no-unit', { day: formatDay(day) });
    const id = newId();
    await openPosts(ctx, [{ id, unitId, title, kind, validFrom: day }]);
    return { id };
  },
});

/** Closes a post that nobody holds any more. */
export const closePost = operation({
  name: 'directory.close-post',
  summary: 'Close a post on a day, when nobody holds it then',
  kind: 'write',
  http: 'POST /directory/posts/{id}/close',
  permission: 'directory.edit-units',
  unit: async ({ db }, { id }) => found(await findPost(db, id), 'units.no-post').unitId,
  input: Type.Object({ id: Id, day: Type.String({ format: 'date', description: 'First day on which it no longer stands, YYYY-MM-DD' }) }, closed),
  output: Type.Object({ id: Id, day: DayText }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, day }) => {
    await mustPass(ctx, { what: 'close-post', postId: id, day });
    await closePosts(ctx, [id], day);
    return { id, day };
  },
});
