import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { keepRoom, mustBeFree } from './busy.ts';
import { ledClass, ledSession, mustBeOpen, peopleOf } from './lead.ts';
import { ClassId, Member, Mode, SessionId, SessionTime, StaffCodes } from './model.ts';
import { lockFree, offerFree } from './offers.ts';
import { leavePlace, listPlaced } from './places.ts';
import { mustBeTimes, mustHavePlace } from './rules.ts';
import { addTrainers, changeClass, listSessions, listTrainers, unitName, type ClassRow } from './store.ts';

const wrong = (at: string, code: string, values: Record<string, string | number> = {}) => new Problem('invalid', 'operation.input-invalid', {}, [{ at, code, values }]);

/** Whose class it is. */
export const listClassPeople = operation({
  name: 'learning.list-class-people',
  summary: 'Who has a place in a class, to whom one is offered and who waits, in the order of waiting, and the staff codes of who leads it; for whoever leads it.',
  kind: 'read',
  http: 'GET /learning/classes/{id}/people',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId }, closed),
  output: Type.Object({ people: Type.Array(Member), trainers: Type.Array(Type.String({ description: 'Staff code' })) }, closed),
  run: async (ctx, { id }) => {
    await ledClass(ctx, id);
    return { people: await listMembers(ctx.db, id, ctx.locale), trainers: await listCodes(ctx.db, id) };
  },
});

/** Changes a class. */
export const changeParticulars = operation({
  name: 'learning.change-class',
  summary:
    'Change what a class is about, how and where it is held, its places and who leads it; who has a place or waits is told, and new places are offered to who waits longest.',
  kind: 'write',
  http: 'PUT /learning/classes/{id}/particulars',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: ClassId,
      about: Type.Optional(Type.String({ maxLength: 2000, description: 'What it is about, for whom, what to bring' })),
      mode: Mode,
      room: Type.Optional(Type.String({ minLength: 3, maxLength: 200, description: 'Room and address; needed unless online' })),
      link: Type.Optional(
        Type.String({ pattern: '^https://[^\\s]+$', examples: ['https://hop.example.vn/lop'], maxLength: 500, description: 'Link of the meeting, https; needed unless in a room' }),
      ),
      capacity: Type.Integer({ minimum: 1, maximum: 2000, description: 'Places, not fewer than are taken' }),
      trainers: StaffCodes(1),
    },
    closed,
  ),
  output: Type.Object({ told: Type.Integer({ description: 'How many people were told' }) }, closed),
  trace: ({ id, capacity }, { told }) => ({ subject: id, detail: { capacity, told } }),
  run: async (ctx, { id, about = '', mode, room, link, capacity, trainers }) => {
    const row = await ledClass(ctx, id);
    mustBeOpen(row);
    mustHavePlace({ mode, room, link });
    await lockFree(ctx.db, id);
    if (capacity < row.taken) throw wrong('/capacity', 'learning-classes.fewer-than-taken', { taken: row.taken });
    const leaders = await peopleOf(ctx, trainers, 'trainers');
    await mustStayFree(ctx, row, { room: mode === 'online' ? null : (room ?? null), leaders });
    await keepRoom(ctx.db, { id, mode, room, seats: undefined, capacity });
    await all(
      ctx.db,
      sql`
      update learning.training_class
      set about = ${about},
        mode = ${mode},
        room = ${room ?? null},
        link = ${link ?? null},
        capacity = ${capacity}
      where training_class.id = ${id}`,
    );
    await replaceTrainers(ctx, row, leaders);
    await changeClass(ctx.db, id, ctx.now);
    const people = await tellChange(ctx, row, 'learning-classes.told-particulars');
    await offerFree(ctx, row, await lockFree(ctx.db, id));
    return { told: people };
  },
});

/** Puts a session off or forward. */
export const moveSession = operation({
  name: 'learning.move-class-session',
  summary: 'Move a session of a class to another day or time, before anybody was noted as present; who has a place is told and fetches the new invitation.',
  kind: 'write',
  http: 'PUT /learning/class-sessions/{id}/time',
  permission: 'signed-in',
  input: Type.Object({ id: SessionId, ...SessionTime }, closed),
  output: Type.Object({ classId: ClassId }, closed),
  trace: ({ id, day }) => ({ subject: id, detail: { day } }),
  run: async (ctx, { id, ...time }) => {
    const { row, session } = await ledSession(ctx, id, true);
    mustBeOpen(row);
    if (session.settled) throw new Problem('conflict', 'learning-classes.settled-already');
    if (await one(ctx.db, sql`select noted.id from learning.class_attendance as noted where noted.session_id = ${id} limit 1`))
      throw new Problem('conflict', 'learning-classes.noted-already');
    mustBeTimes(ctx.today, time);
    const others = (await listSessions(ctx.db, row.id)).filter((other) => other.id !== id);
    if (others.some(({ day, starts }) => day === time.day && starts === time.starts)) throw wrong('/starts', 'learning-classes.session-twice');
    const trainers = (await listTrainers(ctx.db, row.id)).map(({ personId }) => personId);
    await mustBeFree(ctx, time, { trainers, room: row.mode === 'online' ? null : row.room, field: 'starts', except: id });
    await all(
      ctx.db,
      sql`
      update learning.class_session
      set day = ${time.day},
        starts = ${time.starts},
        ends = ${time.ends}
      where class_session.id = ${id}`,
    );
    await changeClass(ctx.db, row.id, ctx.now);
    await tellChange(ctx, row, 'learning-classes.told-changed');
    return { classId: row.id };
  },
});

