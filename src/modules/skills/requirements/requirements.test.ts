import { beforeAll, describe, expect, test } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown } from '#tests/town.ts';
import { exportFramework, frameworkContent, importFramework, listFrameworks, readFramework } from '../frameworks/index.ts';
import { loadItems } from '../bank/load.ts';
import { SAMPLES } from '../bank/testing.ts';
import { skills } from '../index.ts';
import { endRequirement, listRequirementsOperation, loadRequirements, requiredBandsOf, requirementOf, setRequirement } from './index.ts';
import { requiredBands } from './rules.ts';

const { rolledBack, inRolledBack } = await testDatabase();
const { frameworks, crosswalks } = frameworkContent(process.cwd());
const asked = { frameworkId: 'civil-service-8', competence: '5', postKind: 'staff', level: 3, validFrom: '2026-12-01', source: 'Quyết định thử' } as const;

beforeAll(() => declareTown(skills));

const levelOf = async (db: Db, who: Parameters<typeof requirementOf>[1], day = TODAY) => (await requirementOf(db, who, day)).find(({ competence }) => competence === '5')?.level;

describe('what is required', () => {
  rolledBack('of leaders is level 3, of staff 2, of contract workers 1, until the city decides otherwise', async (db) => {
    const { ward } = await makeTown(db);
    await loadRequirements(testCtx(db));
    await loadRequirements(testCtx(db));
    const levels = await Promise.all(['leader', 'staff', 'contract'].map((postKind) => levelOf(db, { postKind, unitId: ward })));
    expect(levels).toEqual([3, 2, 1]);
    expect(await requirementOf(db, { postKind: 'staff', unitId: ward }, TODAY)).toHaveLength(8);
    expect(await requirementOf(db, { postKind: 'staff', unitId: ward }, '2025-12-31')).toEqual([]);
  });

  rolledBack('of a person follows from the main post; who holds none has none', async (db) => {
    const { hanh, binh, gone } = await makeTown(db);
    await loadRequirements(testCtx(db));
    expect([await levelOf(db, { personId: hanh }), await levelOf(db, { personId: binh }), await levelOf(db, { personId: gone })]).toEqual([3, 2, undefined]);
  });

  rolledBack('by the nearest unit wins, from its day on, and gives way when it ends', async (db) => {
    const { ward, inner, other } = await makeTown(db);
    await loadRequirements(testCtx(db));
    const { id } = await perform(setRequirement, testCtx(db), { ...asked, unitId: ward });
    const staffOf = (unitId: string, day: string) => levelOf(db, { postKind: 'staff', unitId }, day);
    expect([await staffOf(inner, '2026-11-30'), await staffOf(inner, '2026-12-01'), await staffOf(other, '2026-12-01')]).toEqual([2, 3, 2]);
    await perform(endRequirement, testCtx(db), { id, validTo: '2027-01-01' });
    expect([await staffOf(inner, '2026-12-31'), await staffOf(inner, '2027-01-01')]).toEqual([3, 2]);
  });

  rolledBack('for the whole city takes the place of what was required before, and the past stays', async (db) => {
    const { ward } = await makeTown(db);
    await loadRequirements(testCtx(db));
    await perform(setRequirement, testCtx(db), { ...asked, level: 3 });
    await perform(setRequirement, testCtx(db), { ...asked, level: 4 });
    const levels = await Promise.all(['2026-11-30', '2026-12-01'].map((day) => levelOf(db, { postKind: 'staff', unitId: ward }, day)));
    expect(levels).toEqual([2, 4]);
    const lines = await perform(listRequirementsOperation, testCtx(db), { frameworkId: 'civil-service-8', history: true });
    expect(lines.filter(({ competence, postKind }) => competence === '5' && postKind === 'staff').map(({ level, validFrom, validTo }) => [level, validFrom, validTo])).toEqual([
      [4, '2026-12-01', 'infinity'],
      [2, '2026-01-01', '2026-12-01'],
    ]);
    // A start of the program does not bring back what the city has changed.
    await loadRequirements(testCtx(db));
    expect(await perform(listRequirementsOperation, testCtx(db), { frameworkId: 'civil-service-8', history: true })).toEqual(lines);
    const facts = await all(db, sql<{ kind: string }>`select fact.kind from kernel.fact where fact.kind like 'skills.requirement%'`);
    expect(facts).toHaveLength(2);
  });

  test.each([
    ['training-officer', 'ward', 'ward', 'done'],
    ['training-officer', 'ward', 'other', 'operation.not-allowed-here'],
    ['training-officer', 'ward', undefined, 'operation.not-allowed-here'],
    ['training-officer', 'city', undefined, 'done'],
    ['administrator', 'city', undefined, 'done'],
    ['head-of-unit', 'city', 'ward', 'operation.not-allowed'],
    ['official', 'city', 'ward', 'operation.not-allowed'],
  ] as const)('is set by %s of the %s for %s: %s', (role, where, unit, outcome) =>
    inRolledBack(async (db) => {
      const town = await makeTown(db);
      const ctx = testCtx(db, { actor: actorWith(town.hanh, { role, unitId: town[where] }) });
      const done = perform(setRequirement, ctx, { ...asked, ...(unit === undefined ? {} : { unitId: town[unit] }) });
      expect(
        await done.then(
          () => 'done',
          (problem: { code: string }) => problem.code,
        ),
      ).toBe(outcome);
    }),
  );

  test.each([
    [{ frameworkId: 'nowhere' }, '/frameworkId', 'skills-frameworks.no-framework'],
    [{ competence: '9' }, '/competence', 'skills-frameworks.no-part'],
    [{ level: 5 }, '/level', 'skills-frameworks.no-level'],
  ])('refuses %j', (change, at, code) =>
    inRolledBack(async (db) => {
      await makeTown(db);
      await expect(perform(setRequirement, testCtx(db), { ...asked, ...change })).rejects.toMatchObject({ errors: [{ at, code }] });
    }),
  );

  rolledBack('cannot end before it begins', async (db) => {
    await makeTown(db);
    const { id } = await perform(setRequirement, testCtx(db), asked);
    await expect(perform(endRequirement, testCtx(db), { id, validTo: asked.validFrom })).rejects.toMatchObject({ errors: [{ at: '/validTo' }] });
  });
});

