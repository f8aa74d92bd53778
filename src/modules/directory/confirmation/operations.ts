import Type from 'typebox';
import { addDays, type Day } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getUnit, rootsOf } from '#kernel/org/index.ts';
import { RECENT_DAYS, REGISTER_KINDS, type PostKind } from '../model.ts';
import { unitName } from '../people/home.ts';
import { closed, dayAs, idOf, nullable, PostKindSchema } from '../people/model.ts';
import { confirmRegisters } from '../register/acts.ts';

/** How many days before it is due the confirmation appears among what awaits the head of a unit. */
const AHEAD_DAYS = 14;

const isRegister = (kind: string): boolean => REGISTER_KINDS.some((known) => known === kind);

/** The register of a unit as its head confirms it. */
export const readRegister = operation({
  name: 'directory.read-register',
  summary: 'The posts of a unit and of its inner divisions today, with who holds them, and when the list was last confirmed.',
  kind: 'read',
  http: 'GET /directory/units/{unitId}/register',
  permission: 'directory.confirm-register',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: idOf('the unit') }, closed),
  output: Type.Object(
    {
      unitName: Type.String({ description: 'Name of the unit' }),
      confirmed: nullable(dayAs('Day of the last confirmation; null without one')),
      due: dayAs('Day by which it is to be confirmed'),
      posts: Type.Array(
        Type.Object(
          {
            id: idOf('the post'),
            title: Type.String({ description: 'Title' }),
            kind: PostKindSchema,
            unitId: idOf('the unit or inner division'),
            unitName: Type.String({ description: 'Its name' }),
            personId: nullable(idOf('the holder')),
            name: nullable(Type.String({ description: 'Name of the holder; null: vacant' })),
            staffCode: nullable(Type.String({ description: 'Staff code of the holder' })),
            main: nullable(Type.Boolean({ description: "Whether it is the holder's main post" })),
          },
          closed,
        ),
        { description: 'The posts: the unit first, then its divisions; leaders first' },
      ),
    },
    closed,
  ),
  run: async (ctx, { unitId }) => {
    const unit = await mustKeepRegister(ctx, unitId);
    const last = await findLast(ctx, unitId);
    return {
      unitName: ctx.locale === 'vi' ? unit.nameVi : unit.nameEn,
      confirmed: last === undefined ? null : addDays(last, -RECENT_DAYS),
      due: last ?? ctx.today,
      posts: await listRegister(ctx, unitId),
    };
  },
});

/** Confirms that the register of a unit is right today. */
export const confirmRegister = operation({
  name: 'directory.confirm-register',
  summary: 'Confirms that the register of a unit is right today.',
  kind: 'write',
  http: 'POST /directory/units/{unitId}/register/confirm',
  permission: 'directory.confirm-register',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: idOf('the unit') }, closed),
  output: Type.Object({ due: dayAs('Day by which it is to be confirmed again') }, closed),
  trace: ({ unitId }) => ({ unitId }),
  run: async (ctx, { unitId }) => {
    await mustKeepRegister(ctx, unitId);
    await confirmRegisters(ctx, [{ unitId, day: ctx.today }]);
    return { due: addDays(ctx.today, RECENT_DAYS) };
  },
});

/** The registers that whoever asks should confirm within two weeks: of the units they were made responsible for themselves, not of all under them. */
export function registersToConfirm(ctx: Ctx): Awaits[] {
  const roots = rootsOf(ctx.actor, 'directory.confirm-register');
  if (roots === 'everywhere' || roots.length === 0) return [];
  const registers = awaits(
    sql<{ id: string; name: string; due: Day | null }>`
    select version.unit_id as id, ${unitName(ctx.locale)} as name, max(confirmation.valid_to) as due
    from kernel.unit_version as version
    left join directory.register_confirmation as confirmation on confirmation.unit_id = version.unit_id
    where version.unit_id = any(${roots}::uuid[])
      and version.kind = any(${[...REGISTER_KINDS]}::text[])
      and version.valid_from <= ${ctx.today}
      and version.valid_to > ${ctx.today}
    group by version.unit_id, version.name_vi, version.name_en
    order by due nulls first, version.name_vi collate kernel.vi`,
    (rows) =>
      rows
        .map(({ id, name, due }) => ({ key: 'people.awaiting-confirm', values: { unit: name }, href: `/people/confirm?unit=${id}`, due: due ?? ctx.today }))
        .filter(({ due }) => due <= addDays(ctx.today, AHEAD_DAYS)),
  );
  return [registers];
}

async function mustKeepRegister(ctx: Ctx, unitId: string) {
  const unit = await getUnit(ctx.db, unitId, ctx.today);
  if (!isRegister(unit.kind)) throw new Problem('conflict', 'people.no-register');
  return unit;
}

/** The day on which the last confirmation ceases to count, or undefined without one. */
async function findLast(ctx: Ctx, unitId: string): Promise<Day | undefined> {
  const row = await one(
    ctx.db,
    sql<{ due: Day | null }>`
    select max(confirmation.valid_to) as due
    from directory.register_confirmation as confirmation
    where confirmation.unit_id = ${unitId}`,
  );
  return row?.due ?? undefined;
}

type RegisterRow = {
  id: string;
  title: string;
  kind: PostKind;
  unit_id: string;
  unit_name: string;
  person_id: string | null;
  name: string | null;
  staff_code: string | null;
  main: boolean | null;
};

/** Posts of the unit and of what lies under it, without units below that keep a register of their own. */
async function listRegister(ctx: Ctx, unitId: string) {
  const rows = await all(
    ctx.db,
    sql<RegisterRow>`
    select post.id, post.title, post.kind, post.unit_id, ${unitName(ctx.locale)} as unit_name, person.id as person_id, person.name, person.staff_code, posting.main
    from kernel.unit_ancestor as below
    join kernel.unit_version as version
      on version.unit_id = below.unit_id
      and version.valid_from <= ${ctx.today}
      and version.valid_to > ${ctx.today}
    join kernel.post
      on post.unit_id = below.unit_id
      and post.valid_from <= ${ctx.today}
      and post.valid_to > ${ctx.today}
    left join kernel.posting
      on posting.post_id = post.id
      and posting.valid_from <= ${ctx.today}
      and posting.valid_to > ${ctx.today}
    left join kernel.person on person.id = posting.person_id
    where below.ancestor_id = ${unitId}
      and below.valid_from <= ${ctx.today}
      and below.valid_to > ${ctx.today}
      and not exists (
        select 1
        from kernel.unit_ancestor as between_units
        join kernel.unit_version as keeper
          on keeper.unit_id = between_units.ancestor_id
          and keeper.valid_from <= ${ctx.today}
          and keeper.valid_to > ${ctx.today}
          and keeper.kind = any(${[...REGISTER_KINDS]}::text[])
        where between_units.unit_id = below.unit_id
          and between_units.depth < below.depth
          and between_units.valid_from <= ${ctx.today}
          and between_units.valid_to > ${ctx.today})
    order by below.depth, version.name_vi collate kernel.vi, array_position(array['leader', 'staff', 'contract'], post.kind), post.title like 'Phó%', person.name_sort nulls last, post.title collate kernel.vi, post.id`,
  );
  return rows.map(({ unit_id, unit_name, person_id, staff_code, ...row }) => ({ ...row, unitId: unit_id, unitName: unit_name, personId: person_id, staffCode: staff_code }));
}
