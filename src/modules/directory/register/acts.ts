import { addDays, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { addPostings, addPosts, type NewPost, type NewPosting } from '#kernel/org/index.ts';
import { RECENT_DAYS } from '../model.ts';

/** What the acts of the register need: the transaction, and who acts. */
type Acting = Pick<Ctx, 'db' | 'actor'>;

/** Opens posts and records it. */
export async function openPosts(ctx: Acting, posts: NewPost[]): Promise<void> {
  await addPosts(ctx.db, posts);
  await record(
    ctx,
    posts.map(({ id, unitId, validFrom }) => ({ kind: 'directory.post-opened', subject: id, unitId, day: validFrom })),
  );
}

/** Closes posts on a day; throws `conflict` when one does not stand then or is still held. Whoever holds it must be moved first. */
export async function closePosts(ctx: Acting, postIds: string[], day: Day): Promise<void> {
  const closed = await all(
    ctx.db,
    sql<{ id: string; unit_id: string }>`
    update kernel.post
    set valid_to = ${day}
    where post.id = any(${postIds}::uuid[])
      and post.valid_from < ${day}
      and post.valid_to > ${day}
      and not exists (
        select 1
        from kernel.posting
        where posting.post_id = post.id
          and posting.valid_to > ${day})
    returning post.id, post.unit_id`,
  );
  if (closed.length !== new Set(postIds).size) throw new Problem('conflict', 'directory.post-not-closable', { day });
  await record(
    ctx,
    closed.map(({ id, unit_id }) => ({ kind: 'directory.post-closed', subject: id, unitId: unit_id, day })),
  );
}

/** Puts people into posts and records it; broken rules (post taken, second main post) come back as the constraint's problem. */
export async function startPostings(ctx: Acting, postings: NewPosting[]): Promise<void> {
  await addPostings(ctx.db, postings);
  await record(
    ctx,
    postings.map((posting) => ({
      kind: 'directory.posting-started',
      subject: posting.personId,
      unitId: posting.unitId,
      day: posting.validFrom,
      data: { posting: posting.id, post: posting.postId },
    })),
  );
  const ended = postings.flatMap(({ validTo, ...posting }) => (validTo === undefined || validTo === 'infinity' ? [] : [{ ...posting, day: validTo }]));
  await record(
    ctx,
    ended.map((posting) => ({
      kind: 'directory.posting-ended',
      subject: posting.personId,
      unitId: posting.unitId,
      day: posting.day,
      data: { posting: posting.id, post: posting.postId },
    })),
  );
}

/** Ends postings on a day (the first day on which the post is no longer held); throws `conflict` when one is not held then. */
export async function endPostings(ctx: Acting, postingIds: string[], day: Day): Promise<void> {
  const ended = await all(
    ctx.db,
    sql<{ id: string; post_id: string; unit_id: string; person_id: string }>`
    update kernel.posting
    set valid_to = ${day}
    where posting.id = any(${postingIds}::uuid[])
      and posting.valid_from < ${day}
      and posting.valid_to > ${day}
    returning posting.id, posting.post_id, posting.unit_id, posting.person_id`,
  );
  if (ended.length !== new Set(postingIds).size) throw new Problem('conflict', 'directory.posting-not-held', { day });
  await record(
    ctx,
    ended.map((posting) => ({
      kind: 'directory.posting-ended',
      subject: posting.person_id,
      unitId: posting.unit_id,
      day,
      data: { posting: posting.id, post: posting.post_id },
    })),
  );
}

/** Notes from which day people are union members, with the day they consented to its being kept. */
export async function joinUnion(ctx: Acting, members: { personId: string; day: Day; consentDay: Day }[]): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into directory.union_membership (id, person_id, consent_day, valid_from)
    select member.id, member.person_id, member.consent_day, member.day
    from unnest(
      ${members.map(() => newId())}::uuid[],
      ${members.map(({ personId }) => personId)}::uuid[],
      ${members.map(({ consentDay }) => consentDay)}::date[],
      ${members.map(({ day }) => day)}::date[]
    ) as member (id, person_id, consent_day, day)`,
  );
  await recordWherePosted(ctx, 'directory.union-joined', members);
}

/** Notes that people are no longer union members from a day on. */
export async function leaveUnion(ctx: Acting, personIds: string[], day: Day): Promise<void> {
  await all(
    ctx.db,
    sql`
    update directory.union_membership as membership
    set valid_to = ${day}
    where membership.person_id = any(${personIds}::uuid[])
      and membership.valid_from < ${day}
      and membership.valid_to > ${day}`,
  );
  await recordWherePosted(
    ctx,
    'directory.union-left',
    personIds.map((personId) => ({ personId, day })),
  );
}

/** Notes on which days people used their accounts. A day within the running 90 days lengthens them. */
export async function useAccounts(ctx: Acting, uses: { personId: string; day: Day }[]): Promise<void> {
  await extend(
    ctx.db,
    'account_use',
    'person_id',
    uses.map(({ personId, day }) => ({ id: personId, day })),
  );
  await recordWherePosted(ctx, 'directory.account-used', uses);
}

/** Notes on which days units' registers were confirmed as right. */
export async function confirmRegisters(ctx: Acting, confirmations: { unitId: string; day: Day }[]): Promise<void> {
  await extend(
    ctx.db,
    'register_confirmation',
    'unit_id',
    confirmations.map(({ unitId, day }) => ({ id: unitId, day })),
  );
  await record(
    ctx,
    confirmations.map(({ unitId, day }) => ({ kind: 'directory.register-confirmed', subject: unitId, unitId, day })),
  );
}

/** Records one fact a person, in the unit of the main post on the day; people without one then leave no fact. */
export async function recordWherePosted(ctx: Acting, kind: string, acts: { personId: string; day: Day; data?: Record<string, unknown> }[]): Promise<void> {
  if (acts.length === 0) return;
  const rows = await all(
    ctx.db,
    sql<{ place: number; unit_id: string }>`
    select act.place::integer as place, posting.unit_id
    from unnest(
      ${acts.map(({ personId }) => personId)}::uuid[],
      ${acts.map(({ day }) => day)}::date[]
    ) with ordinality as act (person_id, day, place)
    join kernel.posting
      on posting.person_id = act.person_id
      and posting.main
      and posting.valid_from <= act.day
      and posting.valid_to > act.day`,
  );
  const units = new Map(rows.map(({ place, unit_id }) => [place, unit_id]));
  await record(
    ctx,
    acts.flatMap(({ personId, day, data }, index) => {
      const unitId = units.get(index + 1);
      return unitId === undefined ? [] : [{ kind, subject: personId, unitId, day, ...(data === undefined ? {} : { data }) }];
    }),
  );
}

type RangeTable = 'account_use' | 'register_confirmation';
type RangeOwner = 'person_id' | 'unit_id';

/**
 * Adds for each id the range [day, day + 90) to its ranges, joined with those it touches, so that ranges of one id never overlap.
 * Days may come in any order and more than once.
 */
async function extend(db: Db, table: RangeTable, column: RangeOwner, days: { id: string; day: Day }[]): Promise<void> {
  if (days.length === 0) return;
  const joined = await takeJoined(db, table, column, days);
  await all(
    db,
    sql`
    insert into ${sql.table(`directory.${table}`)} (id, ${sql.ref(column)}, valid_from, valid_to)
    select range.new_id, range.owner_id, range.valid_from, range.valid_to
    from unnest(
      ${joined.map(() => newId())}::uuid[],
      ${joined.map(({ id }) => id)}::uuid[],
      ${joined.map(({ valid_from }) => valid_from)}::date[],
      ${joined.map(({ valid_to }) => valid_to)}::date[]
    ) as range (new_id, owner_id, valid_from, valid_to)`,
  );
}

/** The ranges of these days joined with those they touch, which are taken out of the table. */
function takeJoined(db: Db, table: RangeTable, column: RangeOwner, days: { id: string; day: Day }[]): Promise<{ id: string; valid_from: Day; valid_to: Day }[]> {
  const owner = sql.ref(column);
  return all(
    db,
    sql<{ id: string; valid_from: Day; valid_to: Day }>`
    with given as (
      select given.id, range_agg(daterange(given.day, given.until)) as ranges
      from unnest(
        ${days.map(({ id }) => id)}::uuid[],
        ${days.map(({ day }) => day)}::date[],
        ${days.map(({ day }) => addDays(day, RECENT_DAYS))}::date[]
      ) as given (id, day, until)
      group by given.id
    ),
    touched as (
      delete from ${sql.table(`directory.${table}`)} as kept
      using given
      where kept.${owner} = given.id
        and (given.ranges && daterange(kept.valid_from, kept.valid_to) or given.ranges -|- datemultirange(daterange(kept.valid_from, kept.valid_to)))
      returning kept.${owner} as id, daterange(kept.valid_from, kept.valid_to) as range
    ),
    everything as (
      select given.id, unnest(given.ranges) as range from given
      union all
      select touched.id, touched.range from touched
    ),
    merged as (
      select everything.id, unnest(range_agg(everything.range)) as range
      from everything
      group by everything.id
    )
    select merged.id, lower(merged.range)::text as valid_from, upper(merged.range)::text as valid_to
    from merged`,
  );
}
