import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { addSuccessions, personOf, rebuildTree, type NewPosting } from '#kernel/org/index.ts';
import { closePosts, endPostings, openPosts, startPostings } from '../register/acts.ts';
import { endCodes, endUnits, formUnits, recordUnits, restateUnits } from '../units/acts.ts';
import type { Effects, Plan } from './model.ts';
import { readSituation, type HeldPost, type RunningGrant, type Situation } from './situation.ts';

/** Key of the advisory lock that lets one reorganisation at a time change the tree. */
const LOCK = 7_201_002;

/**
 * Carries a plan out, wholly or (in the transaction of `ctx.db`) not at all, and tells the people concerned. Returns what is needed to take it back.
 * Throws `conflict` when a post of an ending unit has no place to go, or something has changed since the plan was made.
 */
export async function carryOut(ctx: Pick<Ctx, 'db' | 'actor' | 'now' | 'services'>, plan: Plan): Promise<Effects> {
  const { db } = ctx;
  await all(db, sql`select pg_advisory_xact_lock(${LOCK})`);
  const changed = plan.states.map(({ id }) => id);
  const situation = await readSituation(
    db,
    [...new Set([...plan.ends, ...changed])],
    plan.fresh.map(({ parentId }) => parentId),
    plan.day,
  );
  const posts = situation.posts.filter(({ unitId }) => plan.ends.includes(unitId));
  const targets = new Map(plan.moves.map(({ postId, unitId }) => [postId, unitId]));
  if (posts.some(({ id }) => !targets.has(id))) throw new Problem('conflict', 'reorganisation.changed-since');
  const before = await snapshot(db, [...plan.ends, ...changed]);
  const since = await lastFact(db);
  await changeTree(ctx, plan);
  const moved = await movePosts(ctx, plan, posts, targets);
  await addSuccessions(
    db,
    plan.successions.map((pair) => ({ ...pair, day: plan.day, basis: plan.basis })),
    personOf(ctx.actor) ?? null,
  );
  const grants = await passRoles(
    ctx,
    plan,
    situation.grants.filter(({ unitId }) => plan.ends.includes(unitId)),
  );
  await tellPeople(ctx, plan, situation, targets);
  const formed = plan.fresh.map(({ id }) => id);
  return { formed, touched: [...plan.ends, ...changed], ...before, ...moved, grants, successions: plan.successions, facts: await factsSince(db, since) };
}

async function changeTree(ctx: Pick<Ctx, 'db' | 'actor'>, plan: Plan): Promise<void> {
  await endCodes(ctx.db, plan.ends, plan.day);
  const codes = plan.fresh.flatMap(({ id, system, code }) => (code === null ? [] : [{ unitId: id, system, code, validFrom: plan.day }]));
  if (plan.fresh.length > 0)
    await formUnits(
      ctx,
      plan.fresh.map(({ id, kind, nameVi, nameEn, parentId }) => ({ id, kind, nameVi, nameEn, parentId, validFrom: plan.day })),
      codes,
    );
  const former = new Map(
    (
      await snapshot(
        ctx.db,
        plan.states.map(({ id }) => id),
      )
    ).versions
      .filter(({ validTo }) => validTo > plan.day)
      .map((version) => [version.unitId, version]),
  );
  await restateUnits(ctx.db, plan.states, plan.day);
  await endUnits(ctx.db, plan.ends, plan.day);
  await rebuildTree(ctx.db);
  await recordUnits(ctx, [
    ...plan.states.map(({ id, parentId }) => ({ unitId: id, day: plan.day, what: former.get(id)?.parentId === parentId ? ('renamed' as const) : ('moved' as const) })),
    ...plan.ends.map((unitId) => ({ unitId, day: plan.day, what: 'abolished' as const })),
  ]);
}

/** Each post of an ending unit closes, one like it opens in the target unit, and whoever held the one holds the other. */
async function movePosts(ctx: Pick<Ctx, 'db' | 'actor'>, { day }: Plan, posts: HeldPost[], targets: Map<string, string>): Promise<Pick<Effects, 'posts' | 'postings'>> {
  const pairs = posts.flatMap((post) => {
    const unitId = targets.get(post.id);
    return unitId === undefined ? [] : [{ post, unitId, newPostId: newId(), newPostingId: newId() }];
  });
  const postings = pairs.flatMap(({ post: { posting }, unitId, newPostId, newPostingId }): { old: NonNullable<typeof posting>; fresh: NewPosting }[] =>
    posting === null ? [] : [{ old: posting, fresh: { ...posting, id: newPostingId, postId: newPostId, unitId, validFrom: day } }],
  );
  await endPostings(
    ctx,
    postings.map(({ old }) => old.id),
    day,
  );
  await closePosts(
    ctx,
    pairs.map(({ post }) => post.id),
    day,
  );
  await openPosts(
    ctx,
    pairs.map(({ post: { title, kind, validTo }, unitId, newPostId }) => ({ id: newPostId, unitId, title, kind, validFrom: day, validTo })),
  );
  await startPostings(
    ctx,
    postings.map(({ fresh }) => fresh),
  );
  return {
    posts: pairs.map(({ post, newPostId }) => ({ oldId: post.id, newId: newPostId, validTo: post.validTo })),
    postings: postings.map(({ old, fresh }) => ({ oldId: old.id, newId: fresh.id, personId: old.personId, validTo: old.validTo })),
  };
}

