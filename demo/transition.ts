import { addDays, type Day } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { endPosting } from '#modules/directory/index.ts';
import { proposeInitiative, readInitiative, stepInitiative } from '#modules/programme/index.ts';
import {
  calculateInCase,
  commentAnonymously,
  commentPlan,
  lodgeAppeal,
  openPersonCases,
  readOwnCases,
  writeAssessment,
  writeHandOver,
  writePlan,
} from '#modules/transition/index.ts';
import type { DemoCity } from './index.ts';
import { fillDesk } from './transition-desk.ts';
import { makeWork } from './work.ts';
import { actingAs, consult, take, type As } from './transition-acts.ts';
import { cityUnitId } from '#modules/directory/index.ts';

/** Said of everything that is made up. */
const NOTE = 'Dữ liệu trình diễn';
const TITLE = 'Trình diễn: Số hóa văn thư, lưu trữ ở phường';

/** How far the case of each person goes, in the order of people; the first is the official whom anybody may try out. */
const WAYS = ['offered', 'noticed', 'left', 'redeployed', 'retraining', 'opened', 'declined', 'handing', 'handed', 'stayed', 'closed', 'trial', 'due'] as const;
type Way = (typeof WAYS)[number];
const LIST: Record<Way, 'kept' | 'retrained' | 'ended'> = {
  offered: 'retrained',
  noticed: 'ended',
  left: 'ended',
  redeployed: 'retrained',
  retraining: 'retrained',
  opened: 'retrained',
  declined: 'ended',
  handing: 'ended',
  handed: 'ended',
  stayed: 'kept',
  closed: 'retrained',
  trial: 'retrained',
  due: 'ended',
};

type Holder = { personId: string; postId: string; postingId: string; birthDate: Day | null; sex: 'female' | 'male' | null };
type Scene = { as: As; ago: (days: number) => Day; employer: string; union: string; decider: string; unitId: string; initiative: string; key: string; holders: Holder[] };

/**
 * An initiative that changes posts in the ward that can be tried out, from its assessment to a case for each person in every state, with letters signed by the test
 * authority; the desk of the union; policies on pay. All of it is made up and goes through the operations that real data go through.
 */
export async function makeTransition(ctxOn: (day: Day) => Ctx, city: Pick<DemoCity, 'today' | 'accounts'>): Promise<void> {
  const scene = await sceneOf(ctxOn, city);
  if (scene === undefined) return;
  await announcePlan(scene);
  const cases = await openCases(scene);
  for (const [index, holder] of scene.holders.entries()) await goOn(scene, holder, WAYS[index] ?? 'opened', cases.get(holder.personId) ?? '');
  await appeal(scene, cases);
  await makeWork(
    scene,
    WAYS.map((way, index) => ({ way, personId: scene.holders[index]?.personId ?? '', caseId: cases.get(scene.holders[index]?.personId ?? '') ?? '' })),
  );
  await fillDesk(scene.as, { ...scene, workers: scene.holders.map(({ personId }) => personId), cityId: cityUnitId('hn') });
}

async function sceneOf(ctxOn: (day: Day) => Ctx, { today, accounts }: Pick<DemoCity, 'today' | 'accounts'>): Promise<Scene | undefined> {
  const ago = (days: number): Day => addDays(today, -days);
  const { db } = ctxOn(today);
  const codes = new Map(accounts.map(({ role, staffCode }) => [role, staffCode]));
  const people = await all(
    db,
    sql<{ id: string; code: string }>`select person.id, person.staff_code as code from kernel.person where person.staff_code = any(${[...codes.values()]}::text[])`,
  );
  const idOf = (role: DemoCity['accounts'][number]['role']): string => people.find(({ code }) => code === codes.get(role))?.id ?? '';
  const head = accounts.find(({ role }) => role === 'head-of-unit');
  if (head === undefined) return undefined;
  const unitId = cityUnitId(head.grantOn);
  const holders = await holdersIn(ctxOn(today), unitId, idOf('official'), ago(200));
  if (holders.length === 0) return undefined;
  const { key } = await perform(proposeInitiative, ctxOn(ago(170)), {
    titleVi: TITLE,
    titleEn: 'Demonstration: Records and archives of a ward go digital',
    aboutVi: `${NOTE} do Khuê tạo ra, không phải quyết định của thành phố.`,
    aboutEn: 'Made up by Khuê for the demonstration, no decision of the city.',
    reason: NOTE,
    plan: 'hanoi-57',
    goal: 'government',
    targets: ['staff-online-signing-2030'],
    unitId,
    personCode: head.staffCode,
    starts: ago(130),
    ends: addDays(today, 120),
    milestones: [{ title: 'Văn bản đến và đi được đăng ký tự động', due: addDays(today, 60) }],
    dependsOn: [],
    planned: 650_000_000,
    risks: [],
    changesPosts: true,
  });
  const { initiative } = await perform(readInitiative, ctxOn(ago(170)), { key });
  const roles = { employer: idOf('head-of-unit'), union: idOf('union-officer'), decider: idOf('steering-member') };
  return { as: actingAs(ctxOn), ago, ...roles, unitId, initiative: initiative.id, key, holders };
}

