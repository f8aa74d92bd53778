import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { Attender, ClassLine, Material, SessionLine } from './model.ts';

/** The name of a unit as SQL, in the language of the asker. */
export const unitName = (unit: RawBuilder<unknown>, locale: Locale): RawBuilder<unknown> => sql`(
  select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`}
  from kernel.unit_version as version
  where version.unit_id = ${unit}
  order by version.valid_from desc
  limit 1)`;

/** A class as it is kept, as one person sees it. */
export type ClassRow = ClassLine & { unitId: string; about: string; link: string | null; stateReason: string | null; edition: number; changedAt: Date };

/** Classes that fulfil a condition on `class`, in an order, at most 100; `own` and `leads` are those of `me`. */
export async function listClassRows(db: Db, where: RawBuilder<unknown>, order: RawBuilder<unknown>, me: string | null, locale: Locale): Promise<ClassRow[]> {
  return all(
    db,
    sql<ClassRow>`
    select class.id, class.unit_id as "unitId", class.title, class.about, class.mode, class.room, class.link, class.state, class.state_reason as "stateReason", class.edition,
      class.changed_at as "changedAt", class.capacity, ${unitName(sql`class.unit_id`, locale)} as "unitName", trainers.names as trainers, trainers.leads,
      meets.first_day as "firstDay", meets.last_day as "lastDay", meets.starts, places.taken, places.waiting, coalesce(places.own, 'none') as own
    from learning.training_class as class
    cross join lateral (
      select coalesce(string_agg(person.name, ', ' order by person.name_sort), '') as names, coalesce(bool_or(leader.person_id = ${me}::uuid), false) as leads
      from learning.class_trainer as leader
      join kernel.person on person.id = leader.person_id
      where leader.class_id = class.id
    ) as trainers
    cross join lateral (
      select min(session.day) as first_day, max(session.day) as last_day, (array_agg(session.starts order by session.day, session.starts))[1] as starts
      from learning.class_session as session
      where session.class_id = class.id
    ) as meets
    cross join lateral (
      select (count(*) filter (where place.state = 'placed' or offer.id is not null))::integer as taken,
        (count(*) filter (where place.state = 'waiting' and offer.id is null))::integer as waiting,
        max(case when offer.id is not null then 'offered' else place.state end) filter (where place.person_id = ${me}::uuid) as own
      from learning.class_place as place
      left join learning.class_offer as offer
        on offer.class_id = place.class_id
        and offer.person_id = place.person_id
        and offer.answer is null
        and place.state = 'waiting'
      where place.class_id = class.id
    ) as places
    where ${where}
    order by ${order}
    limit 100`,
  );
}

/** One class; throws `missing`. */
export async function getClass(db: Db, id: string, me: string | null, locale: Locale): Promise<ClassRow> {
  return found((await listClassRows(db, sql`class.id = ${id}`, sql`class.id`, me, locale))[0], 'learning-classes.no-class');
}

/** Keeps a new class. */
export async function addClass(
  db: Db,
  given: { id: string; unitId: string; course: string | null; title: string; about: string; mode: string; room: string | null; link: string | null; capacity: number },
  by: string | null,
  at: Temporal.Instant,
): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.training_class (id, unit_id, course_id, title, about, mode, room, link, capacity, created_by, changed_at)
    values (${given.id}, ${given.unitId}, ${given.course}, ${given.title}, ${given.about}, ${given.mode}, ${given.room}, ${given.link}, ${given.capacity}, ${by}, ${at.toString()})`,
  );
}

/** Adds a meeting. */
export async function addSession(db: Db, given: { id: string; classId: string; day: Day; starts: string; ends: string; key: Buffer }): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.class_session (id, class_id, day, starts, ends, code_key)
    values (${given.id}, ${given.classId}, ${given.day}, ${given.starts}, ${given.ends}, ${given.key})`,
  );
}

/** Notes that a class is another one than its invitations say; cancels it when there is a reason. */
export async function changeClass(db: Db, id: string, at: Temporal.Instant, cancelled?: string): Promise<void> {
  await all(
    db,
    sql`
    update learning.training_class
    set edition = training_class.edition + 1,
      changed_at = ${at.toString()},
      state = ${cancelled === undefined ? sql`training_class.state` : sql`'cancelled'`},
      state_reason = ${cancelled ?? null}
    where training_class.id = ${id}`,
  );
}

/** Adds those who lead. */
export async function addTrainers(db: Db, classId: string, people: readonly { personId: string; unitId: string }[]): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.class_trainer (class_id, person_id, unit_id)
    select ${classId}::uuid, given.person_id, given.unit_id
    from unnest(${people.map(({ personId }) => personId)}::uuid[], ${people.map(({ unitId }) => unitId)}::uuid[]) as given (person_id, unit_id)`,
  );
}