/** Roles over ending units end; when they are to follow, the same role is granted over the only successor. */
async function passRoles(ctx: Pick<Ctx, 'db' | 'actor'>, plan: Plan, grants: RunningGrant[]): Promise<Effects['grants']> {
  const heirs = Map.groupBy(plan.successions, ({ oldId }) => oldId);
  const rows = grants.map((grant) => {
    const [heir, ...others] = heirs.get(grant.unitId) ?? [];
    return { ...grant, heir: plan.roles === 'follow' && others.length === 0 ? heir?.newId : undefined, newId: newId() };
  });
  await all(
    ctx.db,
    sql`
    update kernel.role_grant as granted
    set valid_to = greatest(${plan.day}::date, granted.valid_from)
    where granted.id = any(${rows.map(({ id }) => id)}::uuid[])`,
  );
  const passed = rows.flatMap((row) => (row.heir === undefined ? [] : [{ ...row, heir: row.heir }]));
  await all(
    ctx.db,
    sql`
    insert into kernel.role_grant (id, person_id, role, unit_id, valid_from, valid_to, granted_by)
    select passed.id, passed.person_id, passed.role, passed.unit_id, ${plan.day}, passed.valid_to, ${personOf(ctx.actor) ?? null}
    from unnest(
      ${passed.map((row) => row.newId)}::uuid[],
      ${passed.map(({ personId }) => personId)}::uuid[],
      ${passed.map(({ role }) => role)}::text[],
      ${passed.map(({ heir }) => heir)}::uuid[],
      ${passed.map(({ validTo }) => validTo)}::date[]
    ) as passed (id, person_id, role, unit_id, valid_to)`,
  );
  return rows.map(({ id, heir, newId: fresh, validTo }) => ({ oldId: id, newId: heir === undefined ? null : fresh, validTo }));
}

/** One message for each pair of old and new unit, to whoever held a post there. */
async function tellPeople(ctx: Pick<Ctx, 'db' | 'now' | 'services'>, plan: Plan, situation: Situation, targets: Map<string, string>): Promise<void> {
  const stated = new Set(plan.states.map(({ id }) => id));
  const told = situation.posts.flatMap(({ id, unitId, posting }) => {
    const to = targets.get(id) ?? (stated.has(unitId) ? unitId : undefined);
    return posting === null || to === undefined ? [] : [{ personId: posting.personId, from: unitId, to }];
  });
  const names = new Map(
    (
      await all(
        ctx.db,
        sql<{ id: string; name: string }>`
    select version.unit_id as id, version.name_vi as name
    from kernel.unit_version as version
    where version.unit_id = any(${told.map(({ to }) => to)}::uuid[])
      and version.valid_from <= ${plan.day}
      and version.valid_to > ${plan.day}`,
      )
    ).map(({ id, name }) => [id, name]),
  );
  for (const group of Map.groupBy(told, ({ from, to }) => `${from} ${to}`).values()) {
    const [{ from, to } = { from: '', to: '' }] = group;
    const values = { from: situation.units.get(from)?.nameVi ?? '', to: names.get(to) ?? '', day: plan.day.split('-').toReversed().join('/') };
    await notify(ctx, { to: group.map(({ personId }) => personId), key: 'reorganisation.notice', values, href: `/units/${to}` });
  }
}

/** The states and codes of units as they are now. */
export async function snapshot(db: Db, unitIds: string[]): Promise<Pick<Effects, 'versions' | 'codes'>> {
  const versions = await all(
    db,
    sql<Effects['versions'][number]>`
    select version.unit_id as "unitId", version.kind, version.name_vi as "nameVi", version.name_en as "nameEn", version.parent_id as "parentId",
      version.valid_from as "validFrom", version.valid_to as "validTo"
    from kernel.unit_version as version
    where version.unit_id = any(${unitIds}::uuid[])`,
  );
  const codes = await all(
    db,
    sql<Effects['codes'][number]>`
    select code.unit_id as "unitId", code.system, code.code, code.valid_from as "validFrom", code.valid_to as "validTo"
    from kernel.unit_code as code
    where code.unit_id = any(${unitIds}::uuid[])`,
  );
  return { versions, codes };
}

async function lastFact(db: Db): Promise<string> {
  const [row] = await all(db, sql<{ moment: string }>`select clock_timestamp()::text as moment`);
  return row?.moment ?? '-infinity';
}

/** The facts that this transaction has recorded since a moment. */
async function factsSince(db: Db, moment: string): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    select fact.id
    from kernel.fact
    where fact.recorded_at >= ${moment}::timestamptz
      and fact.xmin = pg_current_xact_id()::xid`,
  );
  return rows.map(({ id }) => id);
}
