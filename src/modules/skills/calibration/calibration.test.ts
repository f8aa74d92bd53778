import { beforeAll, describe, expect, test } from 'vitest';
import { one, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { loadBank } from '../bank/index.ts';
import { skills } from '../index.ts';
import { probability, randomOf } from '../engine/index.ts';
import { freezeBank, type FrozenItem } from '../sittings/index.ts';
import type { Row } from './answers.ts';
import { findParameters } from './found.ts';
import { askCalibration, calibrateJob, decideCalibration, listCalibrations, readCalibration } from './index.ts';

const { db, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareTown(skills);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

const bankOf = (n: number): FrozenItem[] =>
  Array.from({ length: n }, (_, k) => ({
    ...{ id: `1.1-x${k}`, version: 1, area: '1', family: `x${k}`, competence: '1.1', band: 1, life: 'both', source: 'expert' as const, scored: true, reviewed: false },
    ...{ a: 1, b: -1.5 + (3 * k) / n, c: 0, d: 1 },
  }));

/** People of which women find the first item harder than it is, in wards and elsewhere. */
function rowsOf(bank: FrozenItem[], people: number, wards: number): Row[] {
  const random = randomOf('calibration');
  return Array.from({ length: people }, (_, person) => {
    const theta = Array.from({ length: 12 }, () => random()).reduce((sum, one) => sum + one, -6);
    const sex = person % 2 === 0 ? 'female' : 'male';
    const harder = (k: number) => (k === 0 && sex === 'female' ? 1.2 : 0);
    return {
      ...{ items: bank.map((_item, k) => k), right: bank.map((item, k) => random() < probability({ ...item, b: item.b + harder(k) }, theta)), theta, sex },
      ...{ birthDate: null, day: '2026-11-23', unitKind: person < wards ? 'ward' : 'department' },
    };
  });
}

describe('what is found', () => {
  test('comes near the parameters that made the answers; an item that is harder for women is class C, the others are not; unknown ages are not computed', async () => {
    const bank = bankOf(15);
    const report = await findParameters(bank, rowsOf(bank, 1200, 600), '2pl', []);
    expect(report?.items).toHaveLength(15);
    for (const item of report?.items.slice(1) ?? []) {
      expect(Math.abs(item.b - item.before.b)).toBeLessThan(0.35);
      expect(item.fairness.sex?.class).not.toBe('C');
      expect(item.fairness.age).toBeNull();
      expect(item.driftB).toBeNull();
    }
    expect(report?.items[0]?.fairness.sex).toMatchObject({ class: 'C' });
    expect(report?.items[0]?.fairness.sex?.delta).toBeLessThan(-1.5);
  });

  test('a group of fewer than 100 answers is not computed', async () => {
    const bank = bankOf(6);
    expect((await findParameters(bank, rowsOf(bank, 400, 99), '2pl', []))?.items.map(({ fairness }) => fairness.unit)).toEqual(bank.map(() => null));
    expect((await findParameters(bank, rowsOf(bank, 400, 100), '2pl', []))?.items.every(({ fairness }) => fairness.unit !== null)).toBe(true);
  });

  test('fewer than 200 sittings are too few', async () => {
    expect(await findParameters(bankOf(6), rowsOf(bankOf(6), 199, 99), '2pl', [])).toBeUndefined();
  });

  test('drift is told against an earlier calibration', async () => {
    const bank = bankOf(10);
    const report = await findParameters(
      bank,
      rowsOf(bank, 800, 400),
      '2pl',
      bank.map(({ id, a, b }, k) => ({ id, a, b: k === 3 ? b - 1.5 : b, errors: { a: 0.1, b: 0.1 } })),
    );
    expect(report?.items[3]?.driftZ ?? 0).toBeGreaterThan(2.58);
    expect(Math.abs(report?.items[7]?.driftZ ?? 9)).toBeLessThan(4);
  });
});

describe('the way to a new bank version', () => {
  test.each(listRoles().map(({ key, permissions }) => [key, permissions.includes('skills.calibrate')] as const))('%s may ask for it: %s', async (role, may) => {
    const asked = perform(listCalibrations, testCtx(db, { actor: actorWith(town.hanh, { role, unitId: town.city }) }), {});
    await (may ? expect(asked).resolves.toMatchObject({ calibrations: [], sittings: 0 }) : expect(asked).rejects.toMatchObject({ kind: 'forbidden' }));
  });

  rolledBack('ends honestly where there are too few answers', async (tx) => {
    const ctx = testCtx(tx, { actor: actorWith(town.hanh, { role: 'administrator', unitId: town.city }) });
    const { id } = await perform(askCalibration, ctx, { model: '2pl' });
    await calibrateJob.run(testCtx(tx), { calibration: id });
    expect((await perform(readCalibration, ctx, { id })).calibration).toMatchObject({ state: 'failed', problem: 'skills-calibration.too-few', people: 0 });
    await expect(perform(decideCalibration, { ...ctx, requestId: 'd' }, { id, to: 'published' })).rejects.toMatchObject({ code: 'skills-calibration.not-ready' });
  });

  rolledBack('is published by a second person only, as a new frozen version', async (tx) => {
    const bank = await freezeBank(tx);
    const asker = testCtx(tx, { actor: actorWith(town.hanh, { role: 'administrator', unitId: town.city }) });
    const { id } = await perform(askCalibration, asker, { model: '2pl' });
    const first = bank.items[0];
    const fairness = { sex: null, age: null, unit: null };
    const item = {
      id: first?.id,
      version: first?.version,
      competence: '1.1',
      before: { a: 1, b: 0, c: 0, source: 'expert' },
      a: 1.4,
      b: -0.7,
      c: 0.1,
      errorA: 0.1,
      errorB: 0.1,
      answered: 300,
      right: 200,
    };
    const report = { items: [{ ...item, infit: 1, outfit: 1, driftB: null, driftZ: null, fairness }], left: bank.items.length - 1, converged: true, logLikelihood: -1, cycles: 3 };
    await sql`update skills.calibration set state = 'ready', people = 300, report = ${JSON.stringify(report)}::jsonb where calibration.id = ${id}`.execute(tx);
    await expect(perform(decideCalibration, { ...asker, requestId: 'own' }, { id, to: 'published' })).rejects.toMatchObject({ code: 'skills-calibration.second-person' });
    await perform(decideCalibration, testCtx(tx, { actor: actorWith(town.binh, { role: 'administrator', unitId: town.city }) }), { id, to: 'published' });
    const fresh = await freezeBank(tx);
    expect(fresh.id).not.toBe(bank.id);
    expect(fresh).toMatchObject({ calibrated: 1 });
    expect(fresh.items.find((one) => one.id === first?.id)).toMatchObject({ a: 1.4, b: -0.7, c: 0.1, source: 'calibrated' });
    expect(await one(tx, sql<{ n: number }>`select count(*) as n from skills.bank_version`)).toEqual({ n: 2 });
  });
});
