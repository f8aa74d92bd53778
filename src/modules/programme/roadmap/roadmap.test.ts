import { beforeAll, describe, expect, test } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { record } from '#kernel/fact/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import {
  addInitiativeEvidence,
  changeInitiative,
  listInitiatives,
  previewInitiative,
  programme,
  proposeInitiative,
  reachMilestone,
  readInitiative,
  readInitiativeEvidence,
  readTarget,
  spendMoney,
  stepInitiative,
} from '../index.ts';
import { ctxOf, declareAll, makeCity, outcomeOf } from '../testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();

beforeAll(declareAll);

const reason = 'Theo kế hoạch năm';
const written = (unitId: string, more: object = {}) => ({
  titleVi: 'Văn phòng số kiểu mẫu',
  titleEn: 'Model digital office',
  aboutVi: 'Xử lý hồ sơ công việc trên môi trường mạng.',
  aboutEn: 'Work files handled online.',
  plan: 'hanoi-57',
  goal: 'government',
  targets: ['staff-online-signing-2030'],
  unitId,
  personCode: 'CB-3',
  starts: '2026-09-01',
  ends: '2027-06-30',
  milestones: [{ title: 'Thí điểm ở ba đơn vị', due: '2026-12-15' }],
  dependsOn: [],
  planned: 3_500_000_000,
  risks: [{ text: 'Cán bộ chưa quen', likelihood: 3, impact: 5, mitigation: 'Tập huấn trước' }],
  changesPosts: false,
  ...more,
});
const propose = async (db: Db, unitId: string, more: object = {}) => (await perform(proposeInitiative, testCtx(db), { ...written(unitId, more), reason })).key;
const step = (db: Db, key: string, to: 'approved' | 'running' | 'done' | 'stopped', why?: string) =>
  perform(stepInitiative, testCtx(db), { key, to, ...(why === undefined ? {} : { reason: why }) });
const idOf = async (db: Db, key: string) => (await all(db, sql<{ id: string }>`select initiative.id from programme.initiative where initiative.key = ${key}`))[0]?.id ?? '';

