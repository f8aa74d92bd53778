import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { getGathering, Place } from './operations.ts';
import type { Gathering } from './store.ts';

const Id = Type.String({ format: 'uuid', description: 'Group session' });

async function planned(ctx: Ctx, id: string): Promise<Gathering> {
  const gathering = await getGathering(ctx, id);
  if (gathering.held) throw new Problem('conflict', 'campaigns-gathering.over');
  return gathering;
}

/** Puts a session on another day or in another place. */
export const changeGathering = operation({
  name: 'campaigns.change-gathering',
  summary: 'Put a group session that was not held yet on another day, or in another place; its answer sheets stay good.',
  kind: 'write',
  http: 'POST /campaigns/gatherings/{id}',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: Id, day: Type.String({ format: 'date', description: 'Day' }), place: Place }, closed),
  output: Type.Object({}, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, day, place }) => {
    const gathering = await planned(ctx, id);
    if (day < ctx.today && day !== gathering.day) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/day', code: 'campaigns-gathering.past' }]);
    await all(ctx.db, sql`update campaigns.gathering set day = ${day}, place = ${place} where gathering.id = ${id} and gathering.held_at is null`);
    return {};
  },
});

/** Calls a session off. */
export const cancelGathering = operation({
  name: 'campaigns.cancel-gathering',
  summary: 'Call off a group session that was not held; refused once answer sheets were made for it, which people may hold in their hands.',
  kind: 'write',
  http: 'DELETE /campaigns/gatherings/{id}',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: Id }, closed),
  output: Type.Object({ unitId: Type.String({ description: 'Unit' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const { unitId } = await planned(ctx, id);
    const sheet = await one(ctx.db, sql<{ code: string }>`select sheet.code from campaigns.sheet where sheet.gathering_id = ${id} limit 1`);
    if (sheet !== undefined) throw new Problem('conflict', 'campaigns-gathering.has-sheets');
    await all(ctx.db, sql`delete from campaigns.attendance where attendance.gathering_id = ${id}`);
    await all(ctx.db, sql`delete from campaigns.gathering where gathering.id = ${id} and gathering.held_at is null`);
    return { unitId };
  },
});

/** What can be changed of group sessions. */
export const gatheringChanges = [changeGathering, cancelGathering];
