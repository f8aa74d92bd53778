import { addDays, addMonths, type Day } from '#base/day/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, listChildren } from '#kernel/org/index.ts';
import { cityUnitId } from '#modules/directory/index.ts';
import { addPlan, addTarget, loadPlans, proposeInitiative, reachMilestone, readInitiative, shareTarget, spendMoney, stepInitiative } from '#modules/programme/index.ts';
import type { DemoCity, DemoRole } from './index.ts';

/** Said of everything that is made up: it must not be taken for a decision of the city. */
const NOTE_VI = 'Dữ liệu trình diễn do Khuê tạo ra, không phải quyết định của thành phố. Ngày, số tiền và mức cần đạt đều là giả định.';
const NOTE_EN = 'Made up by Khuê for the demonstration, no decision of the city. Days, money and values are assumed.';
const REASON = 'Dữ liệu trình diễn';
const SOURCE = 'Dữ liệu trình diễn của Khuê';

type CtxOn = (day: Day) => Ctx;

/**
 * Enters the programmes of the content, and beside them a programme with two targets that Khuê counts and three initiatives, all marked as made up: one
 * runs, one is approved, one changes posts and waits until its impact on people was assessed. Needs the figures of the demo city.
 */
export async function makeRoadmap(ctxOn: CtxOn, city: Pick<DemoCity, 'today' | 'accounts'>): Promise<void> {
  const { today } = city;
  await perform(loadPlans, ctxOn(today), {});
  const plan = await perform(addPlan, ctxOn(today), {
    titleVi: 'Trình diễn: Dùng Khuê hằng ngày và giữ danh sách cán bộ đúng',
    titleEn: 'Demonstration: Khuê in daily use, the register kept right',
    aboutVi: NOTE_VI,
    aboutEn: NOTE_EN,
    unitId: cityUnitId('hn'),
    starts: addMonths(today, -12),
    ends: addMonths(today, 18),
    bases: [],
    goals: [{ key: 'use', titleVi: 'Cán bộ làm việc trên môi trường số', titleEn: 'Staff work digitally' }],
    reason: REASON,
  });
  await makeTargets(ctxOn, city, plan.key);
  await makeInitiatives(ctxOn, city);
}

function codeOf({ accounts }: Pick<DemoCity, 'accounts'>, role: DemoRole): string | null {
  return accounts.find((account) => account.role === role)?.staffCode ?? null;
}

async function makeTargets(ctxOn: CtxOn, city: Pick<DemoCity, 'today' | 'accounts'>, plan: string): Promise<void> {
  const { today } = city;
  const shared = {
    plan,
    goal: 'use',
    unitId: cityUnitId('hn'),
    direction: 'at-least' as const,
    coUnits: [],
    noteVi: NOTE_VI,
    noteEn: NOTE_EN,
    document: SOURCE,
    source: SOURCE,
    verified: false,
  };
  const own = { ...shared, personCode: codeOf(city, 'programme-officer'), baseline: null, reason: REASON };
  const used = await perform(addTarget, ctxOn(today), {
    ...own,
    indicator: 'accounts-used',
    titleVi: 'Trình diễn: Cán bộ dùng tài khoản trong 90 ngày',
    titleEn: 'Demonstration: Staff who used their account within 90 days',
    value: 95,
    due: addMonths(today, 12),
    milestones: [{ day: addMonths(today, 6), value: 92 }],
  });
  await perform(addTarget, ctxOn(today), {
    ...own,
    indicator: 'registers-confirmed',
    titleVi: 'Trình diễn: Danh sách cán bộ được xác nhận',
    titleEn: 'Demonstration: Registers of staff confirmed',
    value: 98,
    due: addMonths(today, 9),
    milestones: [],
  });
  const ctx = ctxOn(today);
  const under = await listChildren(ctx.db, (await getRoot(ctx.db, today)).id, today);
  const units = under.filter(({ kind }) => kind === 'ward').map(({ id }) => id);
  if (units.length > 0) await perform(shareTarget, ctxOn(today), { key: used.key, method: 'equal', units, reason: REASON });
}

