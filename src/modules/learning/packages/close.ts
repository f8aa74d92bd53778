import type { Block, Lesson } from '#content/learning/course.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getLesson } from '../courses/store.ts';
import { standingOf } from './retire.ts';

type PackageBlock = Extract<Block, { kind: 'package' }>;

/** The codes of the packages that blocks show. */
export function packagesIn(blocks: readonly Block[]): string[] {
  return blocks.filter((block): block is PackageBlock => block.kind === 'package').map(({ code }) => code);
}

/** The packages of a lesson that it waits for, for one person: how many, and whether all are done. A lesson without packages waits for none. */
export async function waitsFor(db: Db, personId: string, lesson: Pick<Lesson, 'blocks'>): Promise<{ packages: number; done: boolean }> {
  const needed = [...(await standingOf(db, personId, packagesIn(lesson.blocks))).values()].filter((one) => one.needed || one.done === true);
  return { packages: needed.length, done: needed.every(({ done }) => done === true) };
}

/** Whether a lesson of a version of a course shows a package. */
export async function showsPackage(ctx: Pick<Ctx, 'db'>, at: { course: string; version: number; lesson: string }, code: string): Promise<boolean> {
  return packagesIn((await getLesson(ctx.db, at.course, at.version, at.lesson)).blocks).includes(code);
}

/** Those of these codes that stand for packages which may be opened. */
export async function usablePackages(db: Db, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const rows = await all(
    db,
    sql<{ code: string }>`
    select package.code
    from learning.package
    where package.code = any(${[...codes]}::text[])
      and package.usable
      and package.retired_at is null`,
  );
  return new Set(rows.map(({ code }) => code));
}
