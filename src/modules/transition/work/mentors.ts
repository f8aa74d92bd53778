import Type from 'typebox';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { prose } from '../impact/index.ts';
import { closed } from '../model.ts';
import { id, text } from './model.ts';
import { getPersonCase } from './offers.ts';

/** A mentor with how many are gone along with today. */
export type Mentor = { personId: string; name: string; post: string; about: string; places: number; taken: number };

/** The mentors of a day by name: all, or one. */
export async function listMentorRows(db: Db, day: Day, personId?: string): Promise<Mentor[]> {
  return all(
    db,
    sql<Mentor>`
      select mentor.person_id as "personId", person.name, coalesce(post.title, '') as post, mentor.about, mentor.places, (
          select count(*)
          from transition.mentoring as run
          where run.mentor_id = mentor.person_id
            and run.since <= ${day}
            and run.until > ${day}
        ) as taken
      from transition.mentor
      join kernel.person on person.id = mentor.person_id
      left join kernel.posting
        on posting.person_id = mentor.person_id
        and posting.main
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}
      left join kernel.post on post.id = posting.post_id
      where mentor.since <= ${day}
        and mentor.until > ${day}
        and ${personId === undefined ? sql`true` : sql`mentor.person_id = ${personId}`}
      order by person.name_sort, person.id
      limit 500`,
  );
}

/** The mentor of a case on a day. */
export async function findMentorOf(db: Db, caseId: string, day: Day): Promise<{ personId: string; name: string } | undefined> {
  return one(
    db,
    sql<{ personId: string; name: string }>`
      select run.mentor_id as "personId", person.name
      from transition.mentoring as run
      join kernel.person on person.id = run.mentor_id
      where run.case_id = ${caseId}
        and run.since <= ${day}
        and run.until > ${day}`,
  );
}

/** The people that a mentor goes along with on a day. */
export async function listMentored(db: Db, mentorId: string, day: Day): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ name: string }>`
      select person.name
      from transition.mentoring as run
      join transition.person_case as held on held.case_id = run.case_id
      join kernel.person on person.id = held.person_id
      where run.mentor_id = ${mentorId}
        and run.since <= ${day}
        and run.until > ${day}
      order by person.name_sort, person.id`,
  );
  return rows.map(({ name }) => name);
}

/** Somebody offers to go along with others. */
export const offerMentoring = operation({
  name: 'transition.offer-mentoring',
  summary: 'Offer to go along with colleagues into new work, with what and how many at a time; or stop offering it.',
  kind: 'write',
  http: 'PUT /transition/own-mentoring',
  permission: 'signed-in',
  input: Type.Object(
    {
      about: prose('What you can help with', 1000),
      places: Type.Integer({ minimum: 1, maximum: 5, description: 'How many people at a time' }),
      stop: Type.Boolean({ description: 'Whether the offer ends; whoever is gone along with stays so' }),
    },
    closed,
  ),
  output: Type.Object({ open: Type.Boolean({ description: 'Whether the offer stands' }) }, closed),
  run: async (ctx, { about, places, stop }) => {
    const personId = found(personOf(ctx.actor), 'operation.sign-in-first');
    await all(
      ctx.db,
      sql`
        insert into transition.mentor (person_id, about, places, since, until)
        values (${personId}, ${about}, ${places}, ${ctx.today}, ${stop ? ctx.today : 'infinity'}::date)
        on conflict on constraint mentor_pkey do update
        set about = excluded.about,
          places = excluded.places,
          until = excluded.until`,
    );
    return { open: !stop };
  },
});

/** Who offers to go along. */
export const listMentors = operation({
  name: 'transition.list-mentors',
  summary: 'Who offers to go along with others into new work, with what, and how many places are free.',
  kind: 'read',
  http: 'GET /transition/mentors',
  permission: 'transition.handle-cases',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        personId: id('Mentor'),
        name: text('Name'),
        post: text('Post'),
        about: text('What the mentor can help with'),
        free: Type.Integer({ description: 'Free places' }),
      },
      closed,
    ),
  ),
  run: async ({ db, today }) => (await listMentorRows(db, today)).map(({ places, taken, ...rest }) => ({ ...rest, free: Math.max(0, places - taken) })),
});

/** Gives the person of a case a mentor. */
export const assignMentor = operation({
  name: 'transition.assign-mentor',
  summary: 'Give the person of a case a mentor, in the place of an earlier one; both are told.',
  kind: 'write',
  http: 'PUT /transition/cases/{id}/mentor',
  permission: 'transition.handle-cases',
  unit: async (ctx, given) => (await getPersonCase(ctx, given.id)).unitId,
  input: Type.Object({ id: id('Case of the person'), mentorId: id('Mentor') }, closed),
  output: Type.Object({ id: id('Case') }, closed),
  trace: (input) => ({ subject: input.id }),
  run: async (ctx, given) => {
    const held = await getPersonCase(ctx, given.id);
    const [mentor] = await listMentorRows(ctx.db, ctx.today, given.mentorId);
    if (mentor === undefined || mentor.personId === held.personId) throw new Problem('conflict', 'transition-work.no-mentor');
    if (mentor.taken >= mentor.places) throw new Problem('conflict', 'transition-work.mentor-full', { n: mentor.places });
    await all(
      ctx.db,
      sql`
        update transition.mentoring
        set until = greatest(${ctx.today}, mentoring.since)
        where mentoring.case_id = ${held.caseId}
          and mentoring.until > ${ctx.today}`,
    );
    await all(
      ctx.db,
      sql`
        insert into transition.mentoring (case_id, mentor_id, since)
        values (${held.caseId}, ${given.mentorId}, ${ctx.today})
        on conflict on constraint mentoring_pkey do update
        set until = 'infinity'`,
    );
    await notify(ctx, { to: [held.personId], key: 'transition-work.told-mentor', values: { name: mentor.name }, href: `/transition/cases/${held.caseId}/work`, email: true });
    await notify(ctx, { to: [mentor.personId], key: 'transition-work.told-mentored', values: { name: held.name }, href: '/transition/work', email: true });
    return { id: held.caseId };
  },
});
