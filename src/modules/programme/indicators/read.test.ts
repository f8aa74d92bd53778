import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { FOREVER } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listChildren } from '#kernel/org/index.ts';
import { readChildren, readPartsUnder } from '#kernel/set/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { defineIndicator, programme, readIndicatorChildren, readIndicatorGrid, readIndicatorTrend, readIndicatorValues, type Formula } from '../index.ts';
import { at, citySets, makeCity, type Branch, type Holding } from './testing.ts';

const { inRolledBack, rolledBack } = await testDatabase();

beforeAll(() => declare([programme, { ...programme, name: 'test', operations: [], permissions: [], facts: [], jobs: [], sets: citySets }]));

const share: Formula = { kind: 'ratio', numerator: [{ set: 'test.people', slice: 'half=high' }], denominator: [{ set: 'test.people' }], factor: 100 };
const about = {
  definitionVi: 'Chỉ số để thử',
  measure: 'percent',
  decimals: 1,
  direction: 'higher',
  periodicity: 'month',
  termWorkingDays: 5,
  source: 'Thử',
  verified: false,
} as const;

/** A random tree: each unit lies under an earlier one; some move, some succeed an earlier unit that ends that day. */
const cities = fc
  .record({
    shape: fc.array(
      fc.record({ under: fc.nat(), movesTo: fc.option(fc.nat()), moveDay: fc.integer({ min: 1, max: 300 }), heir: fc.boolean(), heirDay: fc.integer({ min: 1, max: 300 }) }),
      {
        minLength: 2,
        maxLength: 8,
      },
    ),
    people: fc.array(fc.record({ unit: fc.nat(), from: fc.integer({ min: -100, max: 300 }), length: fc.option(fc.integer({ min: 1, max: 300 })), weight: fc.constantFrom(2, 4) }), {
      maxLength: 30,
    }),
    probes: fc.array(fc.integer({ min: -50, max: 400 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ shape, people, probes }) => ({ ...grown(shape, people), probes: [...new Set(probes)].map(at) }));

type Shape = { under: number; movesTo: number | null; moveDay: number; heir: boolean; heirDay: number };

function grown(shape: Shape[], people: { unit: number; from: number; length: number | null; weight: number }[]): { branches: Branch[]; holdings: Holding[] } {
  const branches: Branch[] = [];
  for (const { under, movesTo, moveDay, heir, heirDay } of shape) {
    const place = branches.length + 1;
    // Only lasting units have others under them, so that the tree stands on every day.
    const standing = [0, ...branches.flatMap(({ from, to, heirOf }, index) => (from < at(-300) && to === FOREVER && heirOf === undefined ? [index + 1] : []))];
    const above = standing[under % standing.length] ?? 0;
    const leaf = branches.findIndex(
      ({ to, heirOf }, index) => to === FOREVER && heirOf === undefined && !branches.some((one) => one.under === index + 1 || one.movedTo?.under === index + 1),
    );
    const old = branches[leaf];
    if (heir && old !== undefined && place > 2) {
      branches[leaf] = { ...old, to: at(heirDay), movedTo: undefined };
      branches.push({ under: above === leaf + 1 ? 0 : above, from: at(heirDay), to: FOREVER, heirOf: leaf + 1 });
    } else {
      const to = movesTo === null ? undefined : standing[movesTo % standing.length];
      branches.push({ under: above, from: '2000-01-01', to: FOREVER, movedTo: to === undefined || to === above ? undefined : { under: to, day: at(moveDay) } });
    }
  }
  const holdings = people.flatMap(({ unit, from, length, weight }): Holding[] => {
    const place = unit % (branches.length + 1);
    const branch = place === 0 ? { from: '2000-01-01', to: FOREVER } : branches[place - 1];
    if (branch === undefined) return [];
    const begin = at(from) < branch.from ? branch.from : at(from);
    const wanted = length === null ? FOREVER : at(from + length);
    const end = wanted > branch.to ? branch.to : wanted;
    return begin < end ? [{ unit: place, from: begin, to: end, weight }] : [];
  });
  // One person is always there, so that there is something to divide by.
  return { branches, holdings: [...holdings, { unit: 0, from: '2000-01-01', to: FOREVER, weight: 2 }] };
}

describe('reading an indicator', () => {
  test(
    'what a unit has is what its children and itself have, on any tree and any day, across moves and successions; trend, children and grid say the same',
    () =>
      fc.assert(
        fc.asyncProperty(cities, ({ branches, holdings, probes }) =>
          inRolledBack(async (db) => {
            const ids = await makeCity(db, branches, holdings);
            const [city = ''] = ids;
            const ctx = testCtx(db);
            const { key } = await perform(defineIndicator, ctx, { ...about, nameVi: 'Tỷ lệ hệ số cao', from: '2000-01-01', basedOn: 0, ownerId: city, formula: share });
            for (const day of probes) {
              for (const [place, unitId] of ids.entries()) {
                const branch = branches[place - 1];
                if (branch !== undefined && (day < branch.from || day >= branch.to)) continue;
                const children = await listChildren(db, unitId, day);
                const [whole, ...parts] = await readIndicatorValues(
                  ctx,
                  [unitId, ...children.map(({ id }) => id)].map((id) => ({ indicator: key, unitId: id, day })),
                );
                const own = holdings.filter((one) => one.unit === place && one.from <= day && day < one.to);
                const added = (of: 'numerator' | 'denominator', self: number) => parts.reduce((sum, part) => sum + (part[of] ?? 0), self);
                expect(whole?.denominator).toBe(added('denominator', own.length));
                expect(whole?.numerator).toBe(added('numerator', own.filter(({ weight }) => weight >= 3).length));
                const listed = await readIndicatorChildren(ctx, { indicator: key, unitId, day });
                expect(listed.map(({ value, state }) => ({ value, state }))).toEqual(
                  children.map(({ id }) => {
                    const part = parts.find((one) => one.unitId === id);
                    return { value: part?.value ?? null, state: part?.state };
                  }),
                );
              }
            }
            const days = probes.toSorted();
            const grid = await readIndicatorGrid(ctx, { indicator: key, unitId: city, days });
            const single = await readIndicatorValues(
              ctx,
              grid.flatMap(({ unitId }) => days.map((day) => ({ indicator: key, unitId, day }))),
            );
            expect(grid.flatMap(({ values }) => values.map(({ state, value }) => ({ state, value })))).toEqual(single.map(({ state, value }) => ({ state, value })));
          }),
        ),
        { numRuns: 40 },
      ),
    120_000,
  );

  rolledBack('of a flow counts what happened in its period up to the day, and the trend shows each day’s value', async (db) => {
    const began = ['2026-01-10', '2026-02-10', '2026-02-20', '2026-04-01'].map((from) => ({ unit: 1, from, to: FOREVER, weight: 1 }));
    const [city = ''] = await makeCity(db, [{ under: 0, from: '2000-01-01', to: FOREVER }], began);
    const ctx = testCtx(db);
    const define = (nameVi: string, more: object) =>
      perform(defineIndicator, testCtx(db), {
        ...about,
        nameVi,
        measure: 'number',
        from: '2000-01-01',
        basedOn: 0,
        ownerId: city,
        formula: { kind: 'sum', parts: [{ set: 'test.started' }], factor: 1, ...more },
      });
    const { key: monthly } = await define('Bắt đầu trong tháng', {});
    const { key: yearly } = await define('Bắt đầu từ đầu năm', { over: 'year' });
    const { key: ever } = await define('Bắt đầu từ trước đến nay', { over: 'to-date' });
    const trend = async (indicator: string) =>
      (await readIndicatorTrend(ctx, { indicator, unitId: city, from: '2026-01-01', to: '2026-04-15', period: 'month' })).map(({ value }) => value);
    expect(await trend(monthly)).toEqual([1, 2, 0, 1]);
    expect(await trend(yearly)).toEqual([1, 3, 3, 4]);
    expect(await trend(ever)).toEqual([1, 3, 3, 4]);
    expect((await readIndicatorValues(ctx, [{ indicator: monthly, unitId: city, day: '2026-02-15' }]))[0]).toMatchObject({ value: 1, state: 'counted' });
  });
});

describe('small groups', () => {
  const people = (unit: number, n: number, weight = 2): Holding[] => Array.from({ length: n }, () => ({ unit, from: '2020-01-01', to: FOREVER, weight }));
  const wards = [1, 2, 3].map(() => ({ under: 0, from: '2000-01-01', to: FOREVER }));

  rolledBack('a value is hidden when one of its parts is, and nothing of it is told; whoever may see the people sees it', async (db) => {
    const [city = '', small = '', large = ''] = await makeCity(db, wards, [...people(1, 4), ...people(2, 30), ...people(2, 20, 4), ...people(3, 40)]);
    const { key } = await perform(defineIndicator, testCtx(db), { ...about, nameVi: 'Tỷ lệ hệ số cao', from: '2000-01-01', basedOn: 0, ownerId: city, formula: share });
    const asks = [small, large].map((unitId) => ({ indicator: key, unitId, day: TODAY }));
    const reader = testCtx(db, { actor: actorWith(newId(), { role: 'steering-member', unitId: city }) });
    const [hidden] = await readIndicatorValues(reader, asks);
    expect(hidden).toMatchObject({ state: 'hidden', value: null, numerator: null, denominator: null });
    expect((await readIndicatorChildren(reader, { indicator: key, unitId: city, day: TODAY })).find(({ unitId }) => unitId === small)).toMatchObject({
      state: 'hidden',
      value: null,
    });
    const head = testCtx(db, { actor: actorWith(newId(), { role: 'head-of-unit', unitId: city }) });
    expect((await readIndicatorValues(head, asks)).map(({ value }) => value)).toEqual([0, 40]);
  });

  test('many units and days at once hide exactly what one day alone does', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(25), { minLength: 3, maxLength: 5 }), (sizes) =>
        inRolledBack(async (db) => {
          const branches = sizes.map(() => ({ under: 0, from: '2000-01-01', to: FOREVER }));
          const [city = ''] = await makeCity(
            db,
            branches,
            sizes.flatMap((n, index) => [...people(index + 1, n), ...people(index + 1, Math.floor(n / 2), 4)]),
          );
          const actor = actorWith(newId(), { role: 'steering-member', unitId: city });
          for (const slice of ['', 'half=high']) {
            const alone = await readChildren(db, actor, 'test.people', city, TODAY, slice);
            const { sizes: many } = await readPartsUnder(db, actor, { parts: [{ set: 'test.people', slice }], unitId: city, on: TODAY, days: ['2025-05-05', TODAY] });
            expect(many.map((days) => days[1]?.[0]?.size ?? null)).toEqual(alone.map(({ shown }) => shown?.size ?? null));
          }
        }),
      ),
      { numRuns: 25 },
    ));

  rolledBack('on days before a unit existed it stands alone, and is hidden when small', async (db) => {
    const branches: Branch[] = [
      { under: 0, from: '2000-01-01', to: '2025-07-01' },
      { under: 0, from: '2000-01-01', to: FOREVER },
      { under: 0, from: '2025-07-01', to: FOREVER, heirOf: 1 },
    ];
    const moved = (n: number): Holding[] => Array.from({ length: n }, () => ({ unit: 1, from: '2020-01-01', to: '2025-07-01', weight: 2 }));
    const [city = '', , , heir = ''] = await makeCity(db, branches, [...moved(4), ...people(2, 50), ...people(3, 30).map((one) => ({ ...one, from: '2025-07-01' }))]);
    const actor = actorWith(newId(), { role: 'steering-member', unitId: city });
    const { units, sizes } = await readPartsUnder(db, actor, { parts: [{ set: 'test.people', slice: '' }], unitId: city, on: TODAY, days: ['2025-05-05', TODAY] });
    const own = sizes[units.findIndex(({ id }) => id === heir)];
    expect(own?.[0]?.[0]).toBeNull();
    expect(own?.[1]?.[0]?.size).toBe(30);
  });
});
