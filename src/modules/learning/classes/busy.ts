import { all, one, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

type Time = { day: string; starts: string; ends: string };
type Busy = { name: string; title: string; starts: string; ends: string };

const fault = (at: string, code: string, values: Record<string, string | number>) => new Problem('invalid', 'operation.input-invalid', {}, [{ at, code, values }]);

/** Throws `invalid` when one of these leads another class at that time, or when the room is taken then; of classes that were called off nothing counts, nor does `except`, a class or one of its sessions. */
export async function mustBeFree(
  ctx: Ctx,
  time: Time,
  { trainers, room, field, except }: { trainers: readonly string[]; room: string | null; field: string; except?: string },
): Promise<void> {
  const busy = await findBusy(ctx.db, time, trainers, except);
  if (busy !== undefined) throw fault(`/${field}`, 'learning-classes.trainer-busy', busy);
  const taken = room === null ? undefined : await findTaken(ctx.db, time, room, except);
  if (taken !== undefined) throw fault(field === 'trainers' ? '/room' : '/starts', 'learning-classes.room-busy', taken);
}

const leftOut = (except: string | undefined) => (except === undefined ? sql`true` : sql`${except}::uuid not in (class.id, session.id)`);

/** Those who lead are kept one by one, so that of two classes opened at once the second sees the first. */
async function findBusy(db: Db, { day, starts, ends }: Time, trainers: readonly string[], except: string | undefined): Promise<Busy | undefined> {
  await all(db, sql`select person.id from kernel.person where person.id = any(${[...trainers]}::uuid[]) order by person.id for no key update`);
  return one(
    db,
    sql<Busy>`
    select person.name, class.title, session.starts, session.ends
    from learning.class_trainer as leader
    join kernel.person on person.id = leader.person_id
    join learning.training_class as class on class.id = leader.class_id
    join learning.class_session as session on session.class_id = class.id
    where leader.person_id = any(${[...trainers]}::uuid[])
      and class.state = 'open'
      and session.day = ${day}
      and session.starts < ${ends}
      and session.ends > ${starts}
      and ${leftOut(except)}
    order by session.starts
    limit 1`,
  );
}

async function findTaken(db: Db, { day, starts, ends }: Time, room: string, except: string | undefined): Promise<Omit<Busy, 'name'> | undefined> {
  return one(
    db,
    sql<Omit<Busy, 'name'>>`
    select class.title, session.starts, session.ends
    from learning.training_class as class
    join learning.class_session as session on session.class_id = class.id
    where lower(class.room) = lower(${room})
      and class.state = 'open'
      and session.day = ${day}
      and session.starts < ${ends}
      and session.ends > ${starts}
      and ${leftOut(except)}
    order by session.starts
    limit 1`,
  );
}

/** Keeps how many seats the room has, as said or as it was said of the same room before; throws `invalid` when a class in a room has more places. */
export async function keepRoom(db: Db, given: { id: string; mode: string; room: string | undefined; seats: number | undefined; capacity: number }): Promise<void> {
  const { id, mode, room, capacity } = given;
  if (room === undefined) return;
  const seats = given.seats ?? (await findSeats(db, room));
  if (seats === undefined) return;
  if (mode === 'room' && capacity > seats) throw fault('/capacity', 'learning-classes.more-than-room', { seats });
  await all(
    db,
    sql`
    insert into learning.class_room (class_id, name, seats)
    values (${id}, ${room}, ${seats})
    on conflict (class_id) do update
    set name = excluded.name,
      seats = excluded.seats`,
  );
}

async function findSeats(db: Db, room: string): Promise<number | undefined> {
  const row = await one(
    db,
    sql<{ seats: number }>`
    select known.seats
    from learning.class_room as known
    where lower(known.name) = lower(${room})
    order by known.class_id desc
    limit 1`,
  );
  return row?.seats;
}
