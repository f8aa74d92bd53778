import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';

/** A post as it is kept. */
export type PostRow = {
  id: string;
  course: string;
  lesson: string;
  lessonTitle: string;
  /** Discussion of the lesson that it stands in. */
  block: string | null;
  answersId: string | null;
  personId: string;
  name: string;
  unitId: string;
  unitName: string;
  text: string;
  postedAt: Date;
  state: 'shown' | 'hidden' | 'withdrawn';
  reason: string | null;
  reports: string[];
};

/** Posts that fulfil a condition on `post`: questions by age, each with its answers after it. */
export async function listPostRows(db: Db, where: RawBuilder<unknown>, locale: Locale, page: { limit: number; offset: number }): Promise<PostRow[]> {
  return all(
    db,
    sql<PostRow>`
    select post.id, post.course_id as course, post.lesson_id as lesson, coalesce(lesson.title, post.lesson_id) as "lessonTitle", post.answers_id as "answersId", post.block_id as block,
      post.person_id as "personId", person.name, post.unit_id as "unitId", unit.name as "unitName", post.text, post.posted_at as "postedAt", post.state, post.reason,
      array(
        select report.reason
        from learning.post_report as report
        where report.post_id = post.id
          and report.settled_at is null
        order by report.reported_at) as reports
    from learning.lesson_post as post
    join kernel.person on person.id = post.person_id
    left join lateral (
      select ${locale === 'vi' ? sql`version.title_vi` : sql`version.title_en`} as title
      from learning.lesson_version as version
      where version.course_id = post.course_id
        and version.lesson_id = post.lesson_id
      order by version.version desc
      limit 1
    ) as lesson on true
    join lateral (
      select ${locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
      from kernel.unit_version as version
      where version.unit_id = post.unit_id
      order by version.valid_from desc
      limit 1
    ) as unit on true
    left join learning.lesson_post as question on question.id = post.answers_id
    where ${where}
    order by coalesce(question.posted_at, post.posted_at), coalesce(question.id, post.id), post.answers_id is not null, post.posted_at, post.id
    limit ${page.limit}
    offset ${page.offset}`,
  );
}

/** How many posts there are at a lesson that somebody sees. */
export async function countPosts(db: Db, where: RawBuilder<unknown>): Promise<number> {
  return (await one(db, sql<{ n: number }>`select count(*) as n from learning.lesson_post as post where ${where}`))?.n ?? 0;
}

/** Keeps a post. */
export async function addPost(
  db: Db,
  post: { id: string; course: string; lesson: string; block: string | null; answersId: string | null; personId: string; unitId: string; text: string; at: Temporal.Instant },
): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.lesson_post (id, course_id, lesson_id, block_id, answers_id, person_id, unit_id, text, posted_at)
    values (${post.id}, ${post.course}, ${post.lesson}, ${post.block}, ${post.answersId}, ${post.personId}, ${post.unitId}, ${post.text}, ${post.at.toString()})`,
  );
}

/** How many posts somebody has written since the beginning of a day in the city. */
export async function countToday(db: Db, personId: string, day: Day): Promise<number> {
  return countPosts(db, sql`post.person_id = ${personId} and post.posted_at >= ${day}::timestamp at time zone 'Asia/Ho_Chi_Minh'`);
}

/** Changes the state of a post, with who decided. */
export async function setPostState(db: Db, id: string, given: { state: PostRow['state']; reason: string | null; by: string | null; at: Temporal.Instant }): Promise<void> {
  await all(
    db,
    sql`
    update learning.lesson_post as post
    set state = ${given.state},
      reason = ${given.reason},
      decided_by = ${given.by},
      decided_at = ${given.at.toString()}
    where post.id = ${id}`,
  );
}

/** Keeps that somebody reported a post, once. */
export async function addReport(db: Db, postId: string, personId: string, reason: string, at: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.post_report (post_id, person_id, reason, reported_at)
    values (${postId}, ${personId}, ${reason}, ${at.toString()})
    on conflict (post_id, person_id) do nothing`,
  );
}

/** Settles what was reported of a post. */
export async function settleReports(db: Db, postId: string, at: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update learning.post_report as report
    set settled_at = ${at.toString()}
    where report.post_id = ${postId}
      and report.settled_at is null`,
  );
}