describe('an initiative', () => {
  rolledBack('is proposed, approved, begun and finished, each step a fact with who and when; money and milestones are kept', async (db) => {
    const { city, officer, member, head } = await makeCity(db);
    const { key } = await perform(proposeInitiative, ctxOf(db, officer, 'programme-officer', city), { ...written(city), reason });
    expect(key).toBe('van-phong-so-kieu-mau');
    await perform(stepInitiative, ctxOf(db, member, 'steering-member', city), { key, to: 'approved' });
    const ctx = () => testCtx(db, { actor: ctxOf(db, officer, 'programme-officer', city).actor });
    expect(await outcomeOf(perform(spendMoney, ctx(), { key, amount: 1000, day: '2026-11-01', purpose: 'Mua máy quét' }))).toBe('roadmap.not-running');
    await perform(stepInitiative, ctx(), { key, to: 'running' });
    await perform(spendMoney, ctx(), { key, amount: 1_200_000_000, day: '2026-11-01', purpose: 'Mua máy quét' });
    await perform(spendMoney, ctx(), { key, amount: -200_000_000, day: '2026-11-02', purpose: 'Ghi nhầm, sửa lại' });
    const before = await perform(readInitiative, testCtx(db), { key });
    const milestone = before.initiative.milestones[0]?.id ?? '';
    expect(before.choices.find(({ to }) => to === 'done')?.obstacles).toEqual([{ code: 'roadmap.milestone-open', values: { title: 'Thí điểm ở ba đơn vị' } }]);
    await perform(reachMilestone, ctx(), { key, milestone, day: '2026-11-20', note: 'Biên bản nghiệm thu số 5' });
    expect(await outcomeOf(perform(reachMilestone, ctx(), { key, milestone, day: '2026-11-20', note: 'Lần nữa' }))).toBe('roadmap.milestone-done');
    await perform(stepInitiative, ctx(), { key, to: 'done', reason: 'Đã nghiệm thu' });
    const read = await perform(readInitiative, testCtx(db), { key });
    expect(read.initiative).toMatchObject({ state: 'done', spent: 1_000_000_000, planned: 3_500_000_000, gravity: 'high', late: [] });
    expect(read.steps.map(({ state, by }) => [state, by])).toEqual([
      ['done', 'Vũ Phương Thảo'],
      ['running', 'Vũ Phương Thảo'],
      ['approved', 'Đặng Quốc Huy'],
      ['proposed', 'Vũ Phương Thảo'],
    ]);
    const facts = await all(
      db,
      sql<{ kind: string; n: number }>`select fact.kind, count(*) as n from kernel.fact where fact.subject = ${await idOf(db, key)} group by fact.kind order by fact.kind`,
    );
    expect(facts).toEqual([
      { kind: 'programme.initiative-changed', n: 1 },
      { kind: 'programme.initiative-stepped', n: 4 },
      { kind: 'programme.milestone-reached', n: 1 },
      { kind: 'programme.money-spent', n: 2 },
    ]);
    const told = await all(db, sql<{ key: string }>`select message.key from kernel.message where message.person_id = ${head} order by message.id`);
    expect(told.map((one) => one.key)).toEqual(['roadmap.told-approved', 'roadmap.told-running', 'roadmap.told-done']);
  });

  rolledBack('that changes posts is not approved before its impact was assessed; the refusal says what is missing', async (db) => {
    const { city, officer } = await makeCity(db);
    const key = await propose(db, city, { changesPosts: true });
    await expect(step(db, key, 'approved')).rejects.toMatchObject({ kind: 'conflict', code: 'roadmap.impact-first' });
    expect((await perform(readInitiative, testCtx(db), { key })).initiative).toMatchObject({ state: 'proposed', impactAssessed: false });
    const other = newId();
    await record(testCtx(db), [{ kind: 'programme.impact-assessed', subject: other, unitId: city, day: '2026-11-20', data: {} }]);
    expect(await outcomeOf(step(db, key, 'approved'))).toBe('roadmap.impact-first');
    const subject = await idOf(db, key);
    const [fact = ''] = await record(testCtx(db), [{ kind: 'programme.impact-assessed', subject, unitId: city, day: '2026-11-20', data: { posts: 4 } }]);
    await record(testCtx(db), [{ kind: 'programme.impact-assessed', subject: other, unitId: city, day: '2026-11-20', data: {}, corrects: fact }]);
    expect(await outcomeOf(step(db, key, 'approved'))).toBe('roadmap.impact-first');
    await record(testCtx(db), [{ kind: 'programme.impact-assessed', subject, unitId: city, day: '2026-11-21', data: { posts: 4 } }]);
    expect(await outcomeOf(step(db, key, 'approved'))).toBe('done');
    const keyTwo = await propose(db, city, { changesPosts: true });
    const flag = { key: keyTwo, ...written(city), changesPosts: false, seen: 1, reason };
    expect(await outcomeOf(perform(changeInitiative, ctxOf(db, officer, 'programme-officer', city), flag))).toBe('roadmap.flag-stays');
  });

  rolledBack('waits for what it depends on, and nothing waits in a circle', async (db) => {
    const { city } = await makeCity(db);
    const first = await propose(db, city, { titleVi: 'Kho dữ liệu dùng chung' });
    const second = await propose(db, city, { dependsOn: [first] });
    await step(db, second, 'approved');
    await expect(step(db, second, 'running')).rejects.toMatchObject({ code: 'roadmap.dependency-open', values: { title: 'Kho dữ liệu dùng chung' } });
    const back = { key: first, ...written(city, { dependsOn: [second] }), seen: 1, reason };
    expect(await outcomeOf(perform(changeInitiative, testCtx(db), back))).toBe('roadmap.circle');
    expect(await outcomeOf(perform(previewInitiative, testCtx(db), { ...written(city, { dependsOn: [first] }), key: first }))).toBe('roadmap.circle');
    expect((await perform(readInitiative, testCtx(db), { key: first })).neededBy.map(({ key }) => key)).toEqual([second]);
  });

  rolledBack('is changed by a new version while it is open, and shows on the targets that it serves', async (db) => {
    const { city } = await makeCity(db);
    const key = await propose(db, city);
    const { initiative } = await perform(readInitiative, testCtx(db), { key });
    const milestones = [...initiative.milestones.map(({ id, title, due }) => ({ id, title, due })), { title: 'Nghiệm thu', due: '2027-06-01' }];
    await perform(changeInitiative, testCtx(db), { key, ...written(city, { milestones, ends: '2027-12-31' }), seen: 1, reason: 'Kéo dài thời gian' });
    expect(await outcomeOf(perform(changeInitiative, testCtx(db), { key, ...written(city), seen: 1, reason }))).toBe('plans.changed-meanwhile');
    const read = await perform(readInitiative, testCtx(db), { key });
    expect(read.initiative.milestones.map(({ title }) => title)).toEqual(['Thí điểm ở ba đơn vị', 'Nghiệm thu']);
    expect(read.history[0]?.fields.map(({ field }) => field).toSorted()).toEqual(['ends', 'milestones']);
    expect((await perform(readTarget, testCtx(db), { key: 'staff-online-signing-2030' })).initiatives).toMatchObject([{ key, state: 'proposed', late: true }]);
    await step(db, key, 'stopped', 'Trùng với đề án khác');
    expect(await outcomeOf(perform(changeInitiative, testCtx(db), { key, ...written(city), seen: 2, reason }))).toBe('roadmap.closed');
    expect((await perform(readTarget, testCtx(db), { key: 'staff-online-signing-2030' })).initiatives).toEqual([]);
  });

  rolledBack('carries files as evidence; a program is refused', async (db) => {
    const { city, member } = await makeCity(db);
    const key = await propose(db, city);
    const file = { name: 'bien-ban.pdf', content: Buffer.from('%PDF-1.7 biên bản').toString('base64') };
    const { documentId } = await perform(addInitiativeEvidence, testCtx(db), { key, about: 'Biên bản nghiệm thu', file });
    expect((await perform(readInitiative, testCtx(db), { key })).evidence).toMatchObject([{ documentId, name: 'bien-ban.pdf', about: 'Biên bản nghiệm thu' }]);
    await expect(perform(readInitiativeEvidence, ctxOf(db, member, 'steering-member', city), { id: documentId })).resolves.toEqual({ id: documentId });
    expect(await outcomeOf(perform(readInitiativeEvidence, testCtx(db), { id: newId() }))).toBe('document.no-document');
    const program = { name: 'cai-dat.pdf', content: Buffer.from('MZ\u0090\u0000 program').toString('base64') };
    await expect(perform(addInitiativeEvidence, testCtx(db), { key, about: 'Tệp cài đặt', file: program })).rejects.toMatchObject({ kind: 'invalid' });
  });

  test.each([
    ['an end before its beginning', { ends: '2026-08-01', milestones: [] }, 'plans.ends-before-start'],
    ['a milestone after its end', { milestones: [{ title: 'Mốc', due: '2027-07-01' }] }, 'roadmap.milestone-outside'],
    ['a milestone that is not its own', { milestones: [{ id: newId(), title: 'Mốc', due: '2027-01-01' }] }, 'roadmap.no-milestone'],
    ['a target that does not exist', { targets: ['no-such-target'] }, 'plans.no-target'],
    ['a programme that does not exist', { plan: 'no-such-plan', goal: null }, 'plans.no-plan'],
    ['a goal without its programme', { plan: null }, 'plans.no-goal'],
    ['an initiative that does not exist', { dependsOn: ['no-such-initiative'] }, 'roadmap.no-initiative'],
    ['a person that does not exist', { personCode: 'X-99' }, 'plans.no-person'],
    ['money below zero', { planned: -1 }, 'operation.input.minimum'],
    ['a risk beyond the scale', { risks: [{ text: 'Rủi ro', likelihood: 6, impact: 1, mitigation: 'Không' }] }, 'operation.input.maximum'],
  ])('is refused with %s', (_, change, code) =>
    inRolledBack(async (db) => {
      const { city } = await makeCity(db);
      expect(await outcomeOf(perform(proposeInitiative, testCtx(db), { ...written(city, change), reason }))).toBe(code);
      expect(await outcomeOf(perform(previewInitiative, testCtx(db), written(city, change)))).toBe(code);
    }),
  );

  rolledBack('is not spent below zero, nor stopped or finished without a reason', async (db) => {
    const { city } = await makeCity(db);
    const key = await propose(db, city, { milestones: [] });
    await step(db, key, 'approved');
    await step(db, key, 'running');
    expect(await outcomeOf(perform(spendMoney, testCtx(db), { key, amount: -1, day: '2026-11-01', purpose: 'Sửa lại' }))).toBe('roadmap.amount-below');
    expect(await outcomeOf(perform(spendMoney, testCtx(db), { key, amount: 0, day: '2026-11-01', purpose: 'Không' }))).toBe('roadmap.amount-zero');
    expect(await outcomeOf(perform(spendMoney, testCtx(db), { key, amount: 5, day: '2026-11-24', purpose: 'Ngày mai' }))).toBe('plans.day-to-come');
    expect(await outcomeOf(step(db, key, 'stopped'))).toBe('operation.input.required');
    expect(await outcomeOf(step(db, key, 'done', ' '))).toBe('operation.input.required');
    expect(await outcomeOf(step(db, key, 'approved'))).toBe('roadmap.no-such-step');
  });
});

