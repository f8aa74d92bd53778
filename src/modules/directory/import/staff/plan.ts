import { all, sql } from '#base/db/index.ts';
import { subtree } from '#kernel/org/index.ts';
import type { Work } from '../model.ts';
import { makeUnits, unitOfLines } from '../scope.ts';

/** Makes the tables that say, for each line, person and missing holding, what the register knows of it. */
export async function planStaff(work: Work): Promise<void> {
  const { db } = work.ctx;
  await all(db, sql`analyze staff_line`);
  await makeUnits(work);
  for (const table of ['staff_unit', 'staff_plan', 'staff_person', 'staff_end']) await all(db, sql`drop table if exists ${sql.table(`pg_temp.${table}`)}`);
  await all(db, sql`create temporary table staff_unit on commit drop as ${unitOfLines(sql.table('staff_line'))}`);
  await all(db, sql`analyze staff_unit`);
  await planLines(work);
  await planPeople(work);
  await planMissing(work);
}

/** Each line with its unit and with the holding of the register that has the same person, unit, title and first day. */
async function planLines({ ctx }: Work): Promise<void> {
  await all(
    ctx.db,
    sql`
    create temporary table staff_plan on commit drop as
    with line as (
      select staff_line.*, staff_unit.unit_id, staff_unit.units, span.unit_from, span.unit_to, span.in_scope,
        row_number() over (partition by staff_line.person_id, staff_unit.unit_id, staff_line.title_key, staff_line.valid_from order by staff_line.line) as turn
      from staff_line
      left join staff_unit on staff_unit.line = staff_line.line
      left join import_unit as span on span.unit_id = staff_unit.unit_id
    ),
    held as (
      select posting.id, posting.person_id, posting.unit_id, posting.post_id, posting.valid_from, posting.valid_to, posting.coefficient, posting.main,
        post.kind, post.valid_to as post_to, post.title_key,
        row_number() over (partition by posting.person_id, posting.unit_id, post.title_key, posting.valid_from order by posting.id) as turn
      from kernel.posting
      join (
        select post.id, post.kind, post.valid_to, lower(regexp_replace(post.title, '\\s+', ' ', 'g') collate kernel.vi) as title_key
        from kernel.post
      ) as post on post.id = posting.post_id
      where posting.person_id in (select staff_line.person_id from staff_line where staff_line.known)
    )
    select line.line, line.person_id, line.known, line.unit_code, line.post_code, line.title, line.title_key, line.kind, line.valid_from, line.valid_to,
      coalesce(line.coefficient, held.coefficient) as coefficient, line.main, line.unit_id, line.units, line.unit_from, line.unit_to, line.in_scope,
      held.id as posting_id, held.post_id, held.valid_to as old_to, held.kind as old_kind, held.main as old_main, held.post_to,
      held.coefficient is distinct from coalesce(line.coefficient, held.coefficient) or held.main <> line.main as differs
    from line
    left join held
      on held.person_id = line.person_id
      and held.unit_id = line.unit_id
      and held.title_key = line.title_key collate kernel.vi
      and held.valid_from = line.valid_from
      and held.turn = line.turn`,
  );
  await all(ctx.db, sql`create index on staff_plan (person_id)`);
  await all(ctx.db, sql`create index on staff_plan (posting_id) where posting_id is not null`);
  await all(ctx.db, sql`analyze staff_plan`);
}

/** Fields in which the lines of one person differ (over `line`, grouped by person). */
const INCONSISTENT = sql`
  array_remove(array[
    case when min(line.name collate "C") <> max(line.name collate "C") then 'name' end,
    case when min(line.birth_date) <> max(line.birth_date) then 'birthDate' end,
    case when min(line.sex collate "C") <> max(line.sex collate "C") then 'sex' end,
    case when min(line.email collate "C") <> max(line.email collate "C") then 'email' end,
    case when min(line.phone collate "C") <> max(line.phone collate "C") then 'phone' end,
    case when count(distinct line.digest) > 1 then 'personalId' end,
    case when bool_or(line.union_member) <> bool_and(line.union_member) then 'unionMember' end
  ], null)`;

/** Fields in which a person of the register (`before`, `contact`, `identity`) differs from the file (`person`). */
const CHANGED = sql`
  case when person.known then array_remove(array[
    case when before.name <> person.name then 'name' end,
    case when before.birth_date is distinct from person.birth_date then 'birthDate' end,
    case when before.sex is distinct from person.sex then 'sex' end,
    case when person.email is not null and contact.email is distinct from person.email then 'email' end,
    case when person.phone is not null and contact.phone is distinct from person.phone then 'phone' end,
    case when person.digest is not null and identity.digest is distinct from person.digest then 'personalId' end
  ], null) else '{}' end`;

/** Each person of the file once, with what the register says of them and what would change. */
async function planPeople({ ctx }: Work): Promise<void> {
  await all(
    ctx.db,
    sql`
    create temporary table staff_person on commit drop as
    with person as (
      select line.person_id, bool_or(line.known) as known, min(line.line) as line, max(line.line) as last_line, min(line.valid_from) as first_day,
        min(line.staff_code collate "C") as staff_code, min(line.name collate "C") as name, min(line.name_sort collate "C") as name_sort,
        min(line.birth_date) as birth_date, min(line.sex collate "C") as sex, min(line.email collate "C") as email, min(line.phone collate "C") as phone,
        (array_agg(line.digest) filter (where line.digest is not null))[1] as digest, (array_agg(line.sealed) filter (where line.sealed is not null))[1] as sealed,
        min(line.ending) as ending, bool_or(line.union_member) as union_member,
        ${INCONSISTENT} as inconsistent
      from staff_line as line
      where line.person_id is not null
      group by line.person_id
    )
    select person.*, before.name as old_name, before.birth_date as old_birth_date, membership.id as membership_id, membership.valid_from as member_from,
      ${CHANGED} as changed
    from person
    left join kernel.person as before on before.id = person.person_id
    left join directory.contact on contact.person_id = person.person_id
    left join directory.identity on identity.person_id = person.person_id
    left join directory.union_membership as membership
      on membership.person_id = person.person_id
      and membership.valid_to = 'infinity'`,
  );
  await all(ctx.db, sql`create index on staff_person (person_id)`);
  await all(ctx.db, sql`analyze staff_person`);
}

/** The holdings of the register that end because the file, which is the whole register of a unit, does not name them. */
async function planMissing({ ctx, item }: Work): Promise<void> {
  const { missing, endUnitId, endDay } = item;
  const units = missing === 'end' && endUnitId !== null && endDay !== null ? await subtree(ctx.db, endUnitId, endDay) : [];
  await all(
    ctx.db,
    sql`
    create temporary table staff_end on commit drop as
    select posting.id, posting.person_id, posting.post_id, posting.unit_id, ${endDay}::date as ends_on
    from kernel.posting
    where posting.unit_id = any(${units}::uuid[])
      and posting.valid_from < ${endDay}::date
      and posting.valid_to > ${endDay}::date
      and not exists (
        select 1
        from staff_plan as plan
        where plan.posting_id = posting.id)`,
  );
  await all(ctx.db, sql`analyze staff_end`);
}
