import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { one, sql } from '#base/db/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listSets, refresh } from '#kernel/set/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { directory } from '../index.ts';
import { EMPTY_DRAFT, type Draft, type ReorganisationKind } from './model.ts';
import { applyReorganisation, startReorganisation } from './operations.ts';
import { again, basis, fresh, staff, town } from './testing.ts';

const { inRolledBack } = await testDatabase();
beforeAll(() => declare([directory]));

test('whatever is merged, split or moved in a random tree, nobody is lost and nobody is counted twice', () => {
  const tree = fc.array(fc.record({ above: fc.nat(), people: fc.integer({ min: 0, max: 3 }) }), { minLength: 3, maxLength: 8 });
  const acts = fc.array(fc.record({ kind: fc.constantFrom<ReorganisationKind>('merge', 'split', 'move'), first: fc.nat(), second: fc.nat() }), { minLength: 1, maxLength: 3 });
  return fc.assert(
    fc.asyncProperty(tree, acts, (shape, wanted) =>
      inRolledBack(async (db) => {
        const { ctx, city, units } = await town(
          db,
          shape.map(({ above, people }, n) => ({ people, above: (above % (n + 1)) - 1 })),
        );
        const total = shape.reduce((sum, { people }) => sum + people, 0);
        const standing = [...units];
        for (const [n, { kind, first, second }] of wanted.entries()) {
          const day = `2026-0${n + 3}-01`;
          const [a = '', b = ''] = [standing[first % standing.length], standing[second % standing.length]];
          const made = kind === 'split' ? [fresh(city, 'Một'), fresh(city, 'Hai')] : kind === 'merge' ? [fresh(city, 'Một')] : [];
          const draft: Partial<Draft> =
            kind === 'move' ? { units: [a], into: [b] } : { units: kind === 'split' ? [a] : [...new Set([a, b])], fresh: made, rest: made.at(-1)?.id ?? null };
          const { id } = await perform(startReorganisation, again(ctx), { kind, day, ...basis, draft: { ...EMPTY_DRAFT, ...draft } });
          await sql`savepoint act`.execute(db);
          try {
            await perform(applyReorganisation, again(ctx), { id });
            if (kind !== 'move') standing.splice(0, standing.length, ...standing.filter((one) => !draft.units?.includes(one)), ...made.map((unit) => unit.id));
          } catch (problem) {
            // A unit cannot be merged with itself or moved under itself: refused, and nothing has happened.
            expect(problem).toMatchObject({ kind: 'conflict' });
            await sql`rollback to savepoint act`.execute(db);
          }
          await refresh(db, listSets());
          expect([await staff(db, city, '2026-02-01'), await staff(db, city, day), await staff(db, city, TODAY)]).toEqual([total, total, total]);
          const held = await one(db, sql<{ n: number }>`select count(distinct person_id) as n from kernel.posting where valid_from <= ${day} and valid_to > ${day}`);
          expect(held?.n).toBe(total);
        }
      }),
    ),
    { numRuns: 15 },
  );
}, 60_000);
