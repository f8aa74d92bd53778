import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

type Person = { personId: string; unitId: string };

/** How many places a class still has; nobody else takes one until the transaction ends. */
async function lockFree(db: Db, classId: string): Promise<number> {
  await all(db, sql`select class.id from learning.training_class as class where class.id = ${classId} for update`);
  const row = await one(
    db,
    sql<{ free: number }>`
    select (class.capacity - (
      select count(*)
      from learning.class_place as place
      where place.class_id = class.id
        and place.state = 'placed'))::integer as free
    from learning.training_class as class
    where class.id = ${classId}`,
  );
  return Math.max(0, row?.free ?? 0);
}

/** Gives people places while there are any, and the waiting list after that, in the order given; who has one keeps it. Returns how each new one stands. Pass a transaction. */
export async function placePeople(ctx: Ctx, classId: string, people: readonly Person[]): Promise<{ personId: string; state: 'placed' | 'waiting' }[]> {
  const free = await lockFree(ctx.db, classId);
  const known = await all(
    ctx.db,
    sql<{ personId: string }>`
    select place.person_id as "personId"
    from learning.class_place as place
    where place.class_id = ${classId}
      and place.state <> 'left'
      and place.person_id = any(${people.map(({ personId }) => personId)}::uuid[])`,
  );
  const has = new Set(known.map(({ personId }) => personId));
  const fresh = people
    .filter(({ personId }) => !has.has(personId))
    .map((asked, index) => ({ ...asked, id: newId(), state: index < free ? ('placed' as const) : ('waiting' as const) }));
  const kept = await all(
    ctx.db,
    sql<{ id: string; personId: string; unitId: string; state: 'placed' | 'waiting' }>`
    insert into learning.class_place (id, class_id, person_id, unit_id, state, asked_at)
    select given.id, ${classId}::uuid, given.person_id, given.unit_id, given.state, ${ctx.now.toString()}::timestamptz + given.place * interval '1 microsecond'
    from unnest(
      ${fresh.map(({ id }) => id)}::uuid[],
      ${fresh.map(({ personId }) => personId)}::uuid[],
      ${fresh.map(({ unitId }) => unitId)}::uuid[],
      ${fresh.map(({ state }) => state)}::text[]
    ) with ordinality as given (id, person_id, unit_id, state, place)
    on conflict (class_id, person_id) do update
    set state = excluded.state,
      unit_id = excluded.unit_id,
      asked_at = excluded.asked_at
    returning class_place.id, class_place.person_id as "personId", class_place.unit_id as "unitId", class_place.state`,
  );
  await noteChanges(ctx, classId, kept);
  return kept;
}

/** Gives a place back; whoever waits longest gets it and is told. Returns whether there was one. Pass a transaction. */
export async function leavePlace(ctx: Ctx, given: { id: string; title: string }, personId: string): Promise<boolean> {
  await lockFree(ctx.db, given.id);
  const left = await all(
    ctx.db,
    sql<{ id: string; unitId: string; state: string }>`
    update learning.class_place as place
    set state = 'left'
    where place.class_id = ${given.id}
      and place.person_id = ${personId}
      and place.state <> 'left'
    returning place.id, place.unit_id as "unitId", place.state`,
  );
  await noteChanges(ctx, given.id, left);
  if (left.length > 0) await moveUp(ctx, given);
  return left.length > 0;
}

async function moveUp(ctx: Ctx, given: { id: string; title: string }): Promise<void> {
  const up = await all(
    ctx.db,
    sql<{ id: string; personId: string; unitId: string; state: string }>`
    update learning.class_place as place
    set state = 'placed'
    where place.id in (
      select waiting.id
      from learning.class_place as waiting
      where waiting.class_id = ${given.id}
        and waiting.state = 'waiting'
      order by waiting.asked_at
      limit ${await lockFree(ctx.db, given.id)})
    returning place.id, place.person_id as "personId", place.unit_id as "unitId", place.state`,
  );
  await noteChanges(ctx, given.id, up);
  await notify(ctx, {
    to: up.map(({ personId }) => personId),
    key: 'learning-classes.told-placed',
    values: { title: given.title },
    href: `/learning/classes/${given.id}`,
    email: true,
  });
}

async function noteChanges(ctx: Ctx, classId: string, changed: readonly { id: string; unitId: string; state: string }[]): Promise<void> {
  await record(
    ctx,
    changed.map(({ id, unitId, state }) => ({ kind: 'learning.class-place-changed', subject: id, unitId, day: ctx.today, data: { class: classId, state } })),
  );
}

/** Everybody with a place or waiting, for telling them. */
export async function listPlaced(db: Db, classId: string): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ personId: string }>`
    select place.person_id as "personId"
    from learning.class_place as place
    where place.class_id = ${classId}
      and place.state <> 'left'`,
  );
  return rows.map(({ personId }) => personId);
}
