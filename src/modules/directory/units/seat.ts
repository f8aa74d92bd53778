import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { findSeat, getUnit, listCommunes, putSeat } from '#kernel/org/index.ts';
import { UnitId } from './model.ts';

const closed = { additionalProperties: false };
const Commune = Type.Object(
  {
    code: Type.String({ description: 'Code of the statistics office' }),
    nameVi: Type.String({ description: 'Vietnamese name' }),
    nameEn: Type.String({ description: 'English name' }),
  },
  closed,
);

/** Where a unit sits. */
export const readSeat = operation({
  name: 'directory.read-seat',
  summary: 'The ward or commune in which a unit sits today, as an administrator entered it, and those that can be chosen',
  kind: 'read',
  http: 'GET /directory/units/{id}/seat',
  permission: 'signed-in',
  input: Type.Object({ id: UnitId }, closed),
  output: Type.Object(
    {
      seat: Type.Union([Commune, Type.Null()], { description: 'Where it sits; null: nobody entered it, and a ward or commune sits in itself' }),
      communes: Type.Array(Commune, { description: 'Wards and communes, by name' }),
    },
    closed,
  ),
  run: async ({ db, today }, { id }) => ({ seat: (await findSeat(db, id, today)) ?? null, communes: await listCommunes(db, today) }),
});

/** Says where a unit sits. */
export const setSeat = operation({
  name: 'directory.set-seat',
  summary: 'Enter the ward or commune in which a unit sits from today on, so that distances to work can be told; left out: it is not known',
  kind: 'write',
  http: 'PUT /directory/units/{id}/seat',
  permission: 'directory.edit-units',
  unit: (_ctx, { id }) => id,
  input: Type.Object({ id: UnitId, commune: Type.Optional(Type.String({ maxLength: 10, description: 'Code of the ward or commune; left out: not known' })) }, closed),
  output: Type.Object({ id: UnitId }, closed),
  trace: ({ id, commune }) => ({ unitId: id, subject: id, detail: { commune: commune ?? null } }),
  run: async (ctx, { id, commune }) => {
    await getUnit(ctx.db, id, ctx.today);
    if (commune !== undefined && !(await listCommunes(ctx.db, ctx.today)).some(({ code }) => code === commune)) {
      throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/commune', code: 'units.no-such-commune' }]);
    }
    await putSeat(ctx.db, id, commune, ctx.today);
    return { id };
  },
});
