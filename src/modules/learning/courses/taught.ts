import type { Locale } from '#base/text/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** A published course with how many outcomes of its lessons lie in each DigComp area (1 to 5). */
export type TaughtCourse = { id: string; title: string; minutes: number; areas: Record<string, number> };

/** What the published courses teach, by area (none where a course names no outcomes); for whoever plans learning towards a post. */
export async function listTaught(db: Db, locale: Locale): Promise<TaughtCourse[]> {
  return all(
    db,
    sql<TaughtCourse>`
    select version.course_id as id, ${locale === 'vi' ? sql`version.title_vi` : sql`version.title_en`} as title, version.minutes,
      coalesce(jsonb_object_agg(taught.area, taught.outcomes) filter (where taught.area is not null), '{}'::jsonb) as areas
    from learning.course_version as version
    left join (
      select lesson.course_id, lesson.version, left(outcome.one ->> 'competence', 1) as area, count(*) as outcomes
      from learning.lesson_version as lesson
      cross join lateral jsonb_array_elements(lesson.body::jsonb -> 'outcomes') as outcome (one)
      group by lesson.course_id, lesson.version, left(outcome.one ->> 'competence', 1)
    ) as taught
      on taught.course_id = version.course_id
      and taught.version = version.version
    where version.state = 'published'
    group by version.course_id, version.title_vi, version.title_en, version.minutes
    order by version.course_id`,
  );
}
