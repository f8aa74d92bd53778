import type { Block } from '#content/learning/course.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { findLiveItems } from '#modules/skills/index.ts';
import { isFromBank, type Beside } from './view.ts';

/** What of bank and files the blocks of a lesson are shown with. */
export async function besideOf(db: Db, courseId: string, blocks: readonly Block[]): Promise<Pick<Beside, 'tasks' | 'files'>> {
  const tasks = await findLiveItems(
    db,
    blocks.filter(isFromBank).map(({ item }) => item),
  );
  return { tasks, files: await filesOf(db, courseId, filesIn(blocks)) };
}

/** Names of the drawings that blocks show. */
export function picturesIn(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.kind === 'picture' ? [block.file] : []));
}

/** Names of the files of the course that blocks show, captions of videos included. */
export function filesIn(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'video') return block.captions === undefined ? [block.file] : [block.file, block.captions];
    return block.kind === 'image' || block.kind === 'file' ? [block.file] : [];
  });
}

async function filesOf(db: Db, courseId: string, names: string[]): Promise<Beside['files']> {
  if (names.length === 0) return new Map();
  const rows = await all(
    db,
    sql<{ name: string; mediaType: string; size: number }>`
    select file.name, file.media_type as "mediaType", file.size
    from learning.course_file as file
    where file.course_id = ${courseId}
      and file.name = any(${names}::text[])`,
  );
  return new Map(rows.map(({ name, ...rest }) => [name, rest]));
}
