import { Value } from 'typebox/value';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { DraftLesson, Outline } from './model.ts';

/** A draft as it stands; its lessons apart. */
export type Draft = {
  courseId: string;
  unitId: string;
  state: 'drafting' | 'review';
  revision: number;
  outline: Outline;
  basedOn: number | null;
  changed: string;
  createdBy: string | null;
  submittedBy: string | null;
};

type Row = Omit<Draft, 'outline'> & { outline: string };

const columns = sql`
  draft.course_id as "courseId", draft.unit_id as "unitId", draft.state, draft.revision, draft.outline, draft.based_on as "basedOn", draft.changed,
  draft.created_by as "createdBy", draft.submitted_by as "submittedBy"`;

/** The draft of a course, or undefined. `lock` keeps others from changing it until the transaction ends. */
export async function findDraft(db: Db, courseId: string, lock = false): Promise<Draft | undefined> {
  const row = await one(
    db,
    sql<Row>`
    select ${columns}
    from learning.draft
    where draft.course_id = ${courseId}
    ${lock ? sql`for update` : sql``}`,
  );
  return row && { ...row, outline: Value.Parse(Outline, JSON.parse(row.outline)) };
}

/** The draft of a course; throws `missing`. */
export async function getDraft(db: Db, courseId: string): Promise<Draft> {
  return found(await findDraft(db, courseId), 'learning-authoring.no-draft');
}

/** The draft of a course to be changed, locked; throws `missing`, or `conflict` while it is reviewed. */
export async function draftToChange(db: Db, courseId: string): Promise<Draft> {
  const draft = found(await findDraft(db, courseId, true), 'learning-authoring.no-draft');
  if (draft.state === 'review') throw new Problem('conflict', 'learning-authoring.in-review');
  return draft;
}

/** Keeps a new course with no version yet; refused by `course_pkey` where the id is taken. */
export async function addCourse(db: Db, courseId: string, programme: string, unitId: string): Promise<void> {
  await all(db, sql`insert into learning.course (id, programme, unit_id) values (${courseId}, ${programme}, ${unitId})`);
}

/** Keeps a new draft with its lessons and drawings; refused by `draft_pkey` where the course has one. */
export async function addDraft(
  ctx: Ctx,
  draft: Pick<Draft, 'courseId' | 'unitId' | 'outline' | 'basedOn'>,
  lessons: ReadonlyMap<string, DraftLesson>,
  pictures: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const person = personOf(ctx.actor) ?? null;
  await all(
    ctx.db,
    sql`
    insert into learning.draft (course_id, unit_id, state, revision, outline, based_on, created_by, updated_by, updated_at)
    values (${draft.courseId}, ${draft.unitId}, 'drafting', 1, ${JSON.stringify(draft.outline)}, ${draft.basedOn}, ${person}, ${person}, ${ctx.now.toString()})`,
  );
  await all(
    ctx.db,
    sql`
    insert into learning.draft_lesson (course_id, lesson_id, revision, body, updated_by, updated_at)
    select ${draft.courseId}, lesson.id, 1, lesson.body, ${person}::uuid, ${ctx.now.toString()}::timestamptz
    from unnest(${[...lessons.keys()]}::text[], ${[...lessons.values()].map((lesson) => JSON.stringify(lesson))}::text[]) as lesson (id, body)`,
  );
  await all(
    ctx.db,
    sql`
    insert into learning.draft_picture (course_id, file, svg)
    select ${draft.courseId}, picture.file, picture.svg
    from unnest(${[...pictures.keys()]}::text[], ${[...pictures.values()]}::text[]) as picture (file, svg)`,
  );
  await noteAuthor(ctx, draft.courseId);
}

/** Notes that the actor has written on a draft, so that she or he cannot review it. */
export async function noteAuthor(ctx: Ctx, courseId: string): Promise<void> {
  const person = personOf(ctx.actor);
  if (person === undefined) return;
  await all(ctx.db, sql`insert into learning.draft_author (course_id, person_id) values (${courseId}, ${person}) on conflict do nothing`);
}

/** Who has written on a draft. */
export async function listAuthors(db: Db, courseId: string): Promise<{ id: string; name: string }[]> {
  return all(
    db,
    sql<{ id: string; name: string }>`
    select person.id, person.name
    from learning.draft_author as author
    join kernel.person on person.id = author.person_id
    where author.course_id = ${courseId}
    order by person.name_sort`,
  );
}

/** Replaces the outline where it is still at `revision`; false when somebody else was faster. */
export async function putOutline(ctx: Ctx, courseId: string, revision: number, outline: Outline): Promise<boolean> {
  const row = await one(
    ctx.db,
    sql<{ revision: number }>`
    update learning.draft
    set outline = ${JSON.stringify(outline)},
      revision = draft.revision + 1,
      updated_by = ${personOf(ctx.actor) ?? null},
      updated_at = ${ctx.now.toString()}
    where draft.course_id = ${courseId}
      and draft.revision = ${revision}
    returning draft.revision`,
  );
  return row !== undefined;
}

/** A lesson of a draft with its lock, and who has saved it last. */
export type StoredLesson = { id: string; revision: number; lesson: DraftLesson; updatedAt: string; updatedBy: string | null };

