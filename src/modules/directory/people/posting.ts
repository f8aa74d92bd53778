import Type from 'typebox';
import { addDays, FOREVER, formatDay, type Day } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { mustPass } from '#kernel/gate/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may } from '#kernel/org/index.ts';
import type { PostKind } from '../model.ts';
import { endPostings, startPostings } from '../register/acts.ts';
import { inScope, standingUnit, under, unitName } from './home.ts';
import { closed, dayAs, idOf, PostKindSchema } from './model.ts';
import { mayOver } from './read.ts';
import { anywhere, findPerson, type PersonRow } from './store.ts';
import { findMainPosting, findPost, findPosting } from './write.ts';

/** Posts without a holder on a day, in the units whose people the asker may edit. */
export const listVacantPosts = operation({
  name: 'directory.list-vacant-posts',
  summary: 'Posts that are open and held by nobody from a day on, in the units whose staff you may change.',
  kind: 'read',
  http: 'GET /directory/vacant-posts',
  permission: 'directory.edit-persons',
  input: Type.Object(
    {
      text: Type.Optional(Type.String({ maxLength: 100, description: 'Part of the title or of the name of the unit' })),
      unitId: Type.Optional(idOf('a unit; those under it are included')),
      day: dayAs('Vacant on this day and after it'),
    },
    closed,
  ),
  output: Type.Object(
    {
      posts: Type.Array(
        Type.Object(
          {
            id: idOf('the post'),
            title: Type.String({ description: 'Title' }),
            kind: PostKindSchema,
            unitId: idOf('the unit'),
            unitName: Type.String({ description: 'Name of the unit' }),
          },
          closed,
        ),
        { description: 'At most 100 posts, by unit and title' },
      ),
      more: Type.Boolean({ description: 'Whether there are more than these' }),
    },
    closed,
  ),
  run: async (ctx, query) => {
    const rows = await listVacant(ctx, query, 101);
    return { posts: rows.slice(0, 100), more: rows.length > 100 };
  },
});

type Vacant = { id: string; title: string; kind: PostKind; unitId: string; unitName: string };

async function listVacant(ctx: Ctx, { text = '', unitId, day }: { text?: string; unitId?: string; day: Day }, limit: number): Promise<Vacant[]> {
  const pattern = anywhere(text.trim());
  const rows = await all(
    ctx.db,
    sql<Omit<Vacant, 'unitId' | 'unitName'> & { unit_id: string; unit_name: string }>`
    select post.id, post.title, post.kind, post.unit_id, ${unitName(ctx.locale)} as unit_name
    from kernel.post
    join kernel.unit_version as version
      on version.unit_id = post.unit_id
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    where post.valid_from <= ${day}
      and post.valid_to > ${day}
      and not exists (
        select 1
        from kernel.posting
        where posting.post_id = post.id
          and posting.valid_to > ${day})
      and ${inScope(ctx.actor, 'directory.edit-persons', sql`post.unit_id`, ctx.today)}
      and ${under(unitId, sql`post.unit_id`, day)}
      and (version.name_plain like kernel.plain(${pattern}) or kernel.plain(post.title) like kernel.plain(${pattern}))
    order by version.name_vi collate kernel.vi, post.title collate kernel.vi, post.id
    limit ${limit}`,
  );
  return rows.map(({ unit_id, unit_name, ...row }) => ({ ...row, unitId: unit_id, unitName: unit_name }));
}

/** Puts a person into a post: promotion, move, or a second post. */
export const startPosting = operation({
  name: 'directory.start-posting',
  summary: 'Puts a person into a post from a day on; as a move or promotion, the main post held until then ends the day before.',
  kind: 'write',
  http: 'POST /directory/people/{personId}/postings',
  permission: 'directory.edit-persons',
  unit: async (ctx, { postId }) => {
    const post = await findPost(ctx.db, postId);
    return post && standingUnit(ctx.db, post.unit_id, ctx.today);
  },
  input: Type.Object(
    {
      personId: idOf('the person'),
      postId: idOf('the post'),
      from: dayAs('First day in the post'),
      as: Type.Enum(['main', 'second'], { description: 'main: it becomes the main post, the one held until then ends; second: held beside the main one' }),
      coefficient: Type.Optional(Type.Number({ minimum: 0.5, maximum: 20, description: 'Salary coefficient' })),
    },
    closed,
  ),
  output: Type.Object({ id: idOf('the posting') }, closed),
  trace: ({ personId }, { id }) => ({ subject: personId, detail: { posting: id } }),
  run: async (ctx, { personId, postId, from, as, coefficient }) => {
    await mustStand(ctx, personId);
    if (!(await mayOver(ctx, personId, 'directory.edit-persons'))) throw new Problem('forbidden', 'people.not-in-your-units');
    const post = found(await findPost(ctx.db, postId), 'people.no-post');
    mustFit(post, from);
    const held = as === 'main' ? await findMainPosting(ctx.db, personId, from) : undefined;
    if (held !== undefined) {
      const unit = await standingUnit(ctx.db, held.unit_id, ctx.today);
      if (unit !== undefined && !(await may(ctx.db, ctx.actor, 'directory.edit-persons', unit, ctx.today))) throw new Problem('forbidden', 'people.not-in-your-units');
      await mustPass(ctx, { what: 'end-posting', postingId: held.id, day: from, into: postId });
      await endPostings(ctx, [held.id], from);
    }
    const id = newId();
    await startPostings(ctx, [{ id, postId, unitId: post.unit_id, personId, main: as === 'main', coefficient: coefficient ?? null, validFrom: from }]);
    return { id };
  },
});

/** Ends the holding of a post: the person leaves it. */
export const endPosting = operation({
  name: 'directory.end-posting',
  summary: 'Ends the holding of a post after a last day.',
  kind: 'write',
  http: 'POST /directory/postings/{id}/end',
  permission: 'directory.edit-persons',
  unit: async (ctx, { id }) => {
    const posting = await findPosting(ctx.db, id);
    return posting && standingUnit(ctx.db, posting.unit_id, ctx.today);
  },
  input: Type.Object({ id: idOf('the posting'), lastDay: dayAs('Last day on which the post is held') }, closed),
  output: Type.Object({ to: dayAs('First day on which it is no longer held') }, closed),
  trace: ({ id }) => ({ detail: { posting: id } }),
  run: async (ctx, { id, lastDay }) => {
    found(await findPosting(ctx.db, id), 'people.no-posting');
    const to = addDays(lastDay, 1);
    await mustPass(ctx, { what: 'end-posting', postingId: id, day: to });
    await endPostings(ctx, [id], to);
    return { to };
  },
});

/** Throws `conflict` when the post is not open on that day. */
export function mustFit(post: { valid_from: Day; valid_to: Day }, from: Day): void {
  if (post.valid_from <= from && (post.valid_to === FOREVER || post.valid_to > from)) return;
  throw new Problem('conflict', 'people.post-not-open', { day: formatDay(from) });
}

/** The record as stored; throws `missing` without one, `conflict` when the person was erased. */
export async function mustStand(ctx: Ctx, personId: string): Promise<PersonRow> {
  const person = found(await findPerson(ctx, personId), 'people.no-person');
  if (person.erased_at !== null) throw new Problem('conflict', 'people.erased');
  return person;
}
