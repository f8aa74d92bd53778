import { all, sql } from '#base/db/index.ts';
import { translator } from '#base/text/index.ts';
import { listMissingAmong, type GatedAct } from '#kernel/gate/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { listThese } from '../units/list.ts';
import type { ActView, Effects, Note } from './model.ts';
import { planOf, type Judged } from './rules.ts';
import { readSituation, type HeldPost, type Situation } from './situation.ts';
import { getEffects, type Reorganisation } from './store.ts';

/** The plan of a draft in the situation it meets now, with what gates hold back. */
export async function judge(ctx: Ctx, act: Reorganisation): Promise<Judged & { situation: Situation }> {
  const { draft, day } = act;
  const others = [...draft.into, ...draft.fresh.map(({ parentId }) => parentId)];
  const situation = await readSituation(ctx.db, draft.units, others, day);
  const basis = { number: act.number, day: act.issued, issuer: act.issuer };
  const judged = planOf(act.kind, day, basis, draft, situation, ctx.today);
  return { ...judged, blocks: [...judged.blocks, ...(await heldBack(ctx, judged.plan, situation))], situation };
}

/** Posts of ending units close and their holders move: one note for each post and thing that a gate misses, with its article. */
async function heldBack(ctx: Ctx, { ends, day }: Judged['plan'], { posts }: Situation): Promise<Note[]> {
  const closing = posts.filter(({ unitId }) => ends.includes(unitId));
  const acts = closing.flatMap((post): { post: HeldPost; act: GatedAct }[] => [
    { post, act: { what: 'close-post', postId: post.id, day } },
    ...(post.posting === null ? [] : [{ post, act: { what: 'end-posting' as const, postingId: post.posting.id, day, into: post.id } }]),
  ]);
  const held = await listMissingAmong(
    ctx,
    acts.map(({ act }) => act),
  );
  const t = translator(ctx.locale, ctx.services.root);
  const notes = held.flatMap(({ at, missing }) =>
    missing.map(({ code, values }) => ({ post: acts[at]?.post.title ?? '', why: t(code, values), key: `${acts[at]?.post.id} ${code}` })),
  );
  return [...new Map(notes.map((note) => [note.key, note])).values()].map(({ post, why }) => ({ code: 'gate', values: { post, why } }));
}

/** The act as its page shows it: a draft is judged anew each time, an act that was carried out shows what it did. */
export async function viewOf(ctx: Ctx, act: Reorganisation): Promise<ActView> {
  const { draft, appliedOn, ...line } = act;
  const before = dayBefore(act);
  const base = {
    act: line,
    draft,
    units: await listThese(ctx.db, draft.units, before),
    into: await listThese(ctx.db, draft.into, before),
    mayRevert: act.state === 'applied' && appliedOn === ctx.today,
  };
  if (act.state !== 'draft') return { ...base, ...done((await getEffects(ctx.db, act.id)).effects, act), blocks: [], warnings: [], children: [], posts: [] };
  return { ...base, ...planned(await judge(ctx, act), await listSeen(ctx, draft.units)) };
}

/** What a judged draft would do; the holders of posts in the units `seen` are named. */
function planned(
  { plan, blocks, warnings, situation }: Judged & { situation: Situation },
  seen: Set<string>,
): Pick<ActView, 'blocks' | 'warnings' | 'counts' | 'children' | 'posts'> {
  const target = new Map([...plan.moves.map(({ postId, unitId }) => [postId, unitId] as const), ...plan.states.map(({ id, parentId }) => [id, parentId] as const)]);
  const ending = situation.posts.filter(({ unitId }) => plan.ends.includes(unitId));
  return {
    blocks,
    warnings,
    counts: {
      ends: plan.ends.length,
      formed: plan.fresh.length,
      changed: plan.states.length,
      posts: plan.moves.length,
      people: new Set(ending.flatMap(({ posting }) => posting?.personId ?? [])).size,
    },
    children: situation.children
      .filter(({ parentId }) => parentId !== null && plan.ends.includes(parentId))
      .map(({ id, nameVi, nameEn }) => ({ id, nameVi, nameEn, target: target.get(id) ?? null })),
    posts: ending.slice(0, 500).map(({ id, unitId, title, kind, posting, validTo }) => ({
      id,
      unitId,
      title,
      kind,
      validTo,
      held: posting !== null,
      holder: seen.has(unitId) ? (posting?.name ?? null) : null,
      personId: seen.has(unitId) ? (posting?.personId ?? null) : null,
      target: target.get(id) ?? null,
    })),
  };
}

/** Units that end are listed as they were the day before. */
function dayBefore({ day, state }: Reorganisation): string {
  return state === 'applied' ? Temporal.PlainDate.from(day).subtract({ days: 1 }).toString() : day;
}

function done(effects: Effects, { kind, draft }: Reorganisation): Pick<ActView, 'counts'> {
  const ends = kind === 'rename' || kind === 'move' ? 0 : draft.units.filter((id) => !draft.into.includes(id)).length;
  return {
    counts: {
      ends,
      formed: effects.formed.length,
      changed: effects.touched.length - ends,
      posts: effects.posts.length,
      people: new Set(effects.postings.map(({ personId }) => personId)).size,
    },
  };
}

async function listSeen(ctx: Ctx, unitIds: string[]): Promise<Set<string>> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    select unit.id
    from unnest(${unitIds}::uuid[]) as unit (id)
    where ${scope(ctx.actor, 'directory.see-persons', sql`unit.id`, ctx.today)}`,
  );
  return new Set(rows.map(({ id }) => id));
}
