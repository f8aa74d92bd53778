import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { courseTitle } from '../curricula/store.ts';
import type { OutsideAsked } from './model.ts';

/** A certificate from elsewhere as it is kept. */
export type OutsideRow = Omit<OutsideAsked, 'own'> & { personId: string; unitId: string };

/** Keeps a certificate from elsewhere until somebody has checked it. */
export async function addOutside(
  db: Db,
  given: { id: string; personId: string; unitId: string; title: string; issuer: string; day: Day; minutes: number; documentId: string; at: Temporal.Instant },
): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.outside_record (id, person_id, unit_id, title, issuer, day, minutes, document_id, asked_at)
    values (${given.id}, ${given.personId}, ${given.unitId}, ${given.title}, ${given.issuer}, ${given.day}, ${given.minutes}, ${given.documentId}, ${given.at.toString()})`,
  );
}

/** Certificates from elsewhere that fulfil a condition on `outside`: those not checked yet first, oldest first. */
export async function listOutside(db: Db, where: RawBuilder<unknown>, locale: Locale): Promise<OutsideRow[]> {
  return all(
    db,
    sql<OutsideRow>`
    select outside.id, outside.person_id as "personId", person.name, person.staff_code as "staffCode", outside.unit_id as "unitId", unit.name as "unitName", outside.title,
      outside.issuer, outside.day, outside.minutes, outside.counted_minutes as "countedMinutes", outside.document_id as "documentId", outside.state, outside.decision,
      coalesce(${courseTitle('outside.course_id', locale)}, (
        select ${locale === 'vi' ? sql`curriculum.title_vi` : sql`curriculum.title_en`}
        from learning.curriculum
        where curriculum.id = outside.curriculum_id)) as replaces
    from learning.outside_record as outside
    join kernel.person on person.id = outside.person_id
    join lateral (
      select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
      from kernel.unit_version as version
      where version.unit_id = outside.unit_id
      order by version.valid_from desc
      limit 1
    ) as unit on true
    where ${where}
    order by outside.state <> 'asked', case when outside.state = 'asked' then outside.asked_at end, outside.asked_at desc
    limit 200`,
  );
}

/** Decides about a certificate from elsewhere; false when somebody has. */
export async function decideOutside(
  db: Db,
  id: string,
  given: {
    state: 'accepted' | 'refused';
    minutes: number | null;
    course: string | null;
    curriculum: string | null;
    decision: string | null;
    by: string | null;
    at: Temporal.Instant;
  },
): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update learning.outside_record as outside
    set state = ${given.state},
      counted_minutes = ${given.minutes},
      course_id = ${given.course},
      curriculum_id = ${given.curriculum},
      decision = ${given.decision},
      decided_by = ${given.by},
      decided_at = ${given.at.toString()}
    where outside.id = ${id}
      and outside.state = 'asked'
    returning outside.id`,
  );
  return row !== undefined;
}

/** A consent as it stands. */
export type ConsentRow = {
  id: string;
  personId: string;
  unitId: string;
  unitName: string;
  name: string;
  staffCode: string;
  year: number;
  scores: boolean;
  until: Day;
  withdrawn: boolean;
};

/** Consents that fulfil a condition on `consent`, newest first. */
export async function listConsents(db: Db, where: RawBuilder<unknown>, locale: Locale): Promise<ConsentRow[]> {
  return all(
    db,
    sql<ConsentRow>`
    select consent.id, consent.person_id as "personId", consent.unit_id as "unitId", unit.name as "unitName", person.name, person.staff_code as "staffCode", consent.year,
      consent.scores, consent.until, consent.withdrawn_at is not null as withdrawn
    from learning.consent
    join kernel.person on person.id = consent.person_id
    join lateral (
      select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
      from kernel.unit_version as version
      where version.unit_id = consent.unit_id
      order by version.valid_from desc
      limit 1
    ) as unit on true
    where ${where}
    order by consent.given_at desc
    limit 200`,
  );
}
