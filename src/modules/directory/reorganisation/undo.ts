import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { rebuildTree } from '#kernel/org/index.ts';
import type { Effects } from './model.ts';

/** Takes an applied act back; throws `conflict` when anything has been recorded in its units since. */
export async function takeBack(ctx: Pick<Ctx, 'db' | 'actor' | 'now' | 'services'>, effects: Effects, appliedAt: string, day: Day): Promise<void> {
  await refuseIfUsed(ctx.db, effects, appliedAt);
  await restorePosts(ctx.db, effects);
  await restoreGrants(ctx.db, effects);
  await restoreUnits(ctx.db, effects, day);
  await rebuildTree(ctx.db);
  const facts = await all(
    ctx.db,
    sql<{ id: string; kind: string; subject: string; unitId: string; day: Day }>`
    select fact.id, fact.kind, fact.subject, fact.unit_id as "unitId", fact.day
    from kernel.fact
    where fact.id = any(${effects.facts}::uuid[])`,
  );
  await record(
    ctx,
    facts.map((fact) => ({ kind: 'directory.act-withdrawn', subject: fact.subject, unitId: fact.unitId, day: fact.day, data: { kind: fact.kind }, corrects: fact.id })),
  );
  await notify(ctx, { to: effects.postings.map(({ personId }) => personId), key: 'reorganisation.notice-withdrawn', values: { day: day.split('-').toReversed().join('/') } });
}

async function refuseIfUsed(db: Db, effects: Effects, appliedAt: string): Promise<void> {
  const units = [...effects.formed, ...effects.touched];
  const later = await one(
    db,
    sql<{ yes: boolean }>`
    select exists (
      select 1
      from kernel.fact
      where fact.unit_id = any(${units}::uuid[])
        and fact.recorded_at > ${appliedAt}::timestamptz
    ) or exists (
      select 1
      from kernel.unit_version as version
      where version.parent_id = any(${effects.formed}::uuid[])
        and not version.unit_id = any(${units}::uuid[])
    ) or exists (
      select 1
      from kernel.role_grant as granted
      where granted.unit_id = any(${effects.formed}::uuid[])
        and granted.valid_to > granted.valid_from
        and not granted.id = any(${effects.grants.flatMap(({ newId }) => newId ?? [])}::uuid[])
    ) as yes`,
  );
  if (later?.yes === true) throw new Problem('conflict', 'reorganisation.used-since');
}

async function restorePosts(db: Db, { posts, postings }: Effects): Promise<void> {
  await all(db, sql`delete from kernel.posting where posting.id = any(${postings.map(({ newId }) => newId)}::uuid[])`);
  await all(db, sql`delete from kernel.post where post.id = any(${posts.map(({ newId }) => newId)}::uuid[])`);
  for (const [table, rows] of [
    ['post', posts],
    ['posting', postings],
  ] as const) {
    await all(
      db,
      sql`
      update ${sql.table(`kernel.${table}`)} as kept
      set valid_to = former.valid_to
      from unnest(
        ${rows.map(({ oldId }) => oldId)}::uuid[],
        ${rows.map(({ validTo }) => validTo)}::date[]
      ) as former (id, valid_to)
      where kept.id = former.id`,
    );
  }
}

/** A role is never deleted: the one that followed is ended on its first day, as if it had never held. */
async function restoreGrants(db: Db, { grants }: Effects): Promise<void> {
  await all(
    db,
    sql`
    update kernel.role_grant as granted
    set valid_to = granted.valid_from
    where granted.id = any(${grants.flatMap(({ newId }) => newId ?? [])}::uuid[])`,
  );
  await all(
    db,
    sql`
    update kernel.role_grant as granted
    set valid_to = former.valid_to
    from unnest(
      ${grants.map(({ oldId }) => oldId)}::uuid[],
      ${grants.map(({ validTo }) => validTo)}::date[]
    ) as former (id, valid_to)
    where granted.id = former.id`,
  );
}

/** The ids of formed units remain, since facts name them; their states and codes go. */
async function restoreUnits(db: Db, { formed, touched, versions, codes, successions }: Effects, day: Day): Promise<void> {
  const units = [...formed, ...touched];
  await all(
    db,
    sql`
    delete from kernel.unit_succession as succession
    using unnest(
      ${successions.map(({ oldId }) => oldId)}::uuid[],
      ${successions.map(({ newId }) => newId)}::uuid[]
    ) as pair (old_id, new_id)
    where succession.old_id = pair.old_id
      and succession.new_id = pair.new_id
      and succession.day = ${day}`,
  );
  await all(db, sql`delete from kernel.unit_code as code where code.unit_id = any(${units}::uuid[])`);
  await all(db, sql`delete from kernel.unit_version as version where version.unit_id = any(${units}::uuid[])`);
  await all(
    db,
    sql`
    insert into kernel.unit_version (unit_id, kind, name_vi, name_en, parent_id, valid_from, valid_to)
    select version."unitId", version.kind, version."nameVi", version."nameEn", version."parentId", version."validFrom", version."validTo"
    from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb)
      as version ("unitId" uuid, kind text, "nameVi" text, "nameEn" text, "parentId" uuid, "validFrom" date, "validTo" date)`,
  );
  await all(
    db,
    sql`
    insert into kernel.unit_code (unit_id, system, code, valid_from, valid_to)
    select code."unitId", code.system, code.code, code."validFrom", code."validTo"
    from jsonb_to_recordset(${JSON.stringify(codes)}::jsonb) as code ("unitId" uuid, system text, code text, "validFrom" date, "validTo" date)`,
  );
}
