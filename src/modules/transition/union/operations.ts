import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf, scope } from '#kernel/org/index.ts';
import { pinnedVersion } from '#kernel/procedure/index.ts';
import { prose } from '../impact/index.ts';
import { closed } from '../model.ts';
import { aidKind, AidLine, answerText, CaseCount, id, Matter } from './model.ts';
import { addAid, addMatter, countCases, type Counted, endMatter, findUnitOfAid, findUnitOfMatter, listAid, listMatters, putAidAnswer } from './store.ts';

const DESK = 'transition.speak-for-union';

/** A worker asks the union for help. */
export const askAid = operation({
  name: 'transition.ask-aid',
  summary: 'Ask the union for legal aid or help in hardship; only you and the union read it.',
  kind: 'write',
  http: 'POST /transition/aid',
  permission: 'signed-in',
  input: Type.Object({ kind: aidKind, body: prose('What you need', 10_000) }, closed),
  output: Type.Object({ id }, closed),
  trace: ({ kind }) => ({ detail: { kind } }),
  run: async (ctx, { kind, body }) => {
    const personId = found(personOf(ctx.actor), 'operation.sign-in-first');
    const fresh = newId();
    await addAid(ctx.db, { id: fresh, personId, kind, body, day: ctx.today });
    return { id: fresh };
  },
});

/** One's own requests. */
export const listOwnAid = operation({
  name: 'transition.list-own-aid',
  summary: 'Your requests to the union with what it answered.',
  kind: 'read',
  http: 'GET /transition/own-aid',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(AidLine),
  run: async (ctx) => {
    const personId = personOf(ctx.actor);
    return personId === undefined ? [] : (await listAid(ctx.db, { personId })).map(({ name: _name, ...line }) => line);
  },
});

/** The union answers a request. */
export const answerAid = operation({
  name: 'transition.answer-aid',
  summary: 'The union answers a request for aid.',
  kind: 'write',
  http: 'POST /transition/aid/{id}/answer',
  permission: DESK,
  unit: (ctx, given) => findUnitOfAid(ctx.db, given.id),
  input: Type.Object({ id, answer: answerText }, closed),
  output: Type.Object({ id }, closed),
  run: async (ctx, given) => {
    const open = await putAidAnswer(ctx.db, { ...given, day: ctx.today, by: personOf(ctx.actor) ?? null });
    if (!open) throw new Problem('conflict', 'transition-union.answered-already');
    return { id: given.id };
  },
});

/** The union takes up a matter of many. */
export const openMatter = operation({
  name: 'transition.open-matter',
  summary: 'The union takes up a matter of many workers; for the union only.',
  kind: 'write',
  http: 'POST /transition/matters',
  permission: DESK,
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit concerned' }), title: prose('Title', 200), body: prose('What it is about', 10_000) }, closed),
  output: Type.Object({ id }, closed),
  run: async (ctx, given) => {
    const fresh = newId();
    await addMatter(ctx.db, { ...given, id: fresh, day: ctx.today });
    return { id: fresh };
  },
});

/** The union ends a matter. */
export const closeMatter = operation({
  name: 'transition.close-matter',
  summary: 'The union ends a collective matter with its outcome.',
  kind: 'write',
  http: 'POST /transition/matters/{id}/end',
  permission: DESK,
  unit: (ctx, given) => findUnitOfMatter(ctx.db, given.id),
  input: Type.Object({ id, outcome: answerText }, closed),
  output: Type.Object({ id }, closed),
  run: async (ctx, given) => {
    if (!(await endMatter(ctx.db, { ...given, day: ctx.today }))) throw new Problem('conflict', 'transition-union.ended-already');
    return { id: given.id };
  },
});

/** The desk of the union. */
export const readDesk = operation({
  name: 'transition.read-union-desk',
  summary: 'The desk of the union: how many cases stand where and are late, requests for aid, collective matters. For the union only.',
  kind: 'read',
  http: 'GET /transition/union',
  permission: DESK,
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      counts: Type.Array(CaseCount, { description: 'Cases by procedure and state' }),
      aid: Type.Array(Type.Object({ ...AidLine.properties, name: Type.String({ description: 'Who asks' }) }, closed), { description: 'Unanswered first' }),
      matters: Type.Array(Matter, { description: 'Open ones first' }),
    },
    closed,
  ),
  run: async (ctx) => {
    const counts = await countCases(ctx.db, scope(ctx.actor, DESK, sql`file.unit_id`, ctx.today), ctx.today);
    return {
      counts: await titled(ctx, counts),
      aid: await listAid(ctx.db, { condition: scope(ctx.actor, DESK, sql`posting.unit_id`, ctx.today), day: ctx.today }),
      matters: await listMatters(ctx.db, scope(ctx.actor, DESK, sql`matter.unit_id`, ctx.today)),
    };
  },
});

/** The counts under the titles of the version that the cases follow; states of several versions with the same title are one. */
async function titled(ctx: Ctx, counts: Counted[]): Promise<{ procedure: string; state: string; cases: number; late: number }[]> {
  const lines = new Map<string, { procedure: string; state: string; cases: number; late: number }>();
  for (const { procedure, version, state, cases, late } of counts) {
    const { title, states } = await pinnedVersion(ctx.db, procedure, version);
    const line = { procedure: title[ctx.locale], state: states[state]?.title[ctx.locale] ?? state };
    const key = JSON.stringify(line);
    const before = lines.get(key) ?? { cases: 0, late: 0 };
    lines.set(key, { ...line, cases: before.cases + cases, late: before.late + late });
  }
  return [...lines.values()];
}

/** The operations of the desk. */
export const deskOperations = [askAid, listOwnAid, answerAid, openMatter, closeMatter, readDesk];
