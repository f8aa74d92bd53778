import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { listThese } from '../units/list.ts';
import { DayText, EndDay, Id, nullable, UnitId, UnitLine } from '../units/model.ts';
import { Draft, REORGANISATION_KINDS, type Effects } from './model.ts';
import { planOf, type Judged } from './rules.ts';
import { readSituation, type Situation } from './situation.ts';
import { getEffects, type Reorganisation } from './store.ts';

const closed = { additionalProperties: false };
const Notes = Type.Array(Type.Object({ code: Type.String({ description: 'reorganisation.note.<code> is its sentence' }), values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])) }, closed));

/** An act in a list. */
export const ActLine = Type.Object(
  {
    id: Id,
    kind: Type.Enum([...REORGANISATION_KINDS]),
    day: DayText,
    number: Type.String({ description: 'Number of the decision' }),
    issued: Type.String({ description: 'Day of the decision' }),
    issuer: Type.String({ description: 'Who decided' }),
    state: Type.Enum(['draft', 'applied', 'reverted']),
  },
  closed,
);

/** An act with what it would do, or did. */
export const ActView = Type.Object(
  {
    act: ActLine,
    draft: Draft,
    units: Type.Array(UnitLine, { description: 'Units concerned, as they stand before the act' }),
    into: Type.Array(UnitLine, { description: 'Units that take over' }),
    counts: Type.Object(
      { ends: Type.Integer(), formed: Type.Integer(), changed: Type.Integer(), posts: Type.Integer(), people: Type.Integer({ description: 'People who change their unit' }) },
      closed,
    ),
    blocks: Notes,
    warnings: Notes,
    children: Type.Array(Type.Object({ id: UnitId, nameVi: Type.String(), nameEn: Type.String(), target: nullable(UnitId) }, closed), { description: 'Units under the ending ones' }),
    posts: Type.Array(
      Type.Object({ id: Id, unitId: UnitId, title: Type.String(), kind: Type.String(), holder: nullable(Type.String({ description: 'Name, for whoever may see it' })), personId: nullable(Id), held: Type.Boolean(), target: nullable(UnitId), validTo: EndDay }, closed),
      { description: 'Posts of the ending units and where they go; at most 500' },
    ),
    mayRevert: Type.Boolean(),
  },
  closed,
);
export type ActView = Type.Static<typeof ActView>;

/** The plan of a draft in the situation it meets now. */
export async function judge(ctx: Pick<Ctx, 'db' | 'today'>, act: Reorganisation): Promise<Judged & { situation: Situation }> {
  const { draft, day } = act;
  const others = [...draft.into, ...draft.fresh.map(({ parentId }) => parentId)];
  const situation = await readSituation(ctx.db, draft.units, others, day);
  const basis = { number: act.number, day: act.issued, issuer: act.issuer };
  return { ...planOf(act.kind, day, basis, draft, situation, ctx.today), situation };
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
  const { plan, blocks, warnings, situation } = await judge(ctx, act);
  const target = new Map([...plan.moves.map(({ postId, unitId }) => [postId, unitId] as const), ...plan.states.map(({ id, parentId }) => [id, parentId] as const)]);
  const seen = await listSeen(ctx, draft.units);
  const ending = situation.posts.filter(({ unitId }) => plan.ends.includes(unitId));
  return {
    ...base,
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
  const rows = await all(ctx.db, sql<{ id: string }>`
    select unit.id
    from unnest(${unitIds}::uuid[]) as unit (id)
    where ${scope(ctx.actor, 'directory.see-persons', sql`unit.id`, ctx.today)}`);
  return new Set(rows.map(({ id }) => id));
}
