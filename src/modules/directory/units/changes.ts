import Type from 'typebox';
import { formatDay, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { findUnit, getUnit, may, permissionTitle, rebuildTree } from '#kernel/org/index.ts';
import { endUnits, formUnits, recordUnits, refuseLoop, restateUnits, type What } from './acts.ts';
import { Code, CodeSystem, DayText, Kind, Name, UnitId } from './model.ts';
import { countDependents } from './store.ts';

const closed = { additionalProperties: false };
const From = Type.String({ format: 'date', description: 'First day on which it holds, YYYY-MM-DD' });

/** Adds a unit under another. */
export const addUnit = operation({
  name: 'directory.add-unit',
  summary: 'Add a unit under another from a day on',
  kind: 'write',
  http: 'POST /directory/units',
  permission: 'directory.edit-units',
  unit: (_ctx, { parentId }) => parentId,
  input: Type.Object({ parentId: UnitId, kind: Kind, nameVi: Name, nameEn: Name, day: From, system: Type.Optional(CodeSystem), code: Type.Optional(Code) }, closed),
  output: Type.Object({ id: UnitId }, closed),
  trace: ({ parentId }, { id }) => ({ unitId: parentId, subject: id }),
  run: async (ctx, { parentId, kind, nameVi, nameEn, day, system = 'internal', code }) => {
    await mustStand(ctx.db, parentId, day);
    const id = newId();
    await formUnits(ctx, [{ id, kind, nameVi, nameEn, parentId, validFrom: day }], code === undefined ? [] : [{ unitId: id, system, code, validFrom: day }]);
    return { id };
  },
});

/** Gives a unit another name, kind, code or unit above it. */
export const changeUnit = operation({
  name: 'directory.change-unit',
  summary: 'Rename a unit, give it another kind, another code, or put it under another unit, from a day on',
  kind: 'write',
  http: 'POST /directory/units/{id}/changes',
  permission: 'directory.edit-units',
  unit: (_ctx, { id }) => id,
  input: Type.Object(
    {
      id: UnitId,
      day: From,
      nameVi: Type.Optional(Name),
      nameEn: Type.Optional(Name),
      kind: Type.Optional(Kind),
      parentId: Type.Optional(UnitId),
      system: Type.Optional(CodeSystem),
      code: Type.Optional(Code),
    },
    closed,
  ),
  output: Type.Object({ id: UnitId, day: DayText }, closed),
  trace: ({ id }) => ({ unitId: id, subject: id }),
  run: async (ctx, { id, day, system = 'internal', code, ...wanted }) => {
    const unit = await getUnit(ctx.db, id, day);
    const parentId = unit.parentId === undefined ? null : (wanted.parentId ?? unit.parentId);
    const state = { id, kind: wanted.kind ?? unit.kind, nameVi: wanted.nameVi ?? unit.nameVi, nameEn: wanted.nameEn ?? unit.nameEn, parentId };
    const moved = parentId !== null && parentId !== unit.parentId;
    if (moved) await mustReach(ctx, parentId, id, day, unit.nameVi);
    const renamed = state.nameVi !== unit.nameVi || state.nameEn !== unit.nameEn;
    const whats: What[] = [...(moved ? ['moved' as const] : []), ...(renamed ? ['renamed' as const] : []), ...(state.kind === unit.kind ? [] : ['changed' as const])];
    if (whats.length === 0 && code === undefined) throw new Problem('invalid', 'units.nothing-changed');
    if (whats.length > 0) await restateUnits(ctx.db, [state], day);
    if (code !== undefined) await putCode(ctx.db, id, system, code, day);
    await rebuildTree(ctx.db);
    await recordUnits(
      ctx,
      (whats.length > 0 ? whats : ['changed' as const]).map((what) => ({ unitId: id, day, what })),
    );
    return { id, day };
  },
});

/** Ends a unit that nothing depends on any more. */
export const abolishUnit = operation({
  name: 'directory.abolish-unit',
  summary: 'End a unit on a day; refused while units, posts or people are in it: these are moved by a reorganisation',
  kind: 'write',
  http: 'POST /directory/units/{id}/end',
  permission: 'directory.edit-units',
  unit: (_ctx, { id }) => id,
  input: Type.Object({ id: UnitId, day: Type.String({ format: 'date', description: 'First day on which it no longer stands, YYYY-MM-DD' }) }, closed),
  output: Type.Object({ id: UnitId, day: DayText }, closed),
  trace: ({ id }) => ({ unitId: id, subject: id }),
  run: async (ctx, { id, day }) => {
    const { nameVi } = await getUnit(ctx.db, id, day);
    const { units, posts, people, later } = await countDependents(ctx.db, id, day);
    if (units + posts + people + later > 0) throw new Problem('conflict', 'units.not-empty', { unit: nameVi, units, posts, people });
    await endUnits(ctx.db, [id], day);
    await rebuildTree(ctx.db);
    await recordUnits(ctx, [{ unitId: id, day, what: 'abolished' }]);
    return { id, day };
  },
});

async function mustStand(db: Db, parentId: string, day: Day): Promise<void> {
  if ((await findUnit(db, parentId, day)) !== undefined) return;
  const values = { day: formatDay(day) };
  throw new Problem('invalid', 'units.parent-not-there', values, [{ at: '/parentId', code: 'units.parent-not-there', values }]);
}

/** Whoever moves a unit needs the permission at its new place too. */
async function mustReach(ctx: Ctx, parentId: string, id: string, day: Day, name: string): Promise<void> {
  await mustStand(ctx.db, parentId, day);
  await refuseLoop(ctx.db, id, parentId, day, name);
  if (await may(ctx.db, ctx.actor, 'directory.edit-units', parentId, ctx.today)) return;
  throw new Problem('forbidden', 'operation.not-allowed-here', { permission: permissionTitle('directory.edit-units', ctx.locale) });
}

async function putCode(db: Db, unitId: string, system: string, code: string, day: Day): Promise<void> {
  await all(
    db,
    sql`
    delete from kernel.unit_code as code
    where code.unit_id = ${unitId}
      and code.system = ${system}
      and code.valid_from >= ${day}`,
  );
  await all(
    db,
    sql`
    update kernel.unit_code as code
    set valid_to = ${day}
    where code.unit_id = ${unitId}
      and code.system = ${system}
      and code.valid_to > ${day}`,
  );
  await all(
    db,
    sql`
    insert into kernel.unit_code (unit_id, system, code, valid_from)
    values (${unitId}, ${system}, ${code}, ${day})`,
  );
}