describe('the bands that are required', () => {
  test('are those of the levels, in the areas that answer to the domains', () => {
    const required = ['1', '2', '3', '4', '5', '6', '7', '8'].map((competence) => ({ frameworkId: 'civil-service-8', competence, level: 2 }));
    expect(Object.fromEntries(requiredBands(required, frameworks, crosswalks))).toEqual({ 1: 2, 2: 2, 3: 2, 4: 2, 5: 2 });
  });

  test.each([
    ['civil-service-8', '5', 4, { 4: 3 }],
    ['civil-service-8', '8', 3, {}],
    ['civil-service-8', '2', 0, { 1: 0 }],
    ['tt02-2025', '3.1', 2, { 3: 2 }],
    ['digcomp-2-2', '2', 5, { 2: 3 }],
  ])('of %s %s at level %i are %j', (frameworkId, competence, level, bands) => {
    expect(Object.fromEntries(requiredBands([{ frameworkId, competence, level }], frameworks, crosswalks))).toEqual(bands);
  });

  rolledBack('of a leader are the third everywhere', async (db) => {
    const { hanh } = await makeTown(db);
    await loadRequirements(testCtx(db));
    expect([...(await requiredBandsOf(testCtx(db), { personId: hanh }, TODAY)).values()]).toEqual([3, 3, 3, 3, 3]);
  });
});

describe('frameworks', () => {
  rolledBack('are listed, and read with what answers to them and how many items measure them', async (db) => {
    await loadItems(db, Object.values(SAMPLES));
    expect((await perform(listFrameworks, testCtx(db), {})).map(({ id }) => id)).toEqual(['civil-service-8', 'digcomp-2-2', 'tt02-2025']);
    const view = await perform(readFramework, testCtx(db), { id: 'tt02-2025' });
    expect(view.items.find(({ code }) => code === '1.1')?.items).toBeGreaterThanOrEqual(7);
    expect(view.items.find(({ code }) => code === '6.1')?.items).toBeNull();
    expect(view.related.find(({ code, otherFramework }) => code === '1.1' && otherFramework === 'digcomp-2-2')).toMatchObject({
      relation: 'exact',
      otherCode: '1.1',
      verified: false,
    });
    await expect(perform(readFramework, testCtx(db), { id: 'none' })).rejects.toMatchObject({ kind: 'missing' });
  });

  rolledBack('put in as a file are taken in whole, go out as they came, and are put in again', async (db) => {
    await makeTown(db);
    const out = await perform(exportFramework, testCtx(db), { id: 'digcomp-2-2' });
    const theirs = out.content.replace('"id": "digcomp-2-2"', '"id": "cua-chung-toi"');
    await expect(perform(importFramework, testCtx(db), { file: out.content })).rejects.toMatchObject({ code: 'skills-frameworks.id-taken' });
    const { id } = await perform(importFramework, testCtx(db), { file: theirs });
    expect(id).toBe('cua-chung-toi');
    const again = await perform(exportFramework, testCtx(db), { id });
    expect(JSON.parse(again.content)).toEqual(JSON.parse(theirs));
    expect(await perform(importFramework, testCtx(db), { file: again.content })).toEqual({ id });
    expect((await perform(listFrameworks, testCtx(db), {})).filter(({ imported }) => imported)).toHaveLength(1);
  });

  rolledBack('with a fault are not taken in at all', async (db) => {
    const before = await perform(listFrameworks, testCtx(db), {});
    await expect(perform(importFramework, testCtx(db), { file: '{"CFDocument":{},"CFItems":[{}]}' })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'skills-frameworks.case-refused',
    });
    expect(await perform(listFrameworks, testCtx(db), {})).toEqual(before);
  });
});