/** The meetings of a class in their order. */
export async function listSessions(db: Db, classId: string): Promise<SessionLine[]> {
  return all(
    db,
    sql<SessionLine>`
    select session.id, session.day, session.starts, session.ends,
      (extract(epoch from session.ends::time - session.starts::time) / 60)::integer as minutes, session.closed_at is not null as settled
    from learning.class_session as session
    where session.class_id = ${classId}
    order by session.day, session.starts`,
  );
}

/** A meeting with what its codes are made from. */
export type SessionRow = SessionLine & { classId: string; key: Buffer };

/** One meeting; throws `missing`. With `lock` nobody else changes it until the transaction ends. */
export async function getSession(db: Db, id: string, lock = false): Promise<SessionRow> {
  return found(
    await one(
      db,
      sql<SessionRow>`
      select session.id, session.class_id as "classId", session.code_key as key, session.day, session.starts, session.ends,
        (extract(epoch from session.ends::time - session.starts::time) / 60)::integer as minutes, session.closed_at is not null as settled
      from learning.class_session as session
      where session.id = ${id}
      ${lock ? sql`for update` : sql``}`,
    ),
    'learning-classes.no-session',
  );
}

/** Who leads a class. */
export async function listTrainers(db: Db, classId: string): Promise<{ personId: string; unitId: string }[]> {
  return all(
    db,
    sql<{ personId: string; unitId: string }>`
    select leader.person_id as "personId", leader.unit_id as "unitId"
    from learning.class_trainer as leader
    where leader.class_id = ${classId}`,
  );
}

/** People by their staff codes, with the unit of the main post on a day; who is in no post is left out. */
export async function findByCodes(db: Db, codes: readonly string[], day: Day): Promise<{ personId: string; unitId: string; staffCode: string }[]> {
  return all(
    db,
    sql<{ personId: string; unitId: string; staffCode: string }>`
    select person.id as "personId", posting.unit_id as "unitId", person.staff_code as "staffCode"
    from kernel.person
    join kernel.posting
      on posting.person_id = person.id
      and posting.main
      and posting.valid_from <= ${day}
      and posting.valid_to > ${day}
    where person.staff_code = any(${[...codes]}::text[])`,
  );
}

/** Everybody with a place in the class of a session, and how attendance is noted. */
export async function listAttenders(db: Db, session: { id: string; classId: string }, locale: Locale): Promise<Attender[]> {
  return all(
    db,
    sql<Attender>`
    select place.person_id as "personId", person.name, person.staff_code as "staffCode", ${unitName(sql`place.unit_id`, locale)} as "unitName", attendance.way,
      sent.marked_at::text as "markedAt", corrected.reason as corrected
    from learning.class_place as place
    join kernel.person on person.id = place.person_id
    left join learning.class_attendance as attendance
      on attendance.session_id = ${session.id}
      and attendance.person_id = place.person_id
    left join learning.class_attendance_sent as sent
      on sent.session_id = attendance.session_id
      and sent.person_id = attendance.person_id
    left join lateral (
      select change.reason
      from learning.class_attendance_change as change
      where change.session_id = ${session.id}
        and change.person_id = place.person_id
      order by change.changed_at desc
      limit 1
    ) as corrected on true
    where place.class_id = ${session.classId}
      and place.state = 'placed'
    order by person.name_sort, person.staff_code`,
  );
}

/** What there is to read for a class. */
export async function listMaterials(db: Db, classId: string): Promise<Material[]> {
  return all(
    db,
    sql<Material>`
    select material.id, material.title, material.link, material.document_id as "documentId", document.name as "fileName", document.size::float8 as bytes
    from learning.class_material as material
    left join kernel.document on document.id = material.document_id
    where material.class_id = ${classId}
      and not exists (
        select 1
        from learning.class_material_removal as removal
        where removal.material_id = material.id)
    order by material.added_at, material.id`,
  );
}
