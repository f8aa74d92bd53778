import { addMonths, type Day } from '#base/day/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { answerAid, askAid, closeMatter, decidePay, openMatter, proposePay, simulate, simulatePay, writeUnionLetter } from '#modules/transition/index.ts';
import { sign, type As } from './transition-acts.ts';

type Desk = { ago: (days: number) => Day; union: string; employer: string; unitId: string; cityId: string; workers: string[] };

/** Said of everything that is made up. */
const NOTE = 'Dữ liệu trình diễn';

/** Requests for aid, collective matters, a letter, and two policies on pay: one decided, one simulated and open. */
export async function fillDesk(as: As, desk: Desk): Promise<void> {
  await askForAid(as, desk);
  await takeUpMatters(as, desk);
  await writeLetter(as, desk);
  await proposePolicies(as, desk);
}

async function askForAid(as: As, { ago, union, workers }: Desk): Promise<void> {
  const asked = [
    { kind: 'legal', body: 'Nhờ công đoàn xem giúp bảng tính trong hồ sơ của tôi.', answer: 'Đã hẹn gặp và cùng xem từng khoản.' },
    { kind: 'hardship', body: 'Nhà có người ốm dài ngày, xin hỗ trợ trong lúc đào tạo lại.', answer: undefined },
    { kind: 'legal', body: 'Tôi muốn hiểu quyền được quay lại nếu việc mới không phù hợp.', answer: undefined },
  ] as const;
  for (const [index, { kind, body, answer }] of asked.entries()) {
    const worker = workers[index + 1];
    if (worker === undefined) continue;
    const { id } = await perform(askAid, await as(worker, ago(40 - index * 9)), { kind, body });
    if (answer !== undefined) await perform(answerAid, await as(union, ago(35)), { id, answer });
  }
}

async function takeUpMatters(as: As, { ago, union, unitId }: Desk): Promise<void> {
  const matter = async (days: number, title: string, body: string) => (await perform(openMatter, await as(union, ago(days)), { unitId, title, body })).id;
  const closed = await matter(95, 'Giờ học đào tạo lại', 'Nhiều người phải học buổi tối, ảnh hưởng chăm sóc con nhỏ.');
  await perform(closeMatter, await as(union, ago(70)), { id: closed, outcome: 'Lớp học chuyển vào giờ làm việc từ tháng sau.' });
  await matter(12, 'Máy tính cho lớp học', 'Thiếu máy cho năm người, phải dùng chung.');
}

async function writeLetter(as: As, { ago, union, unitId }: Desk): Promise<void> {
  const { id } = await perform(writeUnionLetter, await as(union, ago(11)), {
    unitId,
    to: 'Ủy ban nhân dân phường',
    place: 'Hà Nội',
    abstract: 'bổ sung máy tính cho lớp đào tạo lại',
    body: `Ban Chấp hành Công đoàn đề nghị bổ sung năm máy tính cho lớp đào tạo lại để mỗi người có một máy.\nĐây là ${NOTE.toLowerCase()}.`,
    recipients: 'Như trên;\nLưu: Công đoàn.',
  });
  await sign(as, id, ago(11));
}

async function proposePolicies(as: As, { ago, union, employer, unitId, cityId }: Desk): Promise<void> {
  const support = await perform(proposePay, await as(union, ago(60)), {
    unitId: cityId,
    side: 'union',
    title: `Hỗ trợ người làm công việc số hóa (${NOTE})`,
    reason: 'Giữ người có kỹ năng số ở lại làm việc.',
    validFrom: addMonths(ago(0), 2),
    measures: [{ kind: 'percent', value: '5', below: '3' }],
  });
  const floor = await perform(proposePay, await as(employer, ago(50)), {
    unitId,
    side: 'employer',
    title: `Mức sàn khi đào tạo lại (${NOTE})`,
    reason: 'Không để ai giảm thu nhập trong lúc học.',
    validFrom: addMonths(ago(0), 1),
    measures: [{ kind: 'floor', value: '6000000' }],
  });
  for (const { id } of [support, floor]) {
    const ctx = await as(undefined, ago(40));
    await simulate(ctx, (await perform(simulatePay, ctx, { id })).id);
  }
  await perform(decidePay, await as(employer, ago(30)), { id: floor.id, outcome: 'adopted', reason: `Chi phí trong dự toán, không ai bị giảm thu nhập (${NOTE}).` });
}
