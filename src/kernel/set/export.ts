import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { enqueue } from '#kernel/job/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf, type Actor } from '#kernel/org/index.ts';
import { addExport, findExport, findExportOf, type ExportOrder } from './export-store.ts';
import { writeExport, writeExportJob } from './export-write.ts';
import { countMembers, reachOf } from './members.ts';
import { getSet } from './registry.ts';

/** Days for which a file can be fetched. */
export const EXPORT_DAYS = 7;

/** Up to this many records the file is written at once, beyond that by a job. */
const AT_ONCE = 5000;

const closed = { additionalProperties: false };

/** Asks for a file of exactly the records that a list shows. */
export const exportMembers = operation({
  name: 'set.export-members',
  summary:
    'A file (CSV or XLSX) of the records a number counts, as far as the asker may see them; large ones are written by a job. Records of people ask for a purpose, and each person named sees the line.',
  kind: 'write',
  http: 'POST /sets/{name}/exports',
  permission: 'signed-in',
  exports: true,
  input: Type.Object(
    {
      name: Type.String({ description: 'Name of a set, for example directory.staff-in-post' }),
      slice: Type.Optional(Type.String({ description: 'Part of a division such as sex=female; left out for the whole set' })),
      unitId: Type.String({ format: 'uuid', description: 'Unit; with everything under it' }),
      day: Type.String({ format: 'date', description: 'Day, YYYY-MM-DD' }),
      from: Type.Optional(Type.String({ format: 'date', description: 'First day of the period, for a flow' })),
      format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')], { description: 'Kind of file' }),
    },
    closed,
  ),
  output: Type.Object(
    {
      id: Type.String({ description: 'Export, for set.read-export' }),
      documentId: Type.Union([Type.String(), Type.Null()], { description: 'The file; null while it is being written' }),
      rows: Type.Integer({ description: 'Number of records' }),
    },
    closed,
  ),
  trace: (input, output) => ({ unitId: input.unitId, detail: { set: input.name, slice: input.slice ?? '', day: input.day, format: input.format, rows: output.rows } }),
  run: async (ctx, input) => {
    const definition = getSet(input.name);
    if (definition.people && !ctx.purpose?.trim() && ctx.actor.kind !== 'system') {
      throw new Problem('invalid', 'operation.purpose-missing', {}, [{ at: '/_purpose', code: 'operation.purpose-missing' }]);
    }
    const query = { slice: input.slice ?? '', unitId: input.unitId, day: input.day, from: input.from };
    const rows = await countMembers(ctx.db, definition, await reachOf(ctx.db, definition, ctx.actor, ctx.today, query), query);
    if (rows === 0) throw new Problem('conflict', 'set.nothing-to-export');
    const order: ExportOrder = {
      id: newId(),
      set: input.name,
      query,
      format: input.format,
      locale: ctx.locale,
      requestedBy: personOf(ctx.actor) ?? null,
      purpose: ctx.purpose ?? null,
      requestedOn: ctx.today,
      rowsTotal: rows,
      rowsDone: 0,
      documentId: null,
    };
    await addExport(ctx.db, order);
    if (rows <= AT_ONCE) return { id: order.id, rows, documentId: await writeExport(ctx, order) };
    await enqueue(ctx.db, writeExportJob, { id: order.id });
    return { id: order.id, rows, documentId: null };
  },
});

/** How far a file is. */
export const readExport = operation({
  name: 'set.read-export',
  summary: 'How far a file is that the asker asked for.',
  kind: 'read',
  http: 'GET /exports/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Export' }) }, closed),
  output: Type.Object(
    {
      set: Type.String({ description: 'Name of the set' }),
      slice: Type.String({ description: 'Part of a division; empty for the whole set' }),
      unitId: Type.String({ description: 'Unit' }),
      day: Type.String({ description: 'Day, YYYY-MM-DD' }),
      title: Type.String({ description: 'Text key of the set' }),
      rowsTotal: Type.Integer({ description: 'Records to write' }),
      rowsDone: Type.Integer({ description: 'Records written' }),
      documentId: Type.Union([Type.String(), Type.Null()], { description: 'The file; null while it is being written' }),
      until: Type.String({ description: 'Last day on which it can be fetched' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const order = own(await findExport(ctx.db, id), ctx.actor);
    const { set, query, rowsTotal, rowsDone, documentId } = order;
    return {
      set,
      slice: query.slice,
      unitId: query.unitId,
      day: query.day,
      title: getSet(set).title,
      rowsTotal,
      rowsDone,
      documentId,
      until: addDays(order.requestedOn, EXPORT_DAYS),
    };
  },
});

/** Whether the asker may fetch the file of an export; who asked for it may, for seven days. */
export const exportFile = operation({
  name: 'set.open-export',
  summary: 'Check that the asker may fetch the file of an export; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /exports/files/{id}',
  permission: 'signed-in',
  exports: true,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Document' }), exportId: Type.String({ description: 'Export' }) }, closed),
  trace: (_, output) => ({ detail: { export: output.exportId } }),
  run: async (ctx, { id }) => {
    const order = own(await findExportOf(ctx.db, id), ctx.actor);
    if (addDays(order.requestedOn, EXPORT_DAYS) < ctx.today) throw new Problem('missing', 'set.export-gone', { days: EXPORT_DAYS });
    return { id, exportId: order.id };
  },
});

function own(order: ExportOrder | undefined, actor: Actor): ExportOrder {
  const there = found(order, 'set.no-export');
  if (actor.kind !== 'system' && there.requestedBy !== personOf(actor)) throw new Problem('missing', 'set.no-export');
  return there;
}
