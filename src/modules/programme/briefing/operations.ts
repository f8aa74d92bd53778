import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { sql } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';
import { SEE, seesAll } from '../meetings/seen.ts';
import { wasSentTo } from '../meetings/store.ts';
import { closed } from '../plans/model.ts';
import { keepBriefing } from './keep.ts';
import { Briefing, KeptBriefing } from './model.ts';
import { findContent, listBriefings } from './store.ts';

const briefings = Compile(Briefing);
/** Briefings that the list shows. */
const SHOWN = 50;

/** Makes the briefing. */
export const makeBriefing = operation({
  name: 'programme.make-briefing',
  summary: 'Make the committee’s two-page briefing of today as PDF and spreadsheet and keep both; small groups stay protected as for the public.',
  kind: 'write',
  http: 'POST /programme/briefings',
  permission: SEE,
  unit: () => undefined,
  input: Type.Object({}, closed),
  output: Type.Object({ id: Type.String({ description: 'Briefing' }) }, closed),
  trace: (_, { id: subject }) => ({ subject }),
  run: async (ctx) => ({ id: (await keepBriefing(ctx)).id }),
});

/** The briefings that were kept. */
export const listBriefingsOperation = operation({
  name: 'programme.list-briefings',
  summary: 'The briefings that were kept, newest first, at most 50; a member of a meeting sees those that were sent for it.',
  kind: 'read',
  http: 'GET /programme/briefings',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object({ briefings: Type.Array(KeptBriefing, { description: 'Briefings' }), mayMake: Type.Boolean({ description: 'Whether the asker may make one' }) }, closed),
  run: async (ctx) => {
    const all = await listBriefings(ctx.db, sql<boolean>`true`, SHOWN);
    const mine = seesAll(ctx) ? all : await filterSent(ctx, all);
    return { briefings: mine, mayMake: mayAnywhere(ctx.actor, SEE) };
  },
});

async function filterSent(ctx: Ctx, all: KeptBriefing[]): Promise<KeptBriefing[]> {
  const me = personOf(ctx.actor) ?? '';
  const sent = await Promise.all(all.map(({ id }) => wasSentTo(ctx.db, id, me)));
  return all.filter((_, index) => sent[index] === true);
}

/** One briefing, as it was kept. */
export const readBriefing = operation({
  name: 'programme.read-briefing',
  summary: 'A kept briefing with every number and sentence as it was made.',
  kind: 'read',
  http: 'GET /programme/briefings/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Briefing' }) }, closed),
  output: Type.Object({ kept: KeptBriefing, content: Briefing }, closed),
  run: async (ctx, { id }) => {
    await mustSee(ctx, id);
    const kept = found((await listBriefings(ctx.db, sql<boolean>`briefing.id = ${id}`, 1))[0], 'briefing.no-briefing');
    const stored = await findContent(ctx.db, id);
    if (!briefings.Check(stored?.content)) throw new Error(`The briefing ${id} is kept in a form that this program does not know.`);
    return { kept, content: stored.content };
  },
});

/** Whether a document is a briefing that the asker may open. */
export const openBriefing = operation({
  name: 'programme.open-briefing',
  summary: 'Check that a document is a briefing that the asker may open; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /programme/briefing-files/{id}',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Document' }) }, closed),
  trace: ({ id: subject }) => ({ subject }),
  run: async (ctx, { id }) => {
    const [kept] = await listBriefings(ctx.db, sql<boolean>`${id} in (briefing.pdf_id, briefing.xlsx_id)`, 1);
    await mustSee(ctx, found(kept, 'document.no-document').id);
    return { id };
  },
});

async function mustSee(ctx: Ctx, id: string): Promise<void> {
  if (seesAll(ctx) || (await wasSentTo(ctx.db, id, personOf(ctx.actor) ?? ''))) return;
  throw new Problem('missing', 'briefing.no-briefing');
}
