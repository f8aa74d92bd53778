import { addDays, formatDay, type Day } from '#base/day/index.ts';
import { all, inTransaction, one, sql } from '#base/db/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { cityUnitId } from '#modules/directory/index.ts';
import { learnAsPeopleDo } from './lessons.ts';
import { assignCourse, awardCertifications, checkOutside, createCurriculum, handInOutside, writePost } from '#modules/learning/index.ts';

/** What those asked read: nothing here is a decision of the city. */
const REASON = 'Kế hoạch minh họa của bản trình diễn, không phải quyết định của thành phố';

const CURRICULA = [
  {
    titleVi: 'Nền tảng số cho lãnh đạo xã, phường',
    titleEn: 'Digital foundations for heads of wards and communes',
    about: 'Chương trình minh họa: hiểu chuyển đổi số và chính quyền số, chọn thêm một khóa theo việc của mình.',
    optionalNeeded: 1,
    validMonths: 24,
    windowDays: 90,
    parts: [
      { course: 'digital-transformation', need: 'mandatory' as const },
      { course: 'digital-government', need: 'mandatory' as const, after: 'digital-transformation' },
      { course: 'digital-society', need: 'optional' as const },
      { course: 'digital-economy', need: 'optional' as const },
      { course: 'digital-applications', need: 'optional' as const, testArea: '3' as const, testLevel: 2 },
    ],
    renewals: [
      { kind: 'checks' as const },
      { kind: 'measure' as const, testArea: 'all' as const, testLevel: 2 },
      { kind: 'hours' as const, minutes: 1200 },
      { kind: 'outside' as const },
    ],
  },
  {
    titleVi: 'Hỗ trợ người dân trên môi trường số',
    titleEn: 'Helping residents go online',
    about: 'Chương trình minh họa, cập nhật sáu tháng một lần.',
    optionalNeeded: 0,
    validMonths: 6,
    windowDays: 90,
    parts: [{ course: 'digital-society', need: 'mandatory' as const }],
    renewals: [{ kind: 'checks' as const }, { kind: 'course' as const, course: 'digital-economy' }],
  },
];

/** Makes two curricula, assigns one, lets the demo official hold a certification that is to be renewed, hand in a certificate from elsewhere and ask something. Everything says that it is imaginary. */
export async function makeCurricula(ctxOn: (day: Day) => Ctx, today: Day): Promise<void> {
  const unitId = cityUnitId('hn');
  const ids: string[] = [];
  for (const curriculum of CURRICULA) ids.push((await perform(createCurriculum, ctxOn(addDays(today, -20)), { unitId, ...curriculum })).id);
  const audience = { include: [{ unitKinds: ['ward', 'commune'], postKinds: ['leader' as const] }], exclude: [] };
  await perform(assignCourse, ctxOn(addDays(today, -20)), { curriculum: ids[0] ?? '', unitId, audience, starts: addDays(today, -20), dueDays: 60, reason: REASON });
  const [official, head] = [await actorIn(ctxOn(today), 'official'), await actorIn(ctxOn(today), 'head-of-unit')];
  if (official === undefined || head === undefined) return;
  const plain = ctxOn(today);
  await learnAsPeopleDo(ctxOn, [{ personId: official.personId, course: 'digital-society', startedOn: addDays(today, -140), completedOn: addDays(today, -125), lessons: 5 }]);
  await inTransaction(plain.db, (db) => awardCertifications({ ...plain, db }));
  await handIn({ ...ctxOn(addDays(today, -3)), actor: official.actor }, SHORT);
  await acceptFromElsewhere(ctxOn, today);
  await talk({ ...ctxOn(addDays(today, -2)), actor: official.actor }, { ...ctxOn(addDays(today, -1)), actor: head.actor });
}