/** The lessons of a draft by id; with `ids` only these. */
export async function listDraftLessons(db: Db, courseId: string, ids?: string[]): Promise<Map<string, StoredLesson>> {
  const rows = await all(
    db,
    sql<Omit<StoredLesson, 'lesson'> & { body: string }>`
    select lesson.lesson_id as id, lesson.revision, lesson.body, lesson.updated_at::text as "updatedAt", person.name as "updatedBy"
    from learning.draft_lesson as lesson
    left join kernel.person on person.id = lesson.updated_by
    where lesson.course_id = ${courseId}
      and (${ids === undefined} or lesson.lesson_id = any(${ids ?? []}::text[]))`,
  );
  return new Map(rows.map(({ body, ...rest }) => [rest.id, { ...rest, lesson: Value.Parse(DraftLesson, JSON.parse(body)) }]));
}

/** Adds a lesson to a draft; refused by `draft_lesson_pkey` where the id is taken. */
export async function addDraftLesson(ctx: Ctx, courseId: string, lessonId: string, lesson: DraftLesson): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into learning.draft_lesson (course_id, lesson_id, revision, body, updated_by, updated_at)
    values (${courseId}, ${lessonId}, 1, ${JSON.stringify(lesson)}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})`,
  );
}

/** Removes a lesson from a draft. */
export async function dropDraftLesson(db: Db, courseId: string, lessonId: string): Promise<void> {
  await all(
    db,
    sql`
    delete from learning.draft_lesson as lesson
    where lesson.course_id = ${courseId}
      and lesson.lesson_id = ${lessonId}`,
  );
}

/** Removes a draft with all that belongs to it. */
export async function dropDraft(db: Db, courseId: string): Promise<void> {
  await all(db, sql`delete from learning.draft where draft.course_id = ${courseId}`);
}

/** Puts a draft into another state. */
export async function putState(ctx: Ctx, courseId: string, state: Draft['state'], changed: string): Promise<void> {
  const review = state === 'review';
  await all(
    ctx.db,
    sql`
    update learning.draft
    set state = ${state},
      changed = ${changed},
      submitted_by = ${review ? (personOf(ctx.actor) ?? null) : null}::uuid,
      submitted_at = ${review ? ctx.now.toString() : null}::timestamptz
    where draft.course_id = ${courseId}`,
  );
}

/** A thing that happened to a course on its way. */
export type DraftEvent = { id: string; kind: string; version: number | null; note: string; personId: string | null; name: string | null; at: string };

/** Notes what happened to a course; returns the id of the line. */
export async function noteEvent(ctx: Ctx, courseId: string, kind: string, { note = '', version }: { note?: string; version?: number } = {}): Promise<string> {
  const id = newId();
  await all(
    ctx.db,
    sql`
    insert into learning.draft_event (id, course_id, kind, version, note, person_id, at)
    values (${id}, ${courseId}, ${kind}, ${version ?? null}, ${note}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})`,
  );
  return id;
}

/** What happened to a course, newest first, at most 50. */
export async function listEvents(db: Db, courseId: string): Promise<DraftEvent[]> {
  return all(
    db,
    sql<DraftEvent>`
    select event.id, event.kind, event.version, event.note, event.person_id as "personId", person.name, event.at::text
    from learning.draft_event as event
    left join kernel.person on person.id = event.person_id
    where event.course_id = ${courseId}
    order by event.at desc, event.id desc
    limit 50`,
  );
}

/** A course in the list of authors: its draft, its newest version, or both. */
export type AuthorRow = {
  id: string;
  title: string;
  unitName: string;
  state: 'drafting' | 'review' | null;
  version: number | null;
  origin: string | null;
  archivedOn: string | null;
  updatedAt: string | null;
  updatedBy: string | null;
};

/** The courses that fulfil a condition on the rows `course` and `draft`, by title. */
export async function listAuthorRows(db: Db, where: RawBuilder<boolean>, locale: 'vi' | 'en'): Promise<AuthorRow[]> {
  return all(
    db,
    sql<AuthorRow>`
    select course.id, coalesce(draft.outline::jsonb #>> '{fields,title}', ${locale === 'vi' ? sql`version.title_vi` : sql`version.title_en`}, course.id) as title,
      coalesce(unit.name, '') as "unitName", draft.state, version.version, version.origin, course.archived_on as "archivedOn", draft.updated_at::text as "updatedAt",
      person.name as "updatedBy"
    from learning.course
    left join learning.draft on draft.course_id = course.id
    left join kernel.person on person.id = draft.updated_by
    left join lateral (
      select newest.version, newest.origin, newest.title_vi, newest.title_en
      from learning.course_version as newest
      where newest.course_id = course.id
        and newest.state in ('published', 'retired')
      order by newest.version desc
      limit 1
    ) as version on true
    left join lateral (
      select ${locale === 'vi' ? sql`named.name_vi` : sql`named.name_en`} as name
      from kernel.unit_version as named
      where named.unit_id = coalesce(draft.unit_id, course.unit_id)
      order by named.valid_from desc
      limit 1
    ) as unit on true
    where (draft.course_id is not null or version.version is not null)
      and ${where}
    order by draft.state is null, 2, course.id
    limit 300`,
  );
}