/** Takes somebody off a class. */
export const removeFromClass = operation({
  name: 'learning.remove-from-class',
  summary: 'Take somebody who was invited by mistake or cannot come off a class that has not been held for them; they are told, and who waits longest is offered the place.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/removals',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId, personId: Type.String({ format: 'uuid', description: 'Person' }) }, closed),
  output: Type.Object({ id: ClassId }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, personId }) => {
    const row = await ledClass(ctx, id);
    mustBeOpen(row);
    const noted = await one(
      ctx.db,
      sql`
      select noted.id
      from learning.class_attendance as noted
      join learning.class_session as session on session.id = noted.session_id
      where session.class_id = ${id}
        and noted.person_id = ${personId}
      limit 1`,
    );
    if (noted !== undefined) throw new Problem('conflict', 'learning-classes.person-noted');
    if (!(await leavePlace(ctx, row, personId))) throw new Problem('conflict', 'learning-classes.not-in-class');
    await notify(ctx, { to: [personId], key: 'learning-classes.told-removed', values: { title: row.title }, href: `/learning/classes/${id}`, email: true });
    return { id };
  },
});

async function tellChange(ctx: Ctx, { id, title }: ClassRow, key: 'learning-classes.told-changed' | 'learning-classes.told-particulars'): Promise<number> {
  const people = await listPlaced(ctx.db, id);
  await notify(ctx, { to: people, key, values: { title }, href: `/learning/classes/${id}`, email: true });
  return people.length;
}

/** Every session to come must find the room and those who lead free, this class left out. */
async function mustStayFree(ctx: Ctx, row: ClassRow, { room, leaders }: { room: string | null; leaders: readonly { personId: string }[] }): Promise<void> {
  const trainers = leaders.map(({ personId }) => personId);
  for (const session of await listSessions(ctx.db, row.id)) if (session.day >= ctx.today) await mustBeFree(ctx, session, { trainers, room, field: 'trainers', except: row.id });
}

/** Those who have led a settled session stay counted for it; who is new is told. */
async function replaceTrainers(ctx: Ctx, row: ClassRow, leaders: readonly { personId: string; unitId: string }[]): Promise<void> {
  const before = new Set((await listTrainers(ctx.db, row.id)).map(({ personId }) => personId));
  const fresh = leaders.filter(({ personId }) => !before.has(personId));
  await all(
    ctx.db,
    sql`
    delete from learning.class_trainer as leader
    where leader.class_id = ${row.id}
      and leader.person_id <> all(${leaders.map(({ personId }) => personId)}::uuid[])`,
  );
  await addTrainers(ctx.db, row.id, fresh);
  await notify(ctx, {
    to: fresh.map(({ personId }) => personId),
    key: 'learning-classes.told-trainer',
    values: { title: row.title },
    href: `/learning/classes/${row.id}`,
    email: true,
  });
}

async function listMembers(db: Db, classId: string, locale: Locale): Promise<Member[]> {
  return all(
    db,
    sql<Member>`
    select place.person_id as "personId", person.name, person.staff_code as "staffCode", ${unitName(sql`place.unit_id`, locale)} as "unitName",
      case when offer.id is not null then 'offered' else place.state end as state
    from learning.class_place as place
    join kernel.person on person.id = place.person_id
    left join learning.class_offer as offer
      on offer.class_id = place.class_id
      and offer.person_id = place.person_id
      and offer.answer is null
      and place.state = 'waiting'
    where place.class_id = ${classId}
      and place.state <> 'left'
    order by place.state, case when place.state = 'waiting' then place.asked_at end, person.name_sort, person.staff_code`,
  );
}

async function listCodes(db: Db, classId: string): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ code: string }>`
    select person.staff_code as code
    from learning.class_trainer as leader
    join kernel.person on person.id = leader.person_id
    where leader.class_id = ${classId}
    order by person.name_sort`,
  );
  return rows.map(({ code }) => code);
}