/** The demo person of a role, as an actor: the one whom the sign-in page offers, in the first ward. */
async function actorIn({ db, today }: Ctx, role: string): Promise<{ personId: string; actor: Ctx['actor'] } | undefined> {
  const row = await one(
    db,
    sql<{ personId: string }>`
    select granted.person_id as "personId"
    from kernel.role_grant as granted
    join kernel.person on person.id = granted.person_id
    where granted.role = ${role}
      and granted.unit_id in (
        select own.unit_id
        from kernel.role_grant as own
        where own.role = 'official')
    order by person.staff_code
    limit 1`,
  );
  if (row === undefined) return undefined;
  const actor = await findActor(db, row.personId, today);
  return actor === undefined ? undefined : { personId: row.personId, actor };
}

type Outside = { title: string; hours: number };
const SHORT: Outside = { title: 'An toàn thông tin cơ bản', hours: 8 };
const LONG: Outside = { title: 'Bồi dưỡng chuyển đổi số 40 giờ', hours: 40 };
/** How many people have a long course elsewhere behind them: enough that a figure of them is not one of single persons. */
const WITH_LONG = 12;

/** Certificates from elsewhere that were accepted, so that some have the hours of their year. */
async function acceptFromElsewhere(ctxOn: (day: Day) => Ctx, today: Day): Promise<void> {
  const ctx = ctxOn(addDays(today, -10));
  const people = await all(
    ctx.db,
    sql<{ id: string }>`
    select posting.person_id as id
    from kernel.posting
    join kernel.person on person.id = posting.person_id
    join kernel.unit_version as version
      on version.unit_id = posting.unit_id
      and version.kind = 'department'
      and version.valid_to = 'infinity'
    where posting.main
      and posting.valid_from <= ${addDays(today, -60)}
      and posting.valid_to = 'infinity'
    order by person.staff_code desc
    limit ${WITH_LONG}`,
  );
  for (const { id: personId } of people) {
    const actor = await findActor(ctx.db, personId, ctx.today);
    if (actor === undefined) continue;
    const { id } = await handIn({ ...ctx, actor }, LONG);
    await perform(checkOutside, ctxOn(addDays(today, -8)), { id, accept: true });
  }
}

async function handIn(ctx: Ctx, { title, hours }: Outside): Promise<{ id: string }> {
  const data = {
    lang: 'vi',
    title: 'Giấy chứng nhận minh họa',
    lead: 'Giấy này do bản trình diễn Khuê làm ra, không có giá trị.',
    name: 'Người trong bản trình diễn',
    rows: [
      ['Lớp', title],
      ['Ngày', formatDay(addDays(ctx.today, -30))],
      ['Thời lượng', `${hours} giờ`],
    ],
    notes: [REASON],
    footer: 'Bản trình diễn Khuê',
  };
  const { bytes } = await typeset(ctx.services.root, { template: 'learning-certificate', data, at: ctx.now });
  const file = { name: 'giay-chung-nhan-minh-hoa.pdf', content: Buffer.from(bytes).toString('base64') };
  return perform(handInOutside, ctx, { title: `${title} (minh họa)`, issuer: 'Cơ sở bồi dưỡng minh họa', day: addDays(ctx.today, -30), hours, file });
}

async function talk(asks: Ctx, answers: Ctx): Promise<void> {
  const lesson = await one(
    asks.db,
    sql<{ course: string; lesson: string }>`
    select lesson.course_id as course, lesson.lesson_id as lesson
    from learning.lesson_version as lesson
    where lesson.course_id = 'digital-government'
    order by lesson.version desc, lesson.place
    limit 1`,
  );
  if (lesson === undefined) return;
  const { id } = await perform(writePost, asks, { ...lesson, text: 'Người dân không có điện thoại thông minh thì làm bước này ở đâu ạ?' });
  await perform(writePost, answers, { ...lesson, answersId: id, text: 'Anh chị mời họ vào bàn hỗ trợ, làm cùng trên máy của bộ phận một cửa.' });
}
