import { all, sql, type RawBuilder } from '#base/db/index.ts';
import { recordFrom } from '#kernel/fact/index.ts';
import { keepAdded, keepAfter, keepBefore } from '../image.ts';
import type { Work } from '../model.ts';
import { applyHoldings, newHoldings } from './holdings.ts';

/** Carries a planned staff list out: people, their particulars, posts, holdings, union membership, each with its image and its facts. */
export async function applyStaff(work: Work): Promise<void> {
  await applyPeople(work);
  await work.progress('people', 0);
  await applyParticulars(work);
  await applyPosts(work);
  await work.progress('posts', 0);
  await applyHoldings(work);
  await work.progress('holdings', 0);
  await applyUnion(work);
  await keepAfter(work.ctx.db, work.item.id);
  await recordAll(work);
}

async function applyPeople({ ctx: { db }, item }: Work): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.person (id, staff_code, name, name_sort, birth_date, sex)
    select person.person_id, person.staff_code, person.name, person.name_sort, person.birth_date, person.sex
    from staff_person as person
    where not person.known
    order by person.person_id`,
  );
  await keepAdded(db, item.id, 'kernel.person', sql`select person.person_id, '-infinity'::date from staff_person as person where not person.known`);
  const changed = sql`person.changed && array['name', 'birthDate', 'sex']`;
  await keepBefore(db, item.id, 'kernel.person', sql`select person.person_id, '-infinity'::date from staff_person as person where ${changed}`);
  await all(
    db,
    sql`
    update kernel.person as kept
    set name = person.name, name_sort = person.name_sort, birth_date = person.birth_date, sex = person.sex
    from staff_person as person
    where kept.id = person.person_id
      and ${changed}`,
  );
}

/** E-mail, telephone and personal id number: what the file leaves empty stays. */
async function applyParticulars({ ctx: { db }, item }: Work): Promise<void> {
  const reach = sql`(not person.known and (person.email is not null or person.phone is not null) or person.changed && array['email', 'phone'])`;
  const reached = sql`select person.person_id, '-infinity'::date from staff_person as person where ${reach}`;
  await keepBefore(db, item.id, 'directory.contact', reached);
  await all(
    db,
    sql`
    insert into directory.contact (person_id, email, phone)
    select person.person_id, person.email, person.phone
    from staff_person as person
    where ${reach}
    on conflict (person_id) do update
    set email = coalesce(excluded.email, contact.email), phone = coalesce(excluded.phone, contact.phone)`,
  );
  await keepAdded(db, item.id, 'directory.contact', reached);
  const identify = sql`(not person.known and person.digest is not null or person.changed && array['personalId'])`;
  const identified = sql`select person.person_id, '-infinity'::date from staff_person as person where ${identify}`;
  await keepBefore(db, item.id, 'directory.identity', identified);
  await all(
    db,
    sql`
    insert into directory.identity (person_id, sealed, digest, ending)
    select person.person_id, person.sealed, person.digest, person.ending
    from staff_person as person
    where ${identify}
    on conflict (person_id) do update
    set sealed = excluded.sealed, digest = excluded.digest, ending = excluded.ending`,
  );
  await keepAdded(db, item.id, 'directory.identity', identified);
}

async function applyPosts({ ctx: { db }, item }: Work): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.post (id, unit_id, title, kind, valid_from, valid_to)
    select place.post_id, place.unit_id, place.title, place.kind, place.valid_from, place.valid_to
    from staff_place as place
    where place.opens`,
  );
  await keepAdded(db, item.id, 'kernel.post', sql`select place.post_id, '-infinity'::date from staff_place as place where place.opens`);
  await all(
    db,
    sql`
    insert into directory.post_code (post_id, unit_id, code)
    select place.post_id, place.unit_id, place.code
    from staff_place as place
    where place.code is not null`,
  );
  await keepAdded(db, item.id, 'directory.post_code', sql`select place.post_id, '-infinity'::date from staff_place as place where place.code is not null`);
}

const joining = sql`person.union_member and person.membership_id is null`;