describe('who may', () => {
  test.each([
    ['programme-officer', 'city', 'done', 'operation.not-allowed-here'],
    ['steering-member', 'city', 'operation.not-allowed', 'done'],
    ['head-of-unit', 'first', 'operation.not-allowed-here', 'operation.not-allowed-here'],
    ['head-of-unit', 'city', 'done', 'operation.not-allowed-here'],
    ['administrator', 'city', 'done', 'operation.not-allowed-here'],
    ['official', 'city', 'operation.not-allowed', 'operation.not-allowed'],
    ['auditor', 'city', 'operation.not-allowed', 'operation.not-allowed'],
  ] as const)('%s of the %s: propose %s, approve %s', (role, where, proposing, approving) =>
    inRolledBack(async (db) => {
      const there = await makeCity(db);
      const key = await propose(db, there.city);
      const ctx = ctxOf(db, there.officer, role, there[where]);
      expect(await outcomeOf(perform(proposeInitiative, ctx, { ...written(there.city), reason }))).toBe(proposing);
      expect(await outcomeOf(perform(stepInitiative, { ...ctx, requestId: 'b' }, { key, to: 'approved' }))).toBe(approving);
      expect(await outcomeOf(perform(spendMoney, { ...ctx, requestId: 'c' }, { key, amount: 5, day: '2026-11-01', purpose: 'Mua sắm' }))).toBe(
        proposing === 'done' ? 'roadmap.not-running' : proposing,
      );
    }),
  );
});

