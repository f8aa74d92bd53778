import Type from 'typebox';
import { formatDay } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, may, permissionTitle, personOf } from '#kernel/org/index.ts';
import { DayText, Id, Name } from '../units/model.ts';
import { carryOut } from './carry-out.ts';
import { ActLine, ActView, Draft, EMPTY_DRAFT, REORGANISATION_KINDS } from './model.ts';
import { judge, viewOf } from './preview.ts';
import { deleteAct, getAct, getEffects, insertAct, listActs, markApplied, markReverted, updateAct, type Reorganisation } from './store.ts';
import { takeBack } from './undo.ts';

const closed = { additionalProperties: false };
const permission = 'directory.reorganise';
/** A reorganisation reaches over the borders of units: the permission is needed over the whole city. */
const unit = () => undefined;
const byId = Type.Object({ id: Id }, closed);
const basis = {
  day: Type.String({ format: 'date', description: 'Day on which it takes effect, YYYY-MM-DD' }),
  number: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'Number of the decision' }),
  issued: Type.String({ format: 'date', description: 'Day of the decision, YYYY-MM-DD' }),
  issuer: Name,
};

/** The planned and past acts. */
export const listReorganisations = operation({
  name: 'directory.list-reorganisations',
  summary: 'Planned and carried-out reorganisations, latest first',
  kind: 'read',
  http: 'GET /directory/reorganisations',
  permission,
  unit,
  input: Type.Object(
    { afterDay: Type.Optional(DayText), afterId: Type.Optional(Id), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Acts, 30 when left out' })) },
    closed,
  ),
  output: Type.Object({ acts: Type.Array(ActLine), more: Type.Boolean({ description: 'Whether there are more' }) }, closed),
  run: async ({ db }, { afterDay, afterId, limit = 30 }) => {
    const acts = await listActs(db, limit + 1, afterDay === undefined || afterId === undefined ? undefined : { day: afterDay, id: afterId });
    return { acts: acts.slice(0, limit).map(({ draft: _draft, appliedOn: _on, ...line }) => line), more: acts.length > limit };
  },
});

/** An act with its preview. */
export const readReorganisation = operation({
  name: 'directory.read-reorganisation',
  summary: 'A reorganisation with what it would do: units, posts and people concerned, what stands in its way, what to mind',
  kind: 'read',
  http: 'GET /directory/reorganisations/{id}',
  permission,
  unit,
  input: byId,
  output: ActView,
  run: async (ctx, { id }) => viewOf(ctx, await getAct(ctx.db, id)),
});

/** Begins a draft. */
export const startReorganisation = operation({
  name: 'directory.start-reorganisation',
  summary: 'Begin the draft of a reorganisation; nothing changes until it is applied',
  kind: 'write',
  http: 'POST /directory/reorganisations',
  permission,
  unit,
  input: Type.Object({ kind: Type.Enum([...REORGANISATION_KINDS], { description: 'Kind of act' }), ...basis, draft: Type.Optional(Draft) }, closed),
  output: byId,
  trace: ({ kind }, { id }) => ({ subject: id, detail: { kind } }),
  run: async (ctx, { draft = EMPTY_DRAFT, ...act }) => {
    const id = newId();
    await insertAct(ctx.db, { id, draft, ...act }, personOf(ctx.actor) ?? null, ctx.now.toString());
    return { id };
  },
});

/** Changes a draft. */
export const editReorganisation = operation({
  name: 'directory.edit-reorganisation',
  summary: 'Change the day, the legal basis or the content of a draft',
  kind: 'write',
  http: 'PUT /directory/reorganisations/{id}',
  permission,
  unit,
  input: Type.Object(
    {
      id: Id,
      day: Type.Optional(basis.day),
      number: Type.Optional(basis.number),
      issued: Type.Optional(basis.issued),
      issuer: Type.Optional(basis.issuer),
      draft: Type.Optional(Draft),
    },
    closed,
  ),
  output: byId,
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, ...changes }) => {
    await updateAct(ctx.db, { ...(await getDraft(ctx, id)), ...changes });
    return { id };
  },
});

/** Takes a draft away. */
export const deleteReorganisation = operation({
  name: 'directory.delete-reorganisation',
  summary: 'Take a draft away',
  kind: 'write',
  http: 'DELETE /directory/reorganisations/{id}',
  permission,
  unit,
  input: byId,
  output: byId,
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    await getDraft(ctx, id);
    await deleteAct(ctx.db, id);
    return { id };
  },
});

/** Carries a draft out. */
export const applyReorganisation = operation({
  name: 'directory.apply-reorganisation',
  summary: 'Carry a draft out, wholly or not at all: units, posts, people and roles; the people concerned are told',
  kind: 'write',
  http: 'POST /directory/reorganisations/{id}/apply',
  permission,
  unit,
  input: byId,
  output: Type.Object({ id: Id, posts: Type.Integer({ description: 'Posts moved' }), people: Type.Integer({ description: 'People moved' }) }, closed),
  trace: ({ id }, { posts, people }) => ({ subject: id, detail: { posts, people } }),
  run: async (ctx, { id }) => {
    const { plan, blocks } = await judge(ctx, await getDraft(ctx, id));
    const errors = blocks.map(({ code, values }) => ({ at: '', code: `reorganisation.note.${code}`, values }));
    if (blocks.length > 0) throw new Problem('conflict', 'reorganisation.blocked', { n: blocks.length }, errors);
    if (plan.roles === 'follow')
      await mustGrant(
        ctx,
        plan.successions.map(({ newId: heir }) => heir),
      );
    const effects = await carryOut(ctx, plan);
    await markApplied(ctx.db, id, effects, personOf(ctx.actor) ?? null, ctx.today);
    return { id, posts: effects.posts.length, people: new Set(effects.postings.map(({ personId }) => personId)).size };
  },
});

/** Takes an applied act back. */
export const revertReorganisation = operation({
  name: 'directory.revert-reorganisation',
  summary: 'Take an act back on the day on which it was applied, while nothing has been recorded in its units since',
  kind: 'write',
  http: 'POST /directory/reorganisations/{id}/revert',
  permission,
  unit,
  input: byId,
  output: byId,
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const act = await getAct(ctx.db, id, true);
    if (act.state !== 'applied') throw new Problem('conflict', 'reorganisation.not-applied');
    if (act.appliedOn !== ctx.today) throw new Problem('conflict', 'reorganisation.too-late', { day: formatDay(act.appliedOn ?? act.day) });
    const { effects, appliedAt } = await getEffects(ctx.db, id);
    await takeBack(ctx, effects, appliedAt, act.day);
    await markReverted(ctx.db, id, personOf(ctx.actor) ?? null);
    return { id };
  },
});

async function getDraft(ctx: Ctx, id: string): Promise<Reorganisation> {
  const act = await getAct(ctx.db, id, true);
  if (act.state !== 'draft') throw new Problem('conflict', 'reorganisation.not-draft');
  return act;
}

/** Passing roles on is granting them: whoever applies needs that permission over the whole city. */
async function mustGrant(ctx: Ctx, heirs: string[]): Promise<void> {
  const root = await getRoot(ctx.db, ctx.today);
  if (heirs.length === 0 || (await may(ctx.db, ctx.actor, 'directory.grant-roles', root.id, ctx.today))) return;
  throw new Problem('forbidden', 'operation.not-allowed-here', { permission: permissionTitle('directory.grant-roles', ctx.locale) });
}
