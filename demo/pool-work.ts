import { addDays, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import {
  answerEvaluation,
  answerRequest,
  askMember,
  cancelRequest,
  checkHours,
  closeNeed,
  decideRequest,
  evaluateWork,
  finishWork,
  logHours,
  stateNeed,
  type FIELDS,
  type KINDS,
  type RequestState,
} from '#modules/learning/index.ts';

/** A member of the pool with the head of the unit. */
export type Helper = { personId: string; headId: string; memberId: string };

type Scene = { as: (personId: string, day: Day) => Promise<Ctx>; ago: (days: number) => Day; db: Db; today: Day };
type Asker = { personId: string; unitId: string };

/** A need with how far the request to one member (by place) has come; days before today on which it was asked. */
type Piece = { title: string; kind: (typeof KINDS)[number]; fields: (typeof FIELDS)[number][]; hours: number; helper: number; asked: number; state: RequestState };

const PIECES: Piece[] = [
  { title: 'Dạy ký số cho văn thư', kind: 'trainer', fields: ['signing'], hours: 12, helper: 0, asked: 100, state: 'closed' },
  { title: 'Dạy kỹ năng số cho cán bộ một cửa', kind: 'trainer', fields: ['skills'], hours: 16, helper: 1, asked: 70, state: 'done' },
  { title: 'Rà soát dữ liệu hộ tịch trước khi số hóa', kind: 'adviser', fields: ['data'], hours: 20, helper: 2, asked: 40, state: 'confirmed' },
  { title: 'Theo dõi gói mua sắm máy quét', kind: 'project-manager', fields: ['projects'], hours: 24, helper: 3, asked: 6, state: 'agreed' },
  { title: 'Sao lưu dữ liệu của phòng chuyên môn', kind: 'implementer', fields: ['infrastructure'], hours: 18, helper: 4, asked: 4, state: 'asked' },
  { title: 'Kiểm tra cấu hình an toàn', kind: 'adviser', fields: ['security'], hours: 8, helper: 5, asked: 30, state: 'refused' },
  { title: 'Hướng dẫn người khiếm thính nộp hồ sơ', kind: 'trainer', fields: ['services'], hours: 10, helper: 6, asked: 25, state: 'declined' },
  { title: 'Số hóa hồ sơ địa chính', kind: 'implementer', fields: ['records'], hours: 40, helper: 7, asked: 50, state: 'cancelled' },
  { title: 'Hướng dẫn ký số cho lãnh đạo', kind: 'trainer', fields: ['signing'], hours: 4, helper: 0, asked: 5, state: 'agreed' },
];

const said = (text: string): string => `Trình diễn: ${text}`;

/** Needs of units in all states, with the work on them. */
export async function makePoolWork(scene: Scene, helpers: readonly Helper[]): Promise<void> {
  const askers = await listAskers(scene);
  const [city] = askers;
  if (city === undefined) return;
  for (const [index, piece] of PIECES.entries()) {
    const helper = helpers[piece.helper];
    // The unit that asks is not the one that gives.
    const asker = askers[index % 3] ?? city;
    if (helper !== undefined) await work(scene, piece, helper.headId === asker.personId ? city : asker, helper);
  }
  await openNeeds(scene, city);
}

/** Who asks for help in the demonstration: the training officer of the city, then heads of units. */
async function listAskers({ db, today }: Scene): Promise<Asker[]> {
  return all(
    db,
    sql<Asker>`
    select granted.person_id as "personId", granted.unit_id as "unitId"
    from kernel.role_grant as granted
    join kernel.person on person.id = granted.person_id
    where granted.role in ('training-officer', 'head-of-unit')
      and granted.valid_from <= ${today}
      and granted.valid_to > ${today}
    order by granted.role <> 'training-officer', person.staff_code
    limit 3`,
  );
}

/** A need for which a request has not been sent: one that somebody can meet, one that nobody can, one that was cancelled. */
async function openNeeds({ as, ago, today }: Scene, { personId, unitId }: Asker): Promise<void> {
  const time = { from: addDays(today, 10), last: addDays(today, 70) };
  await perform(stateNeed, await as(personId, ago(3)), {
    unitId,
    title: 'Tư vấn lập kế hoạch chuyển đổi số',
    about: said('ba buổi làm việc với lãnh đạo'),
    kind: 'adviser',
    fields: ['procedures'],
    hours: 12,
    ...time,
  });
  const hard = { kind: 'adviser' as const, fields: ['data' as const, 'infrastructure' as const], area: 'all' as const, level: 3, language: 'ja' as const };
  await perform(stateNeed, await as(personId, ago(20)), {
    unitId,
    title: 'Tư vấn kho dữ liệu dùng chung với đối tác Nhật Bản',
    about: said('cần mức nâng cao và tiếng Nhật'),
    hours: 60,
    ...hard,
    ...time,
  });
  const { id } = await perform(stateNeed, await as(personId, ago(15)), {
    unitId,
    title: 'Trực hỗ trợ kỹ thuật trong kỳ họp',
    about: said('một ngày'),
    kind: 'implementer',
    fields: ['infrastructure'],
    hours: 8,
    ...time,
  });
  await perform(closeNeed, await as(personId, ago(9)), { id, met: false, reason: said('kỳ họp chuyển sang trực tuyến') });
}

async function work(scene: Scene, piece: Piece, asker: Asker, helper: Helper): Promise<void> {
  const { as, ago } = scene;
  const { title, kind, fields, hours, asked, state } = piece;
  const unit = await as(asker.personId, ago(asked));
  const time = { from: ago(asked - 4), last: state === 'closed' || state === 'done' ? ago(asked - 45) : addDays(scene.today, 60) };
  const { id: needId } = await perform(stateNeed, unit, { unitId: asker.unitId, title, about: said('nội dung và lịch do hai bên thống nhất'), kind, fields, hours, ...time });
  const { id } = await perform(
    askMember,
    { ...unit, requestId: `${unit.requestId}-ask` },
    { id: needId, memberId: helper.memberId, message: said('mong anh chị giúp đơn vị chúng tôi') },
  );
  if (state === 'asked') return;
  const head = await as(helper.headId, ago(asked - 1));
  if (state === 'refused') return void (await perform(decideRequest, head, { id, agree: false, reason: said('tháng này đơn vị không bố trí được') }));
  if (state === 'cancelled') return void (await perform(cancelRequest, await as(asker.personId, ago(asked - 2)), { id, reason: said('đơn vị đã tự làm được') }));
  await perform(decideRequest, head, { id, agree: true });
  if (state === 'agreed') return;
  const person = await as(helper.personId, ago(asked - 2));
  if (state === 'declined') return void (await perform(answerRequest, person, { id, confirm: false, reason: said('trùng lịch học') }));
  await perform(answerRequest, person, { id, confirm: true });
  await spend(scene, piece, asker, helper, id);
  if (state === 'confirmed') return;
  await perform(finishWork, await as(asker.personId, ago(asked - 48)), { id });
  if (state === 'done') return;
  const marks = { knowledge: 5, delivery: 4, reliability: 5 };
  await perform(evaluateWork, await as(asker.personId, ago(asked - 50)), { id, ...marks, words: said('chuẩn bị kỹ, văn thư tự ký được sau hai buổi; tài liệu nên ngắn hơn.') });
  await perform(answerEvaluation, await as(helper.personId, ago(asked - 52)), { id, answer: said('cảm ơn đơn vị, tôi đã rút gọn tài liệu còn hai trang.') });
  await perform(closeNeed, await as(asker.personId, ago(asked - 53)), { id: needId, met: true });
}

/** Hours over three days: all confirmed, but for work that goes on one waits and one was returned. */
async function spend({ as, ago }: Scene, { asked, state }: Piece, asker: Asker, helper: Helper, id: string): Promise<void> {
  for (const [index, day] of [6, 13, 20].entries()) {
    const note = said(['khảo sát và thống nhất cách làm', 'làm việc tại đơn vị', 'kiểm tra lại và bàn giao'][index] ?? 'làm việc');
    const entry = await perform(logHours, await as(helper.personId, ago(asked - day)), { id, day: ago(asked - day), hours: 3.5, note });
    const open = state === 'confirmed' && index > 0;
    if (open && index === 2) continue;
    const check = open ? { confirm: false, reason: said('ngày này làm hai giờ, mong anh chị ghi lại') } : { confirm: true };
    await perform(checkHours, await as(asker.personId, ago(asked - day - 1)), { id: entry.id, ...check });
  }
}