rolledBack('the roadmap is narrowed by programme, state, unit and lateness; Today tells who approves and who answers', async (db) => {
  const { city, first, member, head } = await makeCity(db);
  const waiting = await propose(db, city, { changesPosts: true, titleVi: 'Tự động hóa một cửa' });
  const ready = await propose(db, first, { plan: null, goal: null });
  const keys = async (input: object) => (await perform(listInitiatives, testCtx(db), input)).initiatives.map(({ key }) => key);
  expect((await keys({})).toSorted()).toEqual([ready, waiting].toSorted());
  expect(await keys({ plan: 'hanoi-57' })).toEqual([waiting]);
  expect(await keys({ unitId: first })).toEqual([ready]);
  expect(await keys({ state: 'running' })).toEqual([]);
  expect(await keys({ late: true })).toHaveLength(2);
  const awaiting = async (personId: string, role: string) =>
    (await listAwaiting(ctxOf(db, personId, role, city), [programme])).filter(({ key }) => key.startsWith('roadmap.')).map((one) => [one.key, one.href]);
  expect(await awaiting(member, 'steering-member')).toEqual([['roadmap.awaiting-approval', `/roadmap/${ready}`]]);
  await step(db, ready, 'approved');
  expect(await awaiting(head, 'official')).toEqual([['roadmap.awaiting-begin', `/roadmap/${ready}`]]);
  await step(db, ready, 'running');
  expect(await awaiting(head, 'official')).toEqual([['roadmap.awaiting-milestone', `/roadmap/${ready}`]]);
  expect(await awaiting(member, 'steering-member')).toEqual([]);
});

rolledBack('versions, steps and money cannot be changed by the application', async (db) => {
  await makeCity(db);
  for (const statement of ['update programme.initiative_version set planned = 1', 'delete from programme.initiative_step', 'update programme.spending set amount = 1']) {
    await sql`savepoint before`.execute(db);
    await expect(all(db, sql.raw(statement))).rejects.toThrow(/permission denied/);
    await sql`rollback to savepoint before`.execute(db);
  }
});
