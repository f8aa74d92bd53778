import { sql, type RawBuilder } from '#base/db/index.ts';
import type { Work } from '../model.ts';
import { complain, unitErrors } from '../scope.ts';

/** Writes what is wrong in a planned staff list, besides cells that cannot be read and places that are taken. */
export async function complainStaff(work: Work): Promise<void> {
  for (const errors of [
    unitErrors(sql.table('staff_plan')),
    inconsistent,
    otherPerson,
    emailTaken,
    identityTaken,
    endedMeanwhile,
    otherKind,
    twoMainInFile,
    mainInRegister,
    postTaken,
  ]) {
    await complain(work, errors);
  }
  await complain(work, personElsewhere(work.ctx.today));
}

const inconsistent = sql`
  select person.last_line, field.name, 'import.error.rows-differ', jsonb_build_object('code', person.staff_code, 'first', person.line)
  from staff_person as person
  cross join lateral unnest(person.inconsistent) as field (name)`;

const otherPerson = sql`
  select person.line, 'staffCode', 'import.error.other-person', jsonb_build_object('code', person.staff_code)
  from staff_person as person
  where person.changed @> array['name', 'birthDate']
    and person.old_birth_date is not null`;

/** Particulars of somebody who works outside the asker's units stay as they are. */
function personElsewhere(today: string): RawBuilder<unknown> {
  return sql`
    select person.line, person.changed[1], 'import.error.person-elsewhere', jsonb_build_object('code', person.staff_code)
    from staff_person as person
    join kernel.posting
      on posting.person_id = person.person_id
      and posting.main
      and posting.valid_from <= ${today}::date
      and posting.valid_to > ${today}::date
    join import_unit as span on span.unit_id = posting.unit_id
    where not span.in_scope
      and (cardinality(person.changed) > 0
        or person.union_member and person.membership_id is null
        or not person.union_member and person.membership_id is not null)`;
}

const emailTaken = sql`
  select person.line, 'email', 'import.error.email-taken', jsonb_build_object('value', person.email)
  from staff_person as person
  join directory.contact
    on lower(contact.email) = lower(person.email)
    and contact.person_id <> person.person_id
  union all
  select twice.line, 'email', 'import.error.email-twice', jsonb_build_object('value', twice.email, 'first', twice.first_line)
  from (
    select person.line, person.email, min(person.line) over (partition by lower(person.email)) as first_line
    from staff_person as person
    where person.email is not null
  ) as twice
  where twice.line > twice.first_line`;

const identityTaken = sql`
  select person.line, 'personalId', 'import.error.identity-taken', '{}'::jsonb
  from staff_person as person
  join directory.identity
    on identity.digest = person.digest
    and identity.person_id <> person.person_id
  union all
  select twice.line, 'personalId', 'import.error.identity-twice', jsonb_build_object('first', twice.first_line)
  from (
    select person.line, min(person.line) over (partition by person.digest) as first_line
    from staff_person as person
    where person.digest is not null
  ) as twice
  where twice.line > twice.first_line`;

const endedMeanwhile = sql`
  select plan.line, 'to', 'import.error.ended-meanwhile', jsonb_build_object('day', to_char(plan.old_to - 1, 'DD/MM/YYYY'))
  from staff_plan as plan
  where plan.old_to < 'infinity'
    and plan.valid_to = 'infinity'`;

const otherKind = sql`
  select plan.line, 'kind', 'import.error.post-differs', jsonb_build_object('title', plan.title)
  from staff_plan as plan
  where plan.old_kind <> plan.kind`;

const twoMainInFile = sql`
  select later.line, 'from', 'import.error.two-main-file', jsonb_build_object('first', min(earlier.line))
  from staff_plan as earlier
  join staff_plan as later
    on later.person_id = earlier.person_id
    and later.line > earlier.line
    and later.main
    and later.valid_from < earlier.valid_to
    and later.valid_to > earlier.valid_from
  where earlier.main
  group by later.line`;

const mainInRegister = sql`
  select plan.line, 'from', 'import.error.two-main-register',
    jsonb_build_object('unit', min(version.name_vi), 'day', to_char(min(posting.valid_from), 'DD/MM/YYYY'))
  from staff_plan as plan
  join kernel.posting
    on posting.person_id = plan.person_id
    and posting.main
    and posting.valid_from < plan.valid_to
  left join staff_end on staff_end.id = posting.id
  join kernel.unit_version as version
    on version.unit_id = posting.unit_id
    and version.valid_from <= posting.valid_from
    and version.valid_to > posting.valid_from
  where plan.main
    and plan.known
    and least(posting.valid_to, staff_end.ends_on) > plan.valid_from
    and not exists (
      select 1
      from staff_plan as own
      where own.posting_id = posting.id)
  group by plan.line`;

/** A holding that lasts longer than the register says must find its post still open, and free. */
const postTaken = sql`
  select plan.line, 'to', 'import.error.post-not-open', jsonb_build_object('title', plan.title, 'day', to_char(plan.post_to - 1, 'DD/MM/YYYY'))
  from staff_plan as plan
  where plan.posting_id is not null
    and plan.valid_to > plan.post_to
  union all
  select distinct plan.line, 'to', 'import.error.post-held', jsonb_build_object('title', plan.title)
  from staff_plan as plan
  join kernel.posting as other
    on other.post_id = plan.post_id
    and other.id <> plan.posting_id
  left join staff_plan as own on own.posting_id = other.id
  left join staff_end on staff_end.id = other.id
  where plan.valid_to > plan.old_to
    and other.valid_from < plan.valid_to
    and coalesce(own.valid_to, staff_end.ends_on, other.valid_to) > plan.valid_from`;
