import Type from 'typebox';
import { CourseFile } from '#content/learning/course.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { closed, CourseId, LessonId } from '../model.ts';
import { listDraftPictures, type StoredFile } from './files.ts';
import { draftLessonOf, outlineOf } from './lessons.ts';
import { BLOCK_FIELDS, DraftBlock, Fields, type DraftLesson, type Outline } from './model.ts';
import { getDraft, listDraftLessons } from './store.ts';

/** The form of a draft in one file: what was typed, incomplete as it may be. */
export const DRAFT_FORM = 'khue-course-draft/1';

// A file comes from outside: ids are as those made here, and nothing stands beside the fields.
const Typed = { ...Fields, additionalProperties: false };

/** A draft in one file, as it is exported and imported: outline, lessons as they were typed, drawings by file name. */
export const DraftFile = Type.Object(
  {
    form: Type.Literal(DRAFT_FORM),
    outline: Type.Object(
      {
        fields: Typed,
        modules: Type.Array(Type.Object({ id: CourseId, title: Type.String({ maxLength: 300 }), titleEn: Type.String({ maxLength: 300 }), lessons: Type.Array(LessonId) }, closed)),
      },
      closed,
    ),
    lessons: Type.Array(
      Type.Object({ id: LessonId, fields: Typed, blocks: Type.Array(Type.Object({ id: CourseId, kind: DraftBlock.properties.kind, fields: Typed }, closed)) }, closed),
    ),
    pictures: CourseFile.properties.pictures,
  },
  closed,
);
export type DraftFile = Type.Static<typeof DraftFile>;

/** A draft as one file; throws `missing`. */
export async function draftFile(db: Db, courseId: string): Promise<DraftFile> {
  const { outline } = await getDraft(db, courseId);
  const lessons = await listDraftLessons(db, courseId);
  const ordered = outline.modules.flatMap((module) => module.lessons).flatMap((id) => lessons.get(id) ?? []);
  return {
    form: DRAFT_FORM,
    outline,
    lessons: ordered.map(({ id, lesson }) => ({ id, ...lesson })),
    pictures: Object.fromEntries(await listDraftPictures(db, courseId)),
  };
}

/** The files that leave with a draft: all that were added to the course, except those that only an earlier version shows. */
export async function draftFiles(db: Db, courseId: string, { lessons }: Pick<DraftFile, 'lessons'>): Promise<Omit<StoredFile, 'mediaType'>[]> {
  const named = lessons.flatMap(({ blocks }) =>
    blocks.flatMap(({ kind, fields }) => BLOCK_FIELDS[kind].flatMap(({ name, kind: of }) => (of === 'file' ? [fields[name]?.trim() ?? ''] : []))),
  );
  return all(
    db,
    sql<Omit<StoredFile, 'mediaType'>>`
    select file.name, file.sha256, file.size::float8 as size
    from learning.course_file as file
    where file.course_id = ${courseId}
      and (
        file.name = any(${named}::text[])
        or not exists (
          select 1
          from learning.file_version as shown
          where shown.course_id = file.course_id
            and shown.name = file.name))
    order by file.name`,
  );
}

/** What a draft begins with that is made of one file, whichever of the two forms it has. A lesson stands where the outline names it first; what has no place there is left out. */
export function draftIn(file: CourseFile | DraftFile): { outline: Outline; lessons: Map<string, DraftLesson> } {
  const outline = file.form === DRAFT_FORM ? file.outline : outlineOf(file.course);
  const typed = new Map<string, DraftLesson>(
    file.form === DRAFT_FORM ? file.lessons.map(({ id, fields, blocks }) => [id, { fields, blocks }]) : file.lessons.map((lesson) => [lesson.id, draftLessonOf(lesson)]),
  );
  const lessons = new Map<string, DraftLesson>();
  const modules = outline.modules.map((module) => {
    const placed = module.lessons.filter((id) => {
      const lesson = typed.get(id);
      if (lesson === undefined || lessons.has(id)) return false;
      lessons.set(id, lesson);
      return true;
    });
    return { ...module, lessons: placed };
  });
  return { outline: { ...outline, modules }, lessons };
}
