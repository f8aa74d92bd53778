import type { Lesson } from '#content/learning/course.ts';
import { minutesOf } from '#content/learning/index.ts';
import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { readingOf, type Reading } from '#base/text/index.ts';
import { findLiveItems } from '#modules/skills/index.ts';
import { blockFaults } from './blocks.ts';
import { usablePackages } from '../packages/close.ts';
import { courseFaults, lessonFaults, lessonOf } from './lessons.ts';
import { BLOCK_FIELDS, type DraftBlock, type DraftLesson, type Fault } from './model.ts';
import type { Draft, StoredLesson } from './store.ts';

/** What the blocks of a draft may name: files of the course with their kinds, drawings, items in use. */
export type Beside = { files: Map<string, string>; items: Map<string, string>; packages: Set<string> };

/** What the blocks of these lessons may name. */
export async function readBeside(db: Db, courseId: string, lessons: readonly DraftLesson[]): Promise<Beside> {
  const files = await all(
    db,
    sql<{ name: string; mediaType: string }>`
    select file.name, file.media_type as "mediaType"
    from learning.course_file as file
    where file.course_id = ${courseId}
    union all
    select picture.file, 'image/svg+xml'
    from learning.draft_picture as picture
    where picture.course_id = ${courseId}`,
  );
  const named = lessons.flatMap(({ blocks }) => blocks.flatMap(({ fields }) => (fields['item'] === undefined ? [] : [fields['item'].trim()])));
  const items = await findLiveItems(db, [...new Set(named)]);
  const packages = await usablePackages(
    db,
    lessons.flatMap(({ blocks }) => blocks.flatMap(({ kind, fields }) => (kind === 'package' ? [fields['code']?.trim() ?? ''] : []))),
  );
  return { packages, files: new Map(files.map(({ name, mediaType }) => [name, mediaType])), items: new Map([...items].map(([id, { kind }]) => [id, kind])) };
}

/** What is still wrong with a draft: empty when it can be submitted. */
export function faultsOf({ outline }: Pick<Draft, 'outline'>, lessons: ReadonlyMap<string, StoredLesson>, beside: Beside): Fault[] {
  const ids = outline.modules.flatMap((module) => module.lessons);
  const own = courseFaults(outline.fields).map((fault) => ({ lesson: null, block: null, values: {}, ...fault }));
  const none = ids.length === 0 ? [{ lesson: null, block: null, field: 'lessons', code: 'learning-authoring.fault-no-lesson', values: {} }] : [];
  return [...own, ...none, ...ids.flatMap((id) => faultsInLesson(id, lessons.get(id)?.lesson, beside))];
}

/** What is still wrong with one lesson of a draft. */
export function faultsInLesson(id: string, lesson: DraftLesson | undefined, beside: Beside): Fault[] {
  if (lesson === undefined) return [];
  const own = lessonFaults(lesson.fields).map((fault) => ({ lesson: id, block: null, values: {}, ...fault }));
  const none = lesson.blocks.length === 0 ? [{ lesson: id, block: null, field: 'blocks', code: 'learning-authoring.fault-no-block', values: {} }] : [];
  const blocks = lesson.blocks.flatMap((block) => [...blockFaults(block), ...namedFaults(block, beside)].map((fault) => ({ lesson: id, block: block.id, values: {}, ...fault })));
  return [...own, ...none, ...blocks];
}

function namedFaults({ kind, fields }: DraftBlock, { files, items, packages }: Beside) {
  return BLOCK_FIELDS[kind].flatMap(({ name, kind: of, accept }) => {
    const given = fields[name]?.trim() ?? '';
    if (given === '') return [];
    if (of === 'item') {
      const known = items.get(given);
      return known === undefined || (kind === 'task' && known !== 'task') ? [{ field: name, code: `learning-authoring.fault-${kind === 'task' ? 'task' : 'item'}` }] : [];
    }
    if (of === 'package') return packages.has(given) ? [] : [{ field: name, code: 'learning-authoring.fault-package' }];
    if (of !== 'file') return [];
    const type = files.get(given);
    return type === undefined || (accept !== undefined && !accept.includes(type)) ? [{ field: name, code: 'learning-authoring.fault-file' }] : [];
  });
}

/** A lesson of a draft as far as it can be shown: blocks with faults are left out. */
export function shownLesson(id: string, lesson: DraftLesson, beside: Beside, about: { today: Day; author: string }): Lesson {
  const blocks = lesson.blocks.filter((block) => blockFaults(block).length === 0 && namedFaults(block, beside).length === 0);
  return lessonOf(id, { ...lesson, blocks }, about);
}

/** How long a lesson is likely to take (minutes), and how hard its words are to read. */
export function measured(lesson: Lesson): { likelyMinutes: number; reading: Reading } {
  const words = lesson.blocks.flatMap((block) => Object.values(block).filter((value) => typeof value === 'string' && /\s/.test(value)));
  return { likelyMinutes: Math.ceil(minutesOf(lesson)), reading: readingOf(words.join('\n')) };
}
