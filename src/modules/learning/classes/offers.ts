import { formatDay, type Day } from '#base/day/index.ts';
import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { addWorkingDays, currentCalendar } from '#kernel/calendar/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { ANSWER_WORKING_DAYS, answerBy } from './rules.ts';

type Given = { id: string; title: string };

/** How many places a class still has, those that are offered left out; nobody else takes one until the transaction ends. */
export async function lockFree(db: Db, classId: string): Promise<number> {
  await all(db, sql`select class.id from learning.training_class as class where class.id = ${classId} for update`);
  const row = await one(
    db,
    sql<{ free: number }>`
    select (class.capacity - (
      select count(*)
      from learning.class_place as place
      where place.class_id = class.id
        and place.state = 'placed') - (
      select count(*)
      from learning.class_offer as offer
      where offer.class_id = class.id
        and offer.answer is null))::integer as free
    from learning.training_class as class
    where class.id = ${classId}`,
  );
  return Math.max(0, row?.free ?? 0);
}

/** Offers the free places of a class to those who wait longest, each with days to answer; nothing once its last day is over. Pass a transaction that holds the class. */
export async function offerFree(ctx: Ctx, given: Given, free: number): Promise<void> {
  const next = await findNextDay(ctx.db, given.id, ctx.today);
  if (free === 0 || next === undefined) return;
  const calendar = await currentCalendar(ctx.db, ctx.services.root);
  const until = answerBy(ctx.today, next, addWorkingDays(ctx.today, ANSWER_WORKING_DAYS, calendar));
  const waiting = await listLongest(ctx.db, given.id, free);
  await all(
    ctx.db,
    sql`
    insert into learning.class_offer (id, class_id, person_id, offered_on, answer_by)
    select given.id, ${given.id}::uuid, given.person_id, ${ctx.today}::date, ${until}::date
    from unnest(${waiting.map(() => newId())}::uuid[], ${waiting}::uuid[]) as given (id, person_id)`,
  );
  await notify(ctx, {
    to: waiting,
    key: 'learning-classes.told-offered',
    values: { title: given.title, until: formatDay(until) },
    href: `/learning/classes/${given.id}`,
    email: true,
    push: true,
  });
}

async function findNextDay(db: Db, classId: string, today: Day): Promise<Day | undefined> {
  const row = await one(
    db,
    sql<{ day: Day | null }>`
    select min(session.day) as day
    from learning.class_session as session
    join learning.training_class as class on class.id = session.class_id
    where session.class_id = ${classId}
      and session.day >= ${today}
      and class.state = 'open'`,
  );
  return row?.day ?? undefined;
}

async function listLongest(db: Db, classId: string, free: number): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ personId: string }>`
    select waiting.person_id as "personId"
    from learning.class_place as waiting
    where waiting.class_id = ${classId}
      and waiting.state = 'waiting'
      and not exists (
        select 1
        from learning.class_offer as offer
        where offer.class_id = waiting.class_id
          and offer.person_id = waiting.person_id
          and offer.answer is null)
    order by waiting.asked_at, waiting.id
    limit ${free}`,
  );
  return rows.map(({ personId }) => personId);
}

/** Ends offers that were not answered in time, takes who let one go by off the list, and offers the places anew. Returns how many ended. */
export async function lapseOffers(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const lapsed = await all(
      db,
      sql<{ classId: string; personId: string }>`
      update learning.class_offer as offer
      set answer = 'lapsed',
        answered_at = ${ctx.now.toString()}
      where offer.answer is null
        and offer.answer_by < ${ctx.today}
      returning offer.class_id as "classId", offer.person_id as "personId"`,
    );
    for (const { classId, personId } of lapsed) await takeOff(own, classId, personId);
    for (const classId of new Set(lapsed.map((gone) => gone.classId))) {
      const title = await titleOf(db, classId);
      await offerFree(own, { id: classId, title }, await lockFree(db, classId));
    }
    return lapsed.length;
  });
}

async function takeOff(ctx: Ctx, classId: string, personId: string): Promise<void> {
  const left = await all(
    ctx.db,
    sql<{ id: string; unitId: string }>`
    update learning.class_place as place
    set state = 'left'
    where place.class_id = ${classId}
      and place.person_id = ${personId}
      and place.state = 'waiting'
    returning place.id, place.unit_id as "unitId"`,
  );
  const facts = left.map(({ id, unitId }) => ({ kind: 'learning.class-place-changed', subject: id, unitId, day: ctx.today, data: { class: classId, state: 'left' } }));
  await record(ctx, facts);
  const values = { title: await titleOf(ctx.db, classId) };
  await notify(ctx, { to: [personId], key: 'learning-classes.told-lapsed', values, href: `/learning/classes/${classId}` });
}

async function titleOf(db: Db, classId: string): Promise<string> {
  return (await one(db, sql<{ title: string }>`select class.title from learning.training_class as class where class.id = ${classId}`))?.title ?? '';
}

/** Ends what is offered of a class that was called off; nobody needs to answer any more. */
export async function endOffers(ctx: Ctx, classId: string): Promise<void> {
  await all(
    ctx.db,
    sql`
    update learning.class_offer as offer
    set answer = 'lapsed',
      answered_at = ${ctx.now.toString()}
    where offer.class_id = ${classId}
      and offer.answer is null`,
  );
}

/** The last day on which somebody may take the place that is offered to them. */
export async function findOffer(db: Db, classId: string, personId: string): Promise<Day | undefined> {
  const row = await one(
    db,
    sql<{ until: Day }>`
    select offer.answer_by as until
    from learning.class_offer as offer
    where offer.class_id = ${classId}
      and offer.person_id = ${personId}
      and offer.answer is null`,
  );
  return row?.until;
}

/** Looks every quarter of an hour whether an offer was let go by. */
export const offerTask = every(900, 'learning.class-offers', async (ctx) => void (await lapseOffers(ctx)));