/** Staff who have held a post of the ward for long, the official first. */
async function holdersIn({ db, today }: Ctx, unitId: string, official: string, since: Day): Promise<Holder[]> {
  return all(
    db,
    sql<Holder>`
    select posting.person_id as "personId", posting.post_id as "postId", posting.id as "postingId", person.birth_date as "birthDate", person.sex
    from kernel.posting
    join kernel.post on post.id = posting.post_id
    join kernel.person on person.id = posting.person_id
    join kernel.unit_ancestor as above
      on above.unit_id = posting.unit_id
      and above.ancestor_id = ${unitId}
      and above.valid_from <= ${today}
      and above.valid_to > ${today}
    where posting.main
      and post.kind <> 'leader'
      and posting.valid_from <= ${since}
      and posting.valid_to > ${addDays(today, 400)}
    order by (posting.person_id <> ${official}), person.staff_code
    limit ${WAYS.length}`,
  );
}

async function announcePlan(scene: Scene): Promise<void> {
  const { as, ago, employer, union, decider, initiative, key, holders } = scene;
  await perform(writeAssessment, await as(employer, ago(162)), {
    initiative,
    about: 'Văn bản đến và đi được đăng ký, chuyển và lưu tự động; hồ sơ giấy được số hóa.',
    posts: holders.map(({ postId }, index) => ({ id: postId, effect: LIST[WAYS[index] ?? 'opened'] === 'ended' ? 'goes' : 'changes' })),
    tasks: [
      { title: 'Đăng ký văn bản đến và đi', effect: 'goes', hoursBefore: 120, hoursAfter: 0 },
      { title: 'Photo, chuyển hồ sơ giấy', effect: 'changes', hoursBefore: 80, hoursAfter: 5 },
      { title: 'Kiểm tra dữ liệu đã số hóa', effect: 'appears', hoursBefore: 0, hoursAfter: 60 },
    ],
    alternatives: [{ title: 'Giữ nguyên số vị trí, giảm giờ làm thêm', why: 'Chỉ đủ việc cho khoảng nửa số vị trí' }],
    newPosts: [{ title: 'Quản trị hồ sơ điện tử', number: 3, needs: 'Quản lý hồ sơ số, bảo vệ dữ liệu cá nhân ở mức trung cấp' }],
    reason: NOTE,
    seen: 0,
  });
  const impact = await consult(as, scene, initiative, 'impact', TITLE, (n) => ago(160 - n));
  await take(as, union, ago(146), impact, 'conclude');
  await perform(stepInitiative, await as(undefined, ago(145)), { key, to: 'approved' });
  await perform(stepInitiative, await as(undefined, ago(140)), { key, to: 'running' });
  await perform(writePlan, await as(employer, ago(138)), {
    initiative,
    lists: holders.map(({ personId }, index) => ({ personId, list: LIST[WAYS[index] ?? 'opened'] })),
    rights: 'Người đào tạo lại giữ nguyên tiền lương; người thôi việc hưởng đủ các khoản theo bảng tính trong hồ sơ.',
    measures: 'Mở hai lớp quản lý hồ sơ số trong giờ làm việc; ưu tiên bố trí vào ba vị trí mới.',
    money: 1_200_000_000,
    moneySource: `Dự toán chi thường xuyên (${NOTE})`,
    reason: NOTE,
    seen: 0,
  });
  const plan = await consult(as, scene, initiative, 'plan', TITLE, (n) => ago(136 - n));
  await take(as, union, ago(122), plan, 'conclude');
  await take(as, decider, ago(120), plan, 'adopt');
  await take(as, employer, ago(118), plan, 'announce');
}

