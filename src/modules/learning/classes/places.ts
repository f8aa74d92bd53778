import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { lockFree, offerFree } from './offers.ts';

type Person = { personId: string; unitId: string };

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

/** Gives a place back, or the turn to wait; whoever waits longest is offered what is free. Returns whether there was one. Pass a transaction. */
export async function leavePlace(ctx: Ctx, given: { id: string; title: string }, personId: string): Promise<boolean> {
  await lockFree(ctx.db, given.id);
  const left = await setState(ctx, given.id, personId, 'left');
  await closeOffer(ctx, given.id, personId, 'declined');
  if (left) await offerFree(ctx, given, await lockFree(ctx.db, given.id));
  return left;
}

/** Gives somebody who waits the place that is offered to them, or at the door one that is free. Returns whether there was one. Pass a transaction. */
export async function takeWaited(ctx: Ctx, classId: string, personId: string): Promise<boolean> {
  const free = await lockFree(ctx.db, classId);
  const offered = await closeOffer(ctx, classId, personId, 'taken');
  return offered || free > 0 ? setState(ctx, classId, personId, 'placed') : false;
}

async function setState(ctx: Ctx, classId: string, personId: string, state: 'placed' | 'left'): Promise<boolean> {
  const changed = await all(
    ctx.db,
    sql<{ id: string; unitId: string; state: string }>`
    update learning.class_place as place
    set state = ${state}
    where place.class_id = ${classId}
      and place.person_id = ${personId}
      and place.state not in ('left', ${state})
    returning place.id, place.unit_id as "unitId", place.state`,
  );
  await noteChanges(ctx, classId, changed);
  return changed.length > 0;
}

async function closeOffer(ctx: Ctx, classId: string, personId: string, answer: 'taken' | 'declined'): Promise<boolean> {
  const closed = await all(
    ctx.db,
    sql`
    update learning.class_offer as offer
    set answer = ${answer},
      answered_at = ${ctx.now.toString()}
    where offer.class_id = ${classId}
      and offer.person_id = ${personId}
      and offer.answer is null
      ${answer === 'taken' ? sql`and offer.answer_by >= ${ctx.today}` : sql``}
    returning offer.id`,
  );
  return closed.length > 0;
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
