import type { Block } from '#content/learning/course.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { findItemVersion, listLiveItems, type ShippedItem } from '#modules/skills/index.ts';
import { isFromBank, type Beside } from './view.ts';

/** The items of the bank with these ids, in the version in use; those that are not in use are missing. */
export async function liveItems(db: Db, ids: string[]): Promise<Map<string, ShippedItem>> {
  if (ids.length === 0) return new Map();
  const items = new Map<string, ShippedItem>();
  for (const { itemId, version } of (await listLiveItems(db)).filter((one) => ids.includes(one.itemId))) {
    const item = await findItemVersion(db, itemId, version);
    if (item !== undefined) items.set(itemId, item);
  }
  return items;
}

/** What of bank and files the blocks of a lesson are shown with. */
export async function besideOf(db: Db, courseId: string, blocks: readonly Block[]): Promise<Pick<Beside, 'tasks' | 'files'>> {
  const tasks = await liveItems(
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
