import { addDays, type Day } from '#base/day/index.ts';
import { all, inTransaction, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { cityUnitId } from '#modules/directory/index.ts';
import {
  addClassMaterial,
  addClassSession,
  createClass,
  evaluateClass,
  inviteToClass,
  leaveClass,
  noteAttendance,
  noteClassCost,
  readClass,
  settleSession,
  takePlace,
} from '#modules/learning/index.ts';
import type { CtxOn } from './make.ts';
import type { DemoCity, DemoRole } from './model.ts';
import { workday } from './workday.ts';

const UNIT = cityUnitId('hn.so-noi-vu');
const NOTE = 'dữ liệu trình diễn';

type Person = { id: string; code: string };
type Stage = { as: (person: Person, day: Day) => Promise<Ctx>; officer: Person; trainer: Person; official: Person; learners: Person[]; today: Day };
type Plan = { title: string; course?: string; about: string; mode: 'room' | 'online' | 'blended'; capacity: number; day: Day; starts: string; ends: string; opened: Day };

/** Classes of the demonstration: two that are over, with evaluations and costs; one that runs today; one planned, with a waiting list and a place that is offered. All through the operations that real people use. */
export async function makeClasses(ctxOn: CtxOn, city: DemoCity): Promise<void> {
  const { today } = city;
  await inTransaction(ctxOn(today).db, async (db) => {
    const known = await listPeople({ ...ctxOn(today), db }, city);
    const as = async ({ id }: Person, day: Day): Promise<Ctx> => ({ ...ctxOn(day), db, actor: (await findActor(db, id, day)) ?? ctxOn(day).actor, requestId: newId() });
    const stage = { ...known, as, today };
    await holdInRoom(stage);
    await holdOnline(stage);
    await holdToday(stage);
    await planNext(stage);
  });
}

const PLACES = { room: { room: `Hội trường tầng 2, trụ sở Sở Nội vụ (${NOTE})` }, online: { link: 'https://hop.example.vn/lop-hoc' } };

async function open({ as, officer, trainer }: Stage, { opened, mode, title, ...plan }: Plan): Promise<string> {
  const where = { room: PLACES.room, online: PLACES.online, blended: { ...PLACES.room, ...PLACES.online } }[mode];
  const { id } = await perform(createClass, await as(officer, opened), { ...plan, ...where, mode, title: `${title} (${NOTE})`, unitId: UNIT, trainers: [trainer.code] });
  await perform(addClassMaterial, await as(trainer, opened), { id, title: 'Hướng dẫn từng bước', link: 'https://hoc.example.vn/lop-hoc' });
  return id;
}

async function invite({ as, officer }: Stage, id: string, day: Day, people: readonly Person[]): Promise<void> {
  await perform(inviteToClass, await as(officer, day), { id, people: people.map(({ code }) => code) });
}

/** Who was there is noted and settled by the trainer on the day. */
async function settle({ as, trainer }: Stage, id: string, day: Day, present: readonly Person[]): Promise<void> {
  const { sessions } = await perform(readClass, await as(trainer, day), { id });
  const session = sessions.find((one) => one.day === day)?.id ?? '';
  await perform(noteAttendance, await as(trainer, day), { id: session, present: present.map((one) => one.id) });
  await perform(settleSession, await as(trainer, day), { id: session });
}

async function evaluate({ as }: Stage, id: string, day: Day, stage: 'end' | 'later', people: readonly Person[]): Promise<void> {
  for (const [index, person] of people.entries()) {
    const mark = 3 + (index % 3);
    await perform(evaluateClass, await as(person, day), stage === 'end' ? { id, stage, content: mark, trainer: Math.min(5, mark + 1) } : { id, stage, used: 2 + (index % 4) });
  }
}

async function spend({ as, officer }: Stage, id: string, day: Day, stage: 'planned' | 'actual', [venue, teaching, meal]: readonly [number, number, number]): Promise<void> {
  const lines = [
    { kind: 'venue' as const, amount: venue, note: `Hội trường, máy chiếu (${NOTE})` },
    { kind: 'teaching' as const, amount: teaching, note: `Thù lao giảng viên (${NOTE})` },
    { kind: 'meal' as const, amount: meal, note: `Nước uống giữa giờ (${NOTE})` },
  ];
  for (const line of lines) await perform(noteClassCost, await as(officer, day), { id, stage, ...line });
}

async function holdInRoom(stage: Stage): Promise<void> {
  const { learners, today } = stage;
  const day = workday(addDays(today, -100));
  const opened = addDays(day, -14);
  const plan = { title: 'Hồ sơ công việc trên mạng', course: 'digital-government', about: 'Dành cho công chức xử lý hồ sơ. Mang theo máy tính xách tay.' };
  const id = await open(stage, { ...plan, mode: 'room', capacity: 24, day, starts: '08:00', ends: '11:30', opened });
  await invite(stage, id, opened, learners.slice(0, 20));
  await spend(stage, id, opened, 'planned', [2_000_000, 3_000_000, 600_000]);
  await settle(stage, id, day, learners.slice(0, 18));
  await spend(stage, id, day, 'actual', [2_000_000, 3_000_000, 540_000]);
  await evaluate(stage, id, addDays(day, 2), 'end', learners.slice(0, 14));
  await evaluate(stage, id, addDays(day, 93), 'later', learners.slice(0, 11));
}

async function holdOnline(stage: Stage): Promise<void> {
  const { as, officer, learners, today } = stage;
  const day = workday(addDays(today, -20));
  const opened = addDays(day, -10);
  const plan = { title: 'An toàn thông tin khi làm việc từ xa', course: 'digital-applications', about: 'Hai buổi trực tuyến, cần tai nghe.' };
  const id = await open(stage, { ...plan, mode: 'online', capacity: 40, day, starts: '14:00', ends: '15:30', opened });
  const second = workday(addDays(day, 2)) > day ? workday(addDays(day, 2)) : addDays(day, 3);
  await perform(addClassSession, await as(officer, opened), { id, day: second, starts: '14:00', ends: '15:30' });
  await invite(stage, id, opened, learners.slice(6, 24));
  await settle(stage, id, day, learners.slice(6, 22));
  await settle(stage, id, second, learners.slice(6, 21));
  await spend(stage, id, second, 'actual', [500_000, 2_400_000, 100_000]);
  await evaluate(stage, id, second, 'end', learners.slice(6, 18));
}

async function holdToday(stage: Stage): Promise<void> {
  const { as, officer, official, learners, today } = stage;
  const first = workday(addDays(today, -7));
  const opened = addDays(first, -7);
  const plan = { title: 'Tiếp người dân bằng giấy tờ điện tử', course: 'digital-society', about: 'Học tại hội trường hoặc qua mạng, như nhau.' };
  const id = await open(stage, { ...plan, mode: 'blended', capacity: 30, day: first, starts: '14:00', ends: '16:00', opened });
  await perform(addClassSession, await as(officer, opened), { id, day: today, starts: '14:00', ends: '16:00' });
  await invite(stage, id, opened, [official, ...learners.slice(0, 15)]);
  await spend(stage, id, opened, 'planned', [1_500_000, 2_400_000, 400_000]);
  await settle(stage, id, first, [official, ...learners.slice(0, 13)]);
}

/** Eight places, eleven people: one gave the place back today, so that the first who waits is asked. */
async function planNext(stage: Stage): Promise<void> {
  const { as, official, learners, today } = stage;
  const day = workday(addDays(today, 8));
  const plan = { title: 'Ký số và văn thư điện tử', course: 'digital-government', about: 'Thực hành trên máy, mỗi người một máy.' };
  const id = await open(stage, { ...plan, mode: 'room', capacity: 8, day, starts: '08:00', ends: '11:30', opened: addDays(today, -5) });
  await invite(stage, id, addDays(today, -5), learners.slice(0, 8));
  await invite(stage, id, addDays(today, -4), [official]);
  for (const person of learners.slice(8, 10)) await perform(takePlace, await as(person, addDays(today, -2)), { id });
  await spend(stage, id, addDays(today, -3), 'planned', [1_000_000, 1_800_000, 240_000]);
  const [first] = learners;
  if (first !== undefined) await perform(leaveClass, await as(first, today), { id });
}

/** Named people, and others who have been in a post of the agency through all of it. */
async function listPeople({ db, today }: Ctx, { accounts }: DemoCity): Promise<Pick<Stage, 'officer' | 'trainer' | 'official' | 'learners'>> {
  const rows = await all(
    db,
    sql<Person & { since: Day; inside: boolean }>`
    select person.id, person.staff_code as code, posting.valid_from as since,
      exists (
        select 1
        from kernel.unit_ancestor as above
        where above.unit_id = posting.unit_id
          and above.ancestor_id = ${UNIT}
          and above.valid_from <= ${today}
          and above.valid_to > ${today}
      ) as inside
    from kernel.posting
    join kernel.person on person.id = posting.person_id
    where posting.main
      and posting.valid_from <= ${today}
      and posting.valid_to > ${today}
    order by person.staff_code`,
  );
  const named = (role: DemoRole): Person => {
    const code = accounts.find((account) => account.role === role)?.staffCode;
    const person = rows.find((row) => row.code === code);
    if (person === undefined) throw new Error(`nobody of the demo is ${role}`);
    return person;
  };
  const taken = new Set(accounts.map(({ staffCode }) => staffCode));
  const learners = rows.filter(({ inside, since, code }) => inside && since <= addDays(today, -120) && !taken.has(code)).slice(0, 24);
  return { officer: named('training-officer'), trainer: named('trainer'), official: named('official'), learners };
}
