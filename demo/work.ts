import { addDays, formatDay, type Day } from '#base/day/index.ts';
import { writeCsv } from '#base/table-file/index.ts';
import { perform } from '#kernel/operation/index.ts';
import {
  assignMentor,
  importOutside,
  JOB_COLUMNS,
  listOpenFollowUps,
  notePayment,
  noteFollowUp,
  offerMentoring,
  offerWork,
  planLearning,
  readOwnProgress,
  searchWork,
  stateWishes,
  watchBehind,
} from '#modules/transition/index.ts';
import { take, type As } from './transition-acts.ts';

/** Somebody whose post changes, with how far the case went. */
type Person = { way: string; personId: string; caseId: string };
type Scene = { as: As; ago: (days: number) => Day; employer: string; union: string; unitId: string };

/** Jobs that nobody offers: employers, places and pay are made up. */
const JOBS = [
  ['TD-01', 'Nhân viên hỗ trợ khách hàng', 'Công ty Trình diễn A', 'Phường Ba Đình', '9.000.000', '12.000.000', '1:1; 2:1'],
  ['TD-02', 'Nhân viên nhập liệu', 'Công ty Trình diễn B', 'Phường Ngọc Hà', '7.500.000', '9.000.000', '1:2'],
  ['TD-03', 'Quản lý kho', 'Hợp tác xã Trình diễn', 'Phường Hoàn Kiếm', '8.000.000', '11.000.000', ''],
] as const;

/**
 * Work again for the people of the demonstration: wishes, jobs outside, learning that was taken up, an offer that waits for an answer and one on trial, a mentor, a follow-up, money paid. All of
 * it is made up and goes through the operations that real data go through.
 */
export async function makeWork(scene: Scene, people: readonly Person[]): Promise<void> {
  const { as, ago, employer, unitId } = scene;
  const of = (way: string): Person | undefined => people.find((one) => one.way === way && one.caseId !== '');
  const headers = JOB_COLUMNS.map(({ labels }) => labels[0]);
  const rows = JOBS.map((job) => [...job, 'Dữ liệu trình diễn', 'Chỉ để trình diễn', formatDay(addDays(ago(0), 45))]);
  const content = Buffer.from(await new Response(writeCsv(headers, rows)).arrayBuffer()).toString('base64');
  await perform(importOutside, await as(employer, ago(15)), { unitId, source: 'Dữ liệu trình diễn của Khuê', name: 'viec-ngoai.csv', content });
  for (const person of people.filter(({ personId }) => personId !== '').slice(0, 6)) {
    const wishes = { mostKm: 15, leastPay: 7_000_000, postKinds: ['staff' as const, 'contract' as const], outside: false, useResults: true, note: '' };
    await perform(stateWishes, await as(person.personId, ago(12)), wishes);
  }
  await proposeWork(scene, of('offered'), of('trial'));
  await followAndPay(scene, of('redeployed'), of('left'));
}

/** The first person is offered learning towards a post and a post; another one has taken an offer and is on trial, with a mentor. */
async function proposeWork(scene: Scene, offered: Person | undefined, trial: Person | undefined): Promise<void> {
  const { as, ago, employer } = scene;
  if (offered !== undefined) {
    const reason = 'Dữ liệu trình diễn: chuyển sang quản trị hồ sơ điện tử';
    await perform(planLearning, await as(employer, ago(2)), {
      id: offered.caseId,
      courses: ['digital-government', 'digital-applications'],
      dueDays: 60,
      monthlyPay: 9_000_000,
      reason,
    });
    await offer(scene, offered, 2, 9_000_000, true);
  }
  if (trial === undefined) return;
  const post = await offer(scene, trial, 9, 9_200_000);
  if (post === undefined) return;
  await take(as, trial.personId, ago(6), post, 'accept');
  await perform(offerMentoring, await as(employer, ago(6)), { about: 'Dữ liệu trình diễn: dùng phần mềm quản lý văn bản', places: 2, stop: false });
  await perform(assignMentor, await as(employer, ago(5)), { id: trial.caseId, mentorId: employer });
}

/** Offers the first vacant post of the city that fits somebody, or one that asks for learning where that was offered; undefined when there is none. */
async function offer({ as, ago, employer }: Scene, { caseId }: Person, days: number, pay: number, learns = false): Promise<string | undefined> {
  const { openings } = await perform(searchWork, await as(employer, ago(days)), { id: caseId });
  const [post] = openings.lines.filter(
    ({ outside, order, kind, reasons }) => !outside && (learns || order.gap === 0) && order.rungs === 0 && kind !== 'leader' && !reasons.some(({ aspect }) => aspect === 'taken'),
  );
  if (post === undefined) return undefined;
  const body = 'Dữ liệu trình diễn. Làm giờ hành chính, bắt đầu ngày đầu tháng sau; hỏi bộ phận tổ chức của đơn vị.';
  return (await perform(offerWork, await as(employer, ago(days)), { id: caseId, postId: post.id, pay, body })).id;
}

/** Whoever is in new work was asked after; whoever left was paid in time. */
async function followAndPay({ as, ago, employer }: Scene, redeployed: Person | undefined, left: Person | undefined): Promise<void> {
  if (left !== undefined) {
    const [own] = await perform(readOwnProgress, await as(left.personId, ago(40)), {});
    const open = own?.money.open ?? 0;
    if (open > 0) await perform(notePayment, await as(employer, ago(40)), { id: left.caseId, amount: open, day: ago(40), voucher: 'TD-PC-01' });
  }
  if (redeployed !== undefined) {
    const open = await perform(listOpenFollowUps, await as(employer, ago(1)), {});
    const own = open.find(({ caseId }) => caseId === redeployed.caseId);
    if (own !== undefined) await perform(noteFollowUp, await as(employer, ago(1)), { id: own.id, well: true, body: 'Dữ liệu trình diễn: quen việc, lương không giảm' });
  }
  await watchBehind(await as(undefined, ago(0)));
}