async function openCases({ as, ago, employer, initiative, holders }: Scene): Promise<Map<string, string>> {
  await perform(openPersonCases, await as(employer, ago(116)), { initiative, title: TITLE });
  const cases = new Map<string, string>();
  for (const { personId } of holders) {
    const [own] = await perform(readOwnCases, await as(personId, ago(116)), {});
    if (own !== undefined) cases.set(personId, own.id);
  }
  const [first, second] = holders;
  if (first) await perform(commentPlan, await as(first.personId, ago(115)), { initiative, body: 'Tôi mong lớp học mở vào buổi sáng.' });
  if (second) await perform(commentAnonymously, await as(undefined, ago(114)), { initiative, body: 'Đề nghị nói rõ ai được ưu tiên vào ba vị trí mới.' });
  return cases;
}

/** The steps of a case as far as it goes. The first person was offered retraining a few days ago only. */
async function goOn({ as, ago, employer, union }: Scene, holder: Holder, way: Way, id: string): Promise<void> {
  const { personId } = holder;
  const step = async (who: string, days: number, name: string, reason?: string) => take(as, who, ago(days), id, name, reason === undefined ? {} : { reason });
  if (way === 'opened' || way === 'trial') return;
  if (way === 'stayed') return step(employer, 60, 'keep', 'Khối lượng việc thực tế vẫn cần vị trí này');
  await step(employer, way === 'offered' ? 3 : 110, 'offer-retraining');
  if (way === 'offered') return;
  if (['retraining', 'redeployed', 'closed'].includes(way)) {
    await step(personId, 105, 'accept-retraining');
    if (way === 'retraining') return;
    await step(employer, 70, 'redeploy', 'Quản trị hồ sơ điện tử tại phường');
    await step(union, 20, 'follow-up-work', 'Sau một tháng: làm được việc, lương không giảm');
    return way === 'closed' ? step(union, 5, 'close', 'Việc mới ổn định, hai bên đồng ý kết thúc') : undefined;
  }
  await step(personId, 104, 'decline-retraining', 'Tuổi cao, xin hưởng chế độ');
  await perform(calculateInCase, await as(personId, ago(100)), { id, facts: factsOf(holder, addDays(ago(0), 30)) });
  if (way === 'declined') return;
  // The notice of one of them has just run out: whoever tries the demonstration out can take the rest of the way.
  await step(employer, way === 'due' ? 31 : 96, 'give-notice');
  if (way === 'noticed' || way === 'due') return;
  await step(personId, 80, 'begin-hand-over');
  await perform(writeHandOver, await as(personId, ago(79)), {
    id,
    body: 'Sổ đăng ký văn bản năm 2025 và 2026.\nCon dấu, tủ hồ sơ số 2.\nTài khoản phần mềm: giao bộ phận văn thư.',
  });
  if (way === 'handing') return;
  await step(employer, 75, 'receive-work');
  if (way === 'handed') return;
  await step(employer, 50, 'end');
  await perform(endPosting, await as(undefined, ago(50)), { id: holder.postingId, lastDay: ago(50) });
  await step(union, 15, 'follow-up', 'Đã nhận đủ các khoản theo bảng tính');
}

function factsOf({ birthDate, sex }: Holder, day: Day) {
  return {
    day,
    kind: 'contract' as const,
    reason: 'technology' as const,
    monthlyPay: 9_800_000,
    workedMonths: 132,
    unemploymentInsuredMonths: 96,
    ...(birthDate !== null && { birthDate }),
    ...(sex !== null && { sex }),
  };
}

/** One appeal that the employer refused and the union now conciliates; one that was upheld. */
async function appeal({ as, ago, employer, holders }: Scene, cases: Map<string, string>): Promise<void> {
  for (const [way, outcome] of [
    ['noticed', 'refuse'],
    ['handed', 'uphold'],
  ] as const) {
    const holder = holders[WAYS.indexOf(way)];
    if (holder === undefined) continue;
    const caseId = cases.get(holder.personId) ?? '';
    const { id } = await perform(lodgeAppeal, await as(holder.personId, ago(30)), { id: caseId, body: 'Thời gian công tác trong bảng tính thiếu hai năm làm hợp đồng.' });
    const body = outcome === 'refuse' ? 'Đã đối chiếu sổ bảo hiểm: hai năm này chưa đóng.\nNếu chưa đồng ý, đề nghị công đoàn hòa giải.' : 'Cơ quan cộng thêm hai năm và tính lại.';
    await take(as, employer, ago(24), id, outcome, { body });
    if (outcome === 'refuse') await take(as, holder.personId, ago(10), id, 'go-to-union');
  }
}
