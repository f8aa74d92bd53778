import type { Block, Lesson } from '#content/learning/course.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getLesson } from '../courses/store.ts';

type PackageBlock = Extract<Block, { kind: 'package' }>;

/** The codes of the packages that blocks show. */
export function packagesIn(blocks: readonly Block[]): string[] {
  return blocks.filter((block): block is PackageBlock => block.kind === 'package').map(({ code }) => code);
}

/** Whether the person of an enrolment has done every package that a lesson shows; a lesson without packages asks for nothing. */
export async function arePackagesDone(db: Db, personId: string, lesson: Pick<Lesson, 'blocks'>): Promise<boolean> {
  const codes = [...new Set(packagesIn(lesson.blocks))];
  if (codes.length === 0) return true;
  const row = await one(
    db,
    sql<{ n: number }>`
    select count(*)::int as n
    from learning.package_attempt as attempt
    where attempt.person_id = ${personId}
      and attempt.package_code = any(${codes}::text[])
      and attempt.done`,
  );
  return row?.n === codes.length;
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
      and package.usable`,
  );
  return new Set(rows.map(({ code }) => code));
}

/** By code whether a person has done the packages of these blocks that were begun. */
export async function packagesDone(db: Db, personId: string, blocks: readonly Block[]): Promise<Map<string, boolean>> {
  const codes = packagesIn(blocks);
  if (codes.length === 0) return new Map();
  const rows = await all(
    db,
    sql<{ code: string; done: boolean }>`
    select attempt.package_code as code, attempt.done
    from learning.package_attempt as attempt
    where attempt.person_id = ${personId}
      and attempt.package_code = any(${codes}::text[])`,
  );
  return new Map(rows.map(({ code, done }) => [code, done]));
}