async function applyUnion({ ctx: { db, today }, item }: Work): Promise<void> {
  const leaving = leavers(today);
  await keepBefore(db, item.id, 'directory.union_membership', sql`select person.membership_id, '-infinity'::date from staff_person as person where ${leaving}`);
  await all(
    db,
    sql`
    update directory.union_membership as membership
    set valid_to = ${today}::date
    from staff_person as person
    where membership.id = person.membership_id
      and ${leaving}`,
  );
  // The unit that hands the list in holds the consent; its day is the day of the list.
  await all(db, sql`drop table if exists pg_temp.staff_member`);
  await all(
    db,
    sql`
    create temporary table staff_member on commit drop as
    select kernel.new_id() as id, person.person_id, case when person.known then ${today}::date else person.first_day end as valid_from
    from staff_person as person
    where ${joining}`,
  );
  await all(
    db,
    sql`
    insert into directory.union_membership (id, person_id, consent_day, valid_from)
    select member.id, member.person_id, ${today}::date, member.valid_from
    from staff_member as member`,
  );
  await keepAdded(db, item.id, 'directory.union_membership', sql`select member.id, '-infinity'::date from staff_member as member`);
}

/** Who is no longer noted as a member; a membership that began today or later cannot end today. */
export function leavers(today: string): RawBuilder<unknown> {
  return sql`not person.union_member and person.membership_id is not null and person.member_from < ${today}::date`;
}

async function recordAll({ ctx, item, progress }: Work): Promise<void> {
  const keep = sql`
    insert into directory.import_fact (import_id, fact_ids)
    select ${item.id}::uuid, array_agg(made.id)
    from made
    having count(*) > 0`;
  const kinds = [
    opened,
    newHoldings('directory.posting-started', sql`added.valid_from`, sql`true`),
    newHoldings('directory.posting-ended', sql`added.valid_to`, sql`added.valid_to < 'infinity'`),
    endedHoldings,
    missingHoldings,
    changedPeople(ctx.today),
    unionJoined(ctx.today),
    unionLeft(ctx.today),
  ];
  for (const facts of kinds) {
    await recordFrom(ctx, facts, keep);
    await progress('facts', 0);
  }
}

const nothingMore = sql`null::numeric, '{}'::jsonb, null::uuid`;

const opened = sql`
  select 'directory.post-opened', place.post_id, place.unit_id, place.valid_from, ${nothingMore}
  from staff_place as place
  where place.opens`;

const endedHoldings = sql`
  select 'directory.posting-ended', plan.person_id, plan.unit_id, plan.valid_to, null::numeric,
    jsonb_build_object('posting', plan.posting_id, 'post', plan.post_id), null::uuid
  from staff_plan as plan
  where plan.valid_to <> plan.old_to
    and plan.valid_to < 'infinity'`;

const missingHoldings = sql`
  select 'directory.posting-ended', ending.person_id, ending.unit_id, ending.ends_on, null::numeric,
    jsonb_build_object('posting', ending.id, 'post', ending.post_id), null::uuid
  from staff_end as ending`;

function changedPeople(today: string): RawBuilder<unknown> {
  return sql`
    select 'directory.person-changed', change.person_id, posting.unit_id, ${today}::date, null::numeric, jsonb_build_object('fields', change.fields), null::uuid
    from (
      select person.person_id, array_agg(distinct field.name order by field.name) as fields
      from staff_person as person
      cross join lateral (
        select unnest(person.changed) as name
        union all
        select 'posting' from staff_plan as plan where plan.person_id = person.person_id and plan.differs
      ) as field
      where person.known
      group by person.person_id
    ) as change
    join kernel.posting
      on posting.person_id = change.person_id
      and posting.main
      and posting.valid_from <= ${today}::date
      and posting.valid_to > ${today}::date`;
}

function unionJoined(today: string): RawBuilder<unknown> {
  return sql`
    select 'directory.union-joined', person.person_id, posting.unit_id, acted.day, ${nothingMore}
    from staff_person as person
    cross join lateral (select case when person.known then ${today}::date else person.first_day end as day) as acted
    join kernel.posting
      on posting.person_id = person.person_id
      and posting.main
      and posting.valid_from <= acted.day
      and posting.valid_to > acted.day
    where ${joining}`;
}

function unionLeft(today: string): RawBuilder<unknown> {
  return sql`
    select 'directory.union-left', person.person_id, posting.unit_id, ${today}::date, ${nothingMore}
    from staff_person as person
    join kernel.posting
      on posting.person_id = person.person_id
      and posting.main
      and posting.valid_from <= ${today}::date
      and posting.valid_to > ${today}::date
    where ${leavers(today)}`;
}
