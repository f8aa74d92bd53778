import { all, sql, type Db } from '#base/db/index.ts';
import { recordFrom } from '#kernel/fact/index.ts';
import { addUnits, rebuildTree } from '#kernel/org/index.ts';
import { keepAdded, keepAfter, keepBefore } from '../image.ts';
import type { Work } from '../model.ts';
import type { Deed, State } from './plan.ts';

/** Carries a planned list of units out in the order of its days, with images and facts. */
export async function applyUnits({ ctx, item }: Work, deeds: Deed[]): Promise<void> {
  const { db } = ctx;
  const touched = deeds.flatMap((deed) => (deed.how === 'same' ? [] : [deed.state.unitId]));
  const whole = sql`
    select version.unit_id, version.valid_from
    from kernel.unit_version as version
    where version.unit_id = any(${touched}::uuid[])`;
  const codes = sql`
    select code.unit_id, code.valid_from
    from kernel.unit_code as code
    where code.unit_id = any(${touched}::uuid[])`;
  await keepBefore(db, item.id, 'kernel.unit_version', whole);
  await keepBefore(db, item.id, 'kernel.unit_code', codes);
  // New units first: later lines of the same list may give them another state, or take units from under an old one.
  const added = deeds.filter((deed) => deed.how === 'add');
  if (added.length > 0) {
    await addUnits(
      db,
      added.map(({ state: { unitId, from, to, ...state } }) => ({ id: unitId, ...state, validFrom: from, validTo: to })),
      added.flatMap(({ code }) => (code === undefined ? [] : [{ unitId: code.unitId, system: code.system, code: code.code, validFrom: code.from, validTo: code.to }])),
    );
  }
  for (const deed of deeds) await change(db, deed);
  if (touched.length > 0) await rebuildTree(db);
  await keepAdded(db, item.id, 'kernel.unit_version', whole);
  await keepAdded(db, item.id, 'kernel.unit_code', codes);
  await keepAfter(db, item.id);
  await recordDeeds(ctx, item.id, deeds);
}

/** A list changes few known units, each in a few small statements. */
async function change(db: Db, deed: Deed): Promise<void> {
  if (deed.how === 'same' || deed.how === 'add') return;
  const { state } = deed;
  if (deed.how === 'follow') await follow(db, state);
  else {
    await all(
      db,
      sql`
      update kernel.unit_version as version
      set kind = ${state.kind}, name_vi = ${state.nameVi}, name_en = ${state.nameEn}, parent_id = ${state.parentId}::uuid, valid_to = ${state.to}::date
      where version.unit_id = ${state.unitId}
        and version.valid_from = ${state.from}::date`,
    );
  }
  if (state.to === 'infinity') return;
  await all(
    db,
    sql`
    update kernel.unit_code as code
    set valid_to = ${state.to}::date
    where code.unit_id = ${state.unitId}
      and code.valid_from < ${state.to}::date
      and code.valid_to > ${state.to}::date
      and not exists (
        select 1
        from kernel.unit_version as later
        where later.unit_id = code.unit_id
          and later.valid_to > ${state.to}::date)`,
  );
}

async function follow(db: Db, state: State): Promise<void> {
  await all(
    db,
    sql`
    update kernel.unit_version as version
    set valid_to = ${state.from}::date
    where version.unit_id = ${state.unitId}
      and version.valid_from < ${state.from}::date
      and version.valid_to > ${state.from}::date`,
  );
  await all(
    db,
    sql`
    insert into kernel.unit_version (unit_id, kind, name_vi, name_en, parent_id, valid_from, valid_to)
    values (${state.unitId}, ${state.kind}, ${state.nameVi}, ${state.nameEn}, ${state.parentId}::uuid, ${state.from}::date, ${state.to}::date)`,
  );
}

async function recordDeeds(ctx: Work['ctx'], importId: string, deeds: Deed[]): Promise<void> {
  const done = deeds.flatMap((deed) => (deed.how === 'same' ? [] : [{ unitId: deed.state.unitId, day: deed.how === 'end' ? deed.state.to : deed.state.from, what: deed.how }]));
  await recordFrom(
    ctx,
    sql`
    select 'directory.unit-changed', deed.unit_id, deed.unit_id, deed.day, null::numeric, jsonb_build_object('what', deed.what), null::uuid
    from unnest(
      ${done.map(({ unitId }) => unitId)}::uuid[],
      ${done.map(({ day }) => day)}::date[],
      ${done.map(({ what }) => what)}::text[]
    ) as deed (unit_id, day, what)`,
    sql`
    insert into directory.import_fact (import_id, fact_ids)
    select ${importId}::uuid, array_agg(made.id)
    from made
    having count(*) > 0`,
  );
}
