import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import { sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf, scope } from '#kernel/org/index.ts';
import { archiveCourse, copyCourse, createCourse, discardDraft, listAuthored, openDraft } from './courses.ts';
import { exportCourse, exportDraft, importCourse, importMarkdown, importStoredCourse, openCoursePackage, openDraftPackage } from './exchange.ts';
import { addFile, addStoredFile, openFile } from './files.ts';
import { changeBlocks, previewLesson, readDraftLesson, saveBlock, saveLesson } from './lesson-operations.ts';
import { changeOutline, readDraft, saveOutline } from './outline.ts';
import { publishDraft, returnDraft, submitDraft, withdrawDraft } from './review.ts';

export { archiveCourse, copyCourse, createCourse, discardDraft, listAuthored, openDraft } from './courses.ts';
export { exportCourse, exportDraft, importCourse, importMarkdown, importStoredCourse, openCoursePackage, openDraftPackage } from './exchange.ts';
export { COURSE_PURPOSE, PACKAGE_MOST, packageParts } from './package.ts';
export { addFile, addStoredFile, FILE_PURPOSE, openFile } from './files.ts';
export { MOST as MOST_OF_COURSE } from './model.ts';
export { changeBlocks, excerptOf, previewLesson, readDraftLesson, saveBlock, saveLesson } from './lesson-operations.ts';
export { BLOCK_FIELDS, COURSE_FIELDS, LESSON_FIELDS, type Fault, type FieldSpec } from './model.ts';
export { changeOutline, readDraft, saveOutline } from './outline.ts';
export { publishDraft, returnDraft, submitDraft, withdrawDraft } from './review.ts';

/** The operations of authors and reviewers. */
export const authoringOperations = [
  listAuthored,
  createCourse,
  copyCourse,
  openDraft,
  discardDraft,
  archiveCourse,
  readDraft,
  saveOutline,
  changeOutline,
  readDraftLesson,
  previewLesson,
  saveLesson,
  saveBlock,
  changeBlocks,
  addFile,
  addStoredFile,
  openFile,
  submitDraft,
  withdrawDraft,
  returnDraft,
  publishDraft,
  exportCourse,
  openCoursePackage,
  exportDraft,
  openDraftPackage,
  importCourse,
  importStoredCourse,
  importMarkdown,
];

/** Drafts that wait for a review by the asker: one line with their number. */
export function authoringAwaiting(ctx: Ctx): Awaits[] {
  const me = personOf(ctx.actor);
  if (me === undefined || !mayAnywhere(ctx.actor, 'learning.review-course')) return [];
  const drafts = awaits(
    sql<{ n: number }>`
    select count(*) as n
    from learning.draft
    where draft.state = 'review'
      and ${scope(ctx.actor, 'learning.review-course', sql`draft.unit_id`, ctx.today)}
      and not exists (
        select 1
        from learning.draft_author as author
        where author.course_id = draft.course_id
          and author.person_id = ${me})
    having count(*) > 0`,
    (rows) => rows.map(({ n }) => ({ key: 'learning-authoring.awaiting', values: { n }, href: '/learning/authoring?state=review', due: undefined })),
  );
  return [drafts];
}
