import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import { metRows, type Whose } from './met.ts';
import type { Part, PartView, Renewal } from './model.ts';
import type { Certification } from './rules.ts';

/** A curriculum as it is kept. */
export type Curriculum = {
  id: string;
  unitId: string;
  titleVi: string;
  titleEn: string;
  about: string;
  optionalNeeded: number;
  validMonths: number | null;
  windowDays: number;
  endedOn: Day | null;
};

const columns = sql`
  curriculum.id, curriculum.unit_id as "unitId", curriculum.title_vi as "titleVi", curriculum.title_en as "titleEn", curriculum.about,
  curriculum.optional_needed as "optionalNeeded", curriculum.valid_months as "validMonths", curriculum.window_days as "windowDays", curriculum.ended_on as "endedOn"`;

/** The title of a course in a language, as SQL: of the published version, else of the newest. */
export const courseTitle = (course: string, locale: Locale) => sql<string>`(
    select ${locale === 'vi' ? sql`version.title_vi` : sql`version.title_en`}
    from learning.course_version as version
    where version.course_id = ${sql.raw(course)}
    order by version.state = 'published' desc, version.version desc
    limit 1)`;

/** A curriculum; throws `missing`. */
export async function getCurriculum(db: Db, id: string): Promise<Curriculum> {
  return found(await one(db, sql<Curriculum>`select ${columns} from learning.curriculum where curriculum.id = ${id}`), 'learning-who.no-curriculum');
}

/** Keeps a curriculum with its parts and ways to renew. */
export async function addCurriculum(db: Db, given: Omit<Curriculum, 'endedOn'> & { parts: readonly Part[]; renewals: readonly Renewal[] }, by: string | null): Promise<void> {
  const { id, parts, renewals } = given;
  await all(
    db,
    sql`
    insert into learning.curriculum (id, unit_id, title_vi, title_en, about, optional_needed, valid_months, window_days, created_by)
    values (${id}, ${given.unitId}, ${given.titleVi}, ${given.titleEn}, ${given.about}, ${given.optionalNeeded}, ${given.validMonths}, ${given.windowDays}, ${by})`,
  );
  await all(
    db,
    sql`
    insert into learning.curriculum_part (curriculum_id, place, course_id, need, after_course, test_area, test_level)
    select ${id}::uuid, part.place, part.course, part.need, part.after, part.area, part.level
    from unnest(
      ${parts.map((_, at) => at + 1)}::integer[],
      ${parts.map(({ course }) => course)}::text[],
      ${parts.map(({ need }) => need)}::text[],
      ${parts.map(({ after }) => after ?? null)}::text[],
      ${parts.map(({ testArea }) => testArea ?? null)}::text[],
      ${parts.map(({ testLevel }) => testLevel ?? null)}::integer[]
    ) as part (place, course, need, after, area, level)`,
  );
  await all(
    db,
    sql`
    insert into learning.renewal_path (curriculum_id, place, kind, course_id, test_area, test_level, minutes)
    select ${id}::uuid, path.place, path.kind, path.course, path.area, path.level, path.minutes
    from unnest(
      ${renewals.map((_, at) => at + 1)}::integer[],
      ${renewals.map(({ kind }) => kind)}::text[],
      ${renewals.map(({ course }) => course ?? null)}::text[],
      ${renewals.map(({ testArea }) => testArea ?? null)}::text[],
      ${renewals.map(({ testLevel }) => testLevel ?? null)}::integer[],
      ${renewals.map(({ minutes }) => minutes ?? null)}::integer[]
    ) as path (place, kind, course, area, level, minutes)`,
  );
}

/** The published courses with these ids. */
export async function listKnownCourses(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ id: string }>`select version.course_id as id from learning.course_version as version where version.state = 'published' and version.course_id = any(${ids}::text[])`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Ends a curriculum; false when it had ended. */
export async function endCurriculumRow(db: Db, id: string, today: Day): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`update learning.curriculum set ended_on = ${today} where curriculum.id = ${id} and curriculum.ended_on is null returning curriculum.id`,
  );
  return row !== undefined;
}

/** A row of the list of curricula. */
export type CurriculumRow = Curriculum & { unitName: string; parts: number; needed: number; met: number; minutes: number; held: Certification | null };

/** How many mandatory and how many optional parts people have met, as SQL. */
const metCounts = (whose: Whose, today: Day) => sql`
      select reached.curriculum_id, count(distinct reached.place) filter (where part.need = 'mandatory') as mandatory,
        count(distinct reached.place) filter (where part.need = 'optional') as optional
      from (${metRows(whose, today)}) as reached
      join learning.curriculum_part as part
        on part.curriculum_id = reached.curriculum_id
        and part.place = reached.place
      group by reached.curriculum_id`;

