import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { lastChanges, moveLines } from '../roster/move.ts';
import { findHeld, openAgain, putBack, type Held } from './held.ts';
import { getGathering } from './operations.ts';
import type { Gathering } from './store.ts';

const Id = Type.String({ format: 'uuid', description: 'Group session' });

/** Why a session that was noted as held cannot be opened again, as the key of its sentence; undefined when it can. What people have done since rests on its having been held. */
function whyNot(ctx: Ctx, { running }: Gathering, { by, day, untouched }: Held): string | undefined {
  if (by === null || by !== personOf(ctx.actor)) return 'campaigns-gathering.reopen-not-yours';
  if (day !== ctx.today) return 'campaigns-gathering.reopen-over';
  if (!running) return 'campaigns-task.over';
  return untouched ? undefined : 'campaigns-gathering.reopen-moved';
}

/** Whether a session can be opened again. */
export const showReopening = operation({
  name: 'campaigns.show-reopening',
  summary: 'Whether a group session that was noted as held by mistake can be opened again, and why not.',
  kind: 'read',
  http: 'GET /campaigns/gatherings/{id}/reopening',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: Id }, closed),
  output: Type.Object({ whyNot: Type.Union([Type.String(), Type.Null()], { description: 'Key of the sentence that says why it cannot be opened again; null: it can' }) }, closed),
  run: async (ctx, { id }) => {
    const gathering = await getGathering(ctx, id);
    return { whyNot: whyNot(ctx, gathering, found(await findHeld(ctx.db, id), 'campaigns-gathering.not-held')) ?? null };
  },
});

/** Opens a session again. */
export const reopenGathering = operation({
  name: 'campaigns.reopen-gathering',
  summary:
    'Open a group session again that was noted as held by mistake, by whoever noted it, on the same day, while nothing has happened since to whoever was there: they stand as before. A trace stays.',
  kind: 'write',
  http: 'POST /campaigns/gatherings/{id}/reopening',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: Id }, closed),
  output: Type.Object({ people: Type.Integer({ description: 'People who stand as before' }) }, closed),
  trace: ({ id }, { people }) => ({ subject: id, detail: { people } }),
  run: async (ctx, { id }) => {
    const gathering = await getGathering(ctx, id);
    const why = whyNot(ctx, gathering, found(await findHeld(ctx.db, id), 'campaigns-gathering.not-held'));
    if (why !== undefined) throw new Problem('conflict', why);
    const moved = found(await openAgain(ctx.db, id, { by: personOf(ctx.actor) ?? null, now: ctx.now }), 'campaigns-gathering.not-held');
    const stood = (state: string): string[] => moved.filter(({ foundState }) => foundState === state).map((line) => line.id);
    const told = stood('invited');
    await moveLines(ctx, told, 'unopen', { channel: 'session', corrects: await lastChanges(ctx.db, told) });
    await moveLines(ctx, stood('needs-help'), 'unhelp', { channel: 'session' });
    await putBack(ctx.db, id);
    return { people: moved.length };
  },
});

/** What can be taken back of sessions that were noted as held. */
export const reopeningOperations = [showReopening, reopenGathering];