async function makeInitiatives(ctxOn: CtxOn, city: Pick<DemoCity, 'today' | 'accounts'>): Promise<void> {
  const { today } = city;
  const about = { aboutVi: NOTE_VI, aboutEn: NOTE_EN, reason: REASON };
  const officer = codeOf(city, 'programme-officer');
  const department = cityUnitId('hn.so-khoa-hoc-va-cong-nghe');
  const store = await perform(proposeInitiative, ctxOn(addMonths(today, -9)), {
    ...about,
    titleVi: 'Trình diễn: Kho dữ liệu dùng chung của thành phố',
    titleEn: 'Demonstration: A shared data store of the city',
    plan: 'hanoi-2025',
    goal: 'economy',
    targets: ['data-platforms-2030'],
    unitId: department,
    personCode: officer,
    starts: addMonths(today, -8),
    ends: addMonths(today, 10),
    milestones: [
      { title: 'Danh mục dữ liệu của các sở', due: addMonths(today, -3) },
      { title: 'Ba bộ dữ liệu đầu tiên dùng chung', due: addDays(today, 20) },
      { title: 'Mở cho các phường, xã', due: addMonths(today, 9) },
    ],
    dependsOn: [],
    planned: 12_000_000_000,
    risks: [
      { text: 'Dữ liệu các sở không cùng mã đơn vị', likelihood: 4, impact: 4, mitigation: 'Lấy mã đơn vị của Khuê làm gốc, đối chiếu hằng tháng' },
      { text: 'Thiếu người quản trị dữ liệu', likelihood: 3, impact: 3, mitigation: 'Bồi dưỡng hai người mỗi sở' },
    ],
    changesPosts: false,
  });
  await perform(stepInitiative, ctxOn(addMonths(today, -8)), { key: store.key, to: 'approved' });
  await perform(stepInitiative, ctxOn(addMonths(today, -8)), { key: store.key, to: 'running' });
  const [first] = (await perform(readInitiative, ctxOn(today), { key: store.key })).initiative.milestones;
  await perform(reachMilestone, ctxOn(addMonths(today, -3)), { key: store.key, milestone: first?.id ?? '', day: addMonths(today, -3), note: 'Biên bản trình diễn' });
  await perform(spendMoney, ctxOn(addMonths(today, -2)), { key: store.key, amount: 3_400_000_000, day: addMonths(today, -2), purpose: 'Trình diễn: máy chủ và bản quyền' });
  const office = await proposeOffice(ctxOn, city, about);
  await perform(stepInitiative, ctxOn(addDays(today, -20)), { key: office, to: 'approved' });
  await perform(proposeInitiative, ctxOn(addDays(today, -14)), {
    ...about,
    titleVi: 'Trình diễn: Tự động phân loại hồ sơ ở bộ phận một cửa',
    titleEn: 'Demonstration: Files sorted automatically at the one-stop office',
    plan: 'hanoi-57',
    goal: 'government',
    targets: ['procedures-digital-2030', 'online-services-use-2030'],
    unitId: department,
    personCode: officer,
    starts: addMonths(today, 2),
    ends: addMonths(today, 14),
    milestones: [{ title: 'Thí điểm ở năm phường', due: addMonths(today, 6) }],
    dependsOn: [store.key],
    planned: 4_500_000_000,
    risks: [{ text: 'Người tiếp nhận hồ sơ lo mất việc', likelihood: 4, impact: 5, mitigation: 'Đánh giá tác động cùng công đoàn trước khi phê duyệt, đào tạo lại' }],
    changesPosts: true,
  });
}

async function proposeOffice(
  ctxOn: CtxOn,
  { today, accounts }: Pick<DemoCity, 'today' | 'accounts'>,
  about: { aboutVi: string; aboutEn: string; reason: string },
): Promise<string> {
  const head = accounts.find(({ role }) => role === 'head-of-unit');
  const { key } = await perform(proposeInitiative, ctxOn(addMonths(today, -1)), {
    ...about,
    titleVi: 'Trình diễn: Văn phòng số kiểu mẫu ở phường',
    titleEn: 'Demonstration: A model digital office in a ward',
    plan: 'hanoi-57',
    goal: 'government',
    targets: ['staff-online-signing-2030'],
    unitId: cityUnitId(head?.grantOn ?? 'hn'),
    personCode: head?.staffCode ?? null,
    starts: addDays(today, -5),
    ends: addMonths(today, 8),
    milestones: [{ title: 'Mọi cán bộ có chữ ký số', due: addMonths(today, 4) }],
    dependsOn: [],
    planned: 850_000_000,
    risks: [],
    changesPosts: false,
  });
  return key;
}
