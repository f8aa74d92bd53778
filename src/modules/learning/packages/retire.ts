import Type from 'typebox';
import { all, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { PackageCode } from './model.ts';
import { findPackage } from './store.ts';

/** The longest row of packages each of which took the place of the one before. */
const LONGEST = 50;

/** What stands for a package that a lesson names, for one person: which one is opened (null: none any more), whether it is done (null: not begun), whether the lesson waits for it. */
export type Standing = { open: string | null; done: boolean | null; needed: boolean };

type Row = { named: string; code: string; retired: boolean; done: boolean | null };

/**
 * By the code in the lesson what stands for it. Whoever has begun a package goes on with that one; whoever has not opens the one that took its place; doing any of them counts. A
 * package taken out of use with none in its place is no longer waited for.
 */
export async function standingOf(db: Db, personId: string, codes: readonly string[]): Promise<Map<string, Standing>> {
  if (codes.length === 0) return new Map();
  const rows = await all(
    db,
    sql<Row>`
    with recursive chain as (
      select package.code as named, package.code, package.replaced_by, package.retired_at, 0 as place
      from learning.package
      where package.code = any(${[...codes]}::text[])
      union all
      select chain.named, next.code, next.replaced_by, next.retired_at, chain.place + 1
      from chain
      join learning.package as next on next.code = chain.replaced_by
      where chain.place < ${LONGEST}
    )
    select chain.named, chain.code, chain.retired_at is not null as retired, attempt.done
    from chain
    left join learning.package_attempt as attempt
      on attempt.package_code = chain.code
      and attempt.person_id = ${personId}
    order by chain.named, chain.place`,
  );
  return new Map([...Map.groupBy(rows, ({ named }) => named)].map(([named, chain]) => [named, standing(chain)]));
}

function standing(chain: Row[]): Standing {
  const last = chain.at(-1);
  const begun = chain.findLast(({ done }) => done !== null);
  const finished = chain.findLast(({ done }) => done === true);
  const goes = finished ?? begun;
  const current = last === undefined || last.retired ? null : last.code;
  return { open: goes?.code ?? current, done: goes?.done ?? null, needed: current !== null };
}

/** Takes a package out of use, or back. */
export const retirePackage = operation({
  name: 'learning.retire-package',
  summary:
    'Take a package out of use, or back into it. Nobody begins it any more; whoever is in the midst goes on; results stay. With one in its place, those who have not begun open that one; without, lessons no longer wait for it.',
  kind: 'write',
  http: 'POST /learning/packages/{code}/retirement',
  permission: 'learning.author',
  unit: async (ctx, { code }) => (await findPackage(ctx.db, code))?.unitId,
  input: Type.Object(
    {
      code: PackageCode,
      retired: Type.Boolean({ description: 'true: out of use; false: back into use' }),
      replacedBy: Type.Optional({ ...PackageCode, description: 'The package that takes its place' }),
      note: Type.String({ minLength: 3, maxLength: 500, description: 'Why' }),
    },
    closed,
  ),
  output: Type.Object({ retired: Type.Boolean({ description: 'Whether it is out of use now' }) }, closed),
  trace: ({ code, retired, replacedBy }) => ({ detail: { package: code, retired, ...(replacedBy === undefined ? {} : { replacedBy }) } }),
  run: async (ctx, { code, retired, replacedBy, note }) => {
    const pack = found(await findPackage(ctx.db, code), 'learning-packages.no-package');
    if (!pack.usable || (pack.retiredAt !== null) === retired) throw new Problem('conflict', retired ? 'learning-packages.retired-already' : 'learning-packages.in-use-already');
    if (retired && replacedBy !== undefined) {
      const next = await findPackage(ctx.db, replacedBy);
      const takes = next !== undefined && next.usable && next.retiredAt === null && next.code !== code && (await may(ctx.db, ctx.actor, 'learning.author', next.unitId, ctx.today));
      if (!takes) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/replacedBy', code: 'learning-packages.no-replacement' }]);
    }
    await all(
      ctx.db,
      sql`
      update learning.package
      set retired_at = ${retired ? ctx.now.toString() : null}::timestamptz,
        retired_by = ${retired ? (personOf(ctx.actor) ?? null) : null}::uuid,
        retired_note = ${retired ? note : null},
        replaced_by = ${retired ? (replacedBy ?? null) : null}
      where package.code = ${code}`,
    );
    return { retired };
  },
});
