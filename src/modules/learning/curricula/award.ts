import { all, inTransaction, sql } from '#base/db/index.ts';
import { recordFrom } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { doneRows, renewalRows, type Whose } from './met.ts';

type Awarded = { id: string; personId: string; title: string; curriculumId: string };

/**
 * Gives the certifications that were earned and renews those for which a way was gone, of one person or everybody; closes what was assigned. Safe to run at any time: what
 * was given is not given again. Returns how many were given.
 */
export async function award(ctx: Ctx, whose: Whose = {}): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const root = (await getRoot(db, ctx.today)).id;
    const given = [...(await addFirst(own, whose, root)), ...(await addRenewed(own, whose, root))];
    if (given.length === 0) return 0;
    const ids = sql`${given.map(({ id }) => id)}::uuid[]`;
    await recordFrom(
      own,
      sql`
      select 'learning.certified'::text, held.id, held.unit_id, ${ctx.today}::date, null::numeric, jsonb_build_object('curriculum', held.curriculum_id, 'way', held.way), null::uuid
      from learning.certification as held
      where held.id = any(${ids})`,
    );
    await closeLines(own, ids);
    for (const [curriculumId, some] of Map.groupBy(given, (one) => one.curriculumId)) {
      const to = some.map(({ personId }) => personId);
      await notify(own, { to, key: 'learning-who.told-certified', values: { title: some[0]?.title ?? '' }, href: `/learning/curricula/${curriculumId}` });
    }
    return given.length;
  });
}

const home = (person: string, today: string, root: string) => sql`
  coalesce((
    select posting.unit_id
    from kernel.posting
    where posting.person_id = ${sql.raw(person)}
      and posting.main
      and posting.valid_from <= ${today}
      and posting.valid_to > ${today}
    limit 1), ${root}::uuid)`;

async function addFirst({ db, today }: Ctx, whose: Whose, root: string): Promise<Awarded[]> {
  return all(
    db,
    sql<Awarded>`
    with given as (
      insert into learning.certification (id, curriculum_id, person_id, unit_id, valid_from, valid_to, way)
      select kernel.new_id(), done.curriculum_id, done.person_id, ${home('done.person_id', today, root)}, done.done_on,
        case when curriculum.valid_months is null then 'infinity' else (done.done_on + make_interval(months => curriculum.valid_months))::date end, 'completed'
      from (${doneRows(whose, today)}) as done
      join learning.curriculum on curriculum.id = done.curriculum_id
      where not exists (
        select 1
        from learning.certification as had
        where had.curriculum_id = done.curriculum_id
          and had.person_id = done.person_id)
      on conflict (curriculum_id, person_id, valid_from) do nothing
      returning id, person_id, curriculum_id
    )
    select given.id, given.person_id as "personId", given.curriculum_id as "curriculumId", curriculum.title_vi as title
    from given
    join learning.curriculum on curriculum.id = given.curriculum_id`,
  );
}

async function addRenewed({ db, today }: Ctx, whose: Whose, root: string): Promise<Awarded[]> {
  return all(
    db,
    sql<Awarded>`
    with earned as (
      select distinct on (way.certification_id) way.certification_id, way.way, way.earned_on
      from (${renewalRows(whose)}) as way
      where way.earned_on <= ${today}
      order by way.certification_id, way.earned_on, way.way
    ), given as (
      insert into learning.certification (id, curriculum_id, person_id, unit_id, valid_from, valid_to, way)
      select kernel.new_id(), held.curriculum_id, held.person_id, ${home('held.person_id', today, root)}, greatest(held.valid_to, earned.earned_on),
        (greatest(held.valid_to, earned.earned_on) + make_interval(months => curriculum.valid_months))::date, earned.way
      from earned
      join learning.certification as held on held.id = earned.certification_id
      join learning.curriculum on curriculum.id = held.curriculum_id
      on conflict (curriculum_id, person_id, valid_from) do nothing
      returning id, person_id, curriculum_id
    )
    select given.id, given.person_id as "personId", given.curriculum_id as "curriculumId", curriculum.title_vi as title
    from given
    join learning.curriculum on curriculum.id = given.curriculum_id`,
  );
}

async function closeLines(ctx: Ctx, ids: ReturnType<typeof sql>): Promise<void> {
  const closed = await all(
    ctx.db,
    sql<{ id: string }>`
    update learning.assigned
    set completed_on = greatest(held.valid_from, assigned.since)
    from learning.assignment, learning.certification as held
    where assignment.id = assigned.assignment_id
      and assignment.curriculum_id = held.curriculum_id
      and held.person_id = assigned.person_id
      and held.id = any(${ids})
      and assigned.completed_on is null
      and held.valid_from <= ${ctx.today}
    returning assigned.id`,
  );
  await recordFrom(
    ctx,
    sql`
    select 'learning.assignment-changed'::text, assigned.id, assigned.unit_id, ${ctx.today}::date, null::numeric,
      jsonb_build_object('assignment', assigned.assignment_id, 'what', 'completed'), null::uuid
    from learning.assigned
    where assigned.id = any(${closed.map(({ id }) => id)}::uuid[])`,
  );
}

/** Tells holders, once, that a certification can be renewed. Returns how many were told. */
export async function tellRenewable(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const told = await all(
      db,
      sql<{ personId: string; curriculumId: string; title: string }>`
      update learning.certification as held
      set told_on = ${ctx.today}
      from learning.curriculum
      where curriculum.id = held.curriculum_id
        and held.valid_to < 'infinity'
        and held.told_on is null
        and curriculum.ended_on is null
        and held.valid_to - curriculum.window_days <= ${ctx.today}
        and not exists (
          select 1
          from learning.certification as later
          where later.curriculum_id = held.curriculum_id
            and later.person_id = held.person_id
            and later.valid_from > held.valid_from)
      returning held.person_id as "personId", held.curriculum_id as "curriculumId", curriculum.title_vi as title`,
    );
    for (const [curriculumId, some] of Map.groupBy(told, (one) => one.curriculumId)) {
      const to = some.map(({ personId }) => personId);
      await notify({ ...ctx, db }, { to, key: 'learning-who.told-renewable', values: { title: some[0]?.title ?? '' }, href: `/learning/curricula/${curriculumId}`, email: true });
    }
    return told.length;
  });
}

/** Every ten minutes: skills checks end elsewhere, and windows open by the calendar. */
export const awardTask = every(600, 'learning.award', async (ctx) => {
  await award(ctx);
  await tellRenewable(ctx);
});