/** The curricula in force, or one of them, with what a person has met of each. */
export async function listCurriculumRows(db: Db, personId: string, today: Day, locale: Locale, curriculumId?: string): Promise<CurriculumRow[]> {
  return all(
    db,
    sql<CurriculumRow>`
    select ${columns}, unit.name as "unitName", counted.parts, counted.minutes, counted.mandatory + curriculum.optional_needed as needed,
      coalesce(met.mandatory, 0) + least(coalesce(met.optional, 0), curriculum.optional_needed) as met, (
      select json_build_object('id', held.id, 'validFrom', held.valid_from, 'validTo', held.valid_to, 'way', held.way)
      from learning.certification as held
      where held.curriculum_id = curriculum.id
        and held.person_id = ${personId}
      order by held.valid_from desc
      limit 1) as held
    from learning.curriculum
    cross join lateral (
      select count(*) as parts, count(*) filter (where part.need = 'mandatory') as mandatory, coalesce(sum(version.minutes) filter (where part.need = 'mandatory'), 0) as minutes
      from learning.curriculum_part as part
      left join learning.course_version as version
        on version.course_id = part.course_id
        and version.state = 'published'
      where part.curriculum_id = curriculum.id
    ) as counted
    join lateral (
      select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
      from kernel.unit_version as version
      where version.unit_id = curriculum.unit_id
      order by version.valid_from desc
      limit 1
    ) as unit on true
    left join (${metCounts({ personId, curriculumId }, today)}) as met on met.curriculum_id = curriculum.id
    where ${curriculumId === undefined ? sql`curriculum.ended_on is null` : sql`curriculum.id = ${curriculumId}`}
    order by curriculum.created_at, curriculum.id
    limit 200`,
  );
}

/** A part with what a person has met of it. */
export type PartRow = Omit<PartView, 'state' | 'afterTitle'> & { after: string | null };

/** The parts of a curriculum in their order, with what a person has met. */
export async function listPartRows(db: Db, curriculumId: string, personId: string, today: Day, locale: Locale): Promise<PartRow[]> {
  return all(
    db,
    sql<PartRow>`
    select part.course_id as course, ${courseTitle('part.course_id', locale)} as title, coalesce(version.minutes, 0) as minutes, part.need, met.met_on as "metOn", met.how,
      part.after_course as after, part.test_area as "testArea", part.test_level as "testLevel"
    from learning.curriculum_part as part
    left join learning.course_version as version
      on version.course_id = part.course_id
      and version.state = 'published'
    left join (
      select distinct on (reached.place) reached.place, reached.met_on, reached.how
      from (${metRows({ personId, curriculumId }, today)}) as reached
      order by reached.place, reached.met_on
    ) as met on met.place = part.place
    where part.curriculum_id = ${curriculumId}
    order by part.place`,
  );
}

/** The ways to renew a certification of a curriculum. */
export async function listRenewalRows(db: Db, curriculumId: string, locale: Locale) {
  return all(
    db,
    sql<{ kind: Renewal['kind']; course: string | null; title: string | null; testArea: string | null; testLevel: number | null; minutes: number | null }>`
    select path.kind, path.course_id as course, ${courseTitle('path.course_id', locale)} as title, path.test_area as "testArea", path.test_level as "testLevel", path.minutes
    from learning.renewal_path as path
    where path.curriculum_id = ${curriculumId}
    order by path.place`,
  );
}

/** The certifications of a person, newest first. */
export async function listHeldRows(
  db: Db,
  personId: string,
  curriculumId?: string,
): Promise<(Certification & { curriculumId: string; titleVi: string; titleEn: string; windowDays: number })[]> {
  return all(
    db,
    sql<Certification & { curriculumId: string; titleVi: string; titleEn: string; windowDays: number }>`
    select held.id, held.valid_from as "validFrom", held.valid_to as "validTo", held.way, held.curriculum_id as "curriculumId", curriculum.title_vi as "titleVi",
      curriculum.title_en as "titleEn", curriculum.window_days as "windowDays"
    from learning.certification as held
    join learning.curriculum on curriculum.id = held.curriculum_id
    where held.person_id = ${personId}
      and ${curriculumId === undefined ? sql`true` : sql`held.curriculum_id = ${curriculumId}`}
    order by held.valid_from desc
    limit 100`,
  );
}
