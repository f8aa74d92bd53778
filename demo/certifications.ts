import { addDays, type Day } from '#base/day/index.ts';
import { all, inTransaction, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { findActor } from '#kernel/org/index.ts';
import { cityUnitId } from '#modules/directory/index.ts';
import {
  bookPeople,
  changePlace,
  contestItem,
  createSession,
  decideContest,
  issueCertificates,
  joinSession,
  listCertificates,
  moveSessionOperation,
  noteIncident,
  pauseSession,
  readSession,
  revokeCertificate,
  sitLive,
} from '#modules/skills/index.ts';
import type { CtxOn } from './make.ts';
import type { DemoCity, DemoRole } from './model.ts';
import { random } from './random.ts';
import { workday } from './workday.ts';

/** Said of everything that is made up. */
const NOTE = 'dữ liệu trình diễn, người không có thật';

/** How able the people of the session are, in the order of their staff codes; with less than about −0.4 no level is certified. */
const ABILITIES = [1.1, 0.4, -0.2, 1.9, 0.6, -2.2, 0.9, 1.4, 0.1];

/** Days before today: the session, the certificates, the revocation, a contest that was answered, one that waits. */
const AGO = { session: 70, issued: 64, revoked: 21, answered: 40, waits: 3 };

type Acting = (personId: string, day: Day) => Promise<Ctx>;

/**
 * A session with an incident, certificates issued after it (one of them revoked), a contest that was answered and one that waits, and a session to come. Everything goes
 * through the operations that real people use, as on the day; all is marked as made up.
 */
export async function makeCertifications(ctxOn: CtxOn, city: DemoCity): Promise<void> {
  const held = workday(addDays(city.today, -AGO.session));
  const people = await listPeople(ctxOn(held), city);
  await inTransaction(ctxOn(held).db, async (db) => {
    const as: Acting = async (personId, day) => ({ ...ctxOn(day), db, actor: (await findActor(db, personId, day)) ?? ctxOn(day).actor, requestId: newId(), purpose: NOTE });
    const personOf = (role: DemoRole): string => people.named.get(role) ?? '';
    const officer = personOf('training-officer');
    const sitters = [...(['official', 'clerk', 'trainer'] as const)].map(personOf).concat(people.others.slice(0, 6));
    const sittings = await holdSession(as, { officer, day: held, sitters, codes: people.codes, seed: city.seed });
    await issueAll(as, officer, city.today);
    await contest(as, { sittings, officer, today: city.today, reviewer: personOf('trainer') });
    const next = await open(as, { officer, day: workday(addDays(city.today, 8)), on: city.today, room: 'Phòng máy tầng 3, trụ sở Sở Nội vụ', places: 24 });
    const booked = [personOf('head-of-unit'), personOf('programme-officer'), ...people.others.slice(6, 14)];
    await perform(bookPeople, await as(officer, city.today), { id: next, codes: booked.map((id) => people.codes.get(id) ?? '').join('\n') });
  });
}

type Session = { officer: string; day: Day; sitters: string[]; codes: Map<string, string>; seed: number };

/** Everybody is identified, begins and answers; one machine fails after ten questions, and its clock is stopped meanwhile. */
async function holdSession(as: Acting, { officer, day, sitters, codes, seed }: Session): Promise<Map<string, string>> {
  const ctx = () => as(officer, day);
  const id = await open(as, { officer, day, on: addDays(day, -10), room: 'Phòng máy tầng 2, trụ sở Sở Nội vụ', places: 12 });
  await perform(bookPeople, await as(officer, addDays(day, -9)), { id, codes: sitters.map((one) => codes.get(one) ?? '').join('\n') });
  for (const personId of sitters) await perform(changePlace, await ctx(), { id, personId, to: 'identified' });
  await perform(moveSessionOperation, await ctx(), { id, to: 'open' });
  const { code } = await perform(readSession, await ctx(), { id });
  const sittings = new Map<string, string>();
  const draw = random(seed + 9);
  for (const [place, personId] of sitters.entries()) {
    const own = await as(personId, day);
    const { sitting } = await perform(joinSession, own, { code });
    sittings.set(personId, sitting);
    const how = { theta: ABILITIES[place] ?? 0, chance: () => draw.next() };
    if (place === 1) await interrupt(ctx, { id, personId, until: await sitLive(own, sitting, { ...how, most: 10 }) });
    await sitLive(place === 1 ? { ...own, now: own.now.add({ minutes: 19 }) } : own, sitting, how);
  }
  const end = { ...(await ctx()), now: (await ctx()).now.add({ minutes: 75 }) };
  await perform(noteIncident, end, { id, note: `Kết thúc đúng giờ, không có vi phạm (${NOTE}).` });
  await perform(moveSessionOperation, { ...end, requestId: newId() }, { id, to: 'closed' });
  return sittings;
}

async function interrupt(ctx: () => Promise<Ctx>, { id, personId, until }: { id: string; personId: string; until: Temporal.Instant }): Promise<void> {
  await perform(pauseSession, { ...(await ctx()), now: until }, { id, personId, to: 'paused', note: `Máy số 4 mất điện, đổi sang máy số 11 (${NOTE}).` });
  await perform(pauseSession, { ...(await ctx()), now: until.add({ minutes: 8 }) }, { id, personId, to: 'open', note: `Đã đổi máy, làm tiếp (${NOTE}).` });
}

type NewSession = { officer: string; day: Day; on: Day; room: string; places: number };

async function open(as: Acting, { officer, day, on, room, places }: NewSession): Promise<string> {
  const unitId = cityUnitId('hn.so-noi-vu');
  return (await perform(createSession, await as(officer, on), { unitId, day, startsAt: '08:30', room: `${room} (${NOTE})`, places })).id;
}

async function issueAll(as: Acting, officer: string, today: Day): Promise<void> {
  const day = workday(addDays(today, -AGO.issued));
  const { awaiting } = await perform(listCertificates, await as(officer, day), {});
  await perform(issueCertificates, await as(officer, day), { sittingIds: awaiting.map(({ sittingId }) => sittingId) });
  const { issued } = await perform(listCertificates, await as(officer, day), {});
  const last = issued.toSorted((one, other) => one.level - other.level)[0];
  if (last === undefined) throw new Error('the session of the demonstration certified nobody');
  const reason = `Người được cấp nhờ người khác làm bài, biên bản ngày sau đợt thi (${NOTE}).`;
  await perform(revokeCertificate, await as(officer, workday(addDays(today, -AGO.revoked))), { id: last.id, reason });
}

async function contest(as: Acting, { sittings, officer, reviewer, today }: { sittings: Map<string, string>; officer: string; reviewer: string; today: Day }): Promise<void> {
  const [first, , , fourth] = [...sittings];
  if (first === undefined || fourth === undefined) throw new Error('nobody sat');
  const reason = (what: string): string => `${what} (${NOTE})`;
  const asked = await perform(contestItem, await as(first[0], workday(addDays(today, -AGO.answered - 2))), {
    sitting: first[1],
    number: 4,
    reason: reason('Cơ quan tôi dùng phần mềm khác nên tên nút trong câu hỏi không giống.'),
  });
  const answer = 'Câu hỏi mô tả rõ chức năng, không phụ thuộc tên nút của một phần mềm; đáp án giữ nguyên.';
  const decider = reviewer === first[0] ? officer : reviewer;
  await perform(decideContest, await as(decider, workday(addDays(today, -AGO.answered))), { id: asked.id, accept: 'no', answer: reason(answer) });
  await perform(contestItem, await as(fourth[0], workday(addDays(today, -AGO.waits))), {
    sitting: fourth[1],
    number: 7,
    reason: reason('Theo tôi hai phương án đều đúng, nhất là khi xã không có bộ phận riêng.'),
  });
}

/** The ten named people by role, and others of the same agency as the officer's, who held their post on the day and hold it today. */
async function listPeople({ db, today: day }: Ctx, { accounts, today }: DemoCity): Promise<{ named: Map<string, string>; others: string[]; codes: Map<string, string> }> {
  const rows = await all(
    db,
    sql<{ personId: string; code: string; inside: boolean }>`
    select person.id as "personId", person.staff_code as code,
      exists (
        select 1
        from kernel.unit_ancestor as above
        where above.unit_id = posting.unit_id
          and above.ancestor_id = ${cityUnitId('hn.so-noi-vu')}
          and above.valid_from <= ${today}
          and above.valid_to > ${today}
      ) as inside
    from kernel.posting
    join kernel.person on person.id = posting.person_id
    where posting.main
      and posting.valid_from <= ${day}::date - 20
      and posting.valid_to > ${today}
    order by person.staff_code`,
  );
  const codes = new Map(rows.map(({ personId, code }) => [personId, code]));
  const byCode = new Map(rows.map(({ personId, code }) => [code, personId]));
  const named = new Map(accounts.map(({ role, staffCode }) => [role, byCode.get(staffCode) ?? '']));
  const taken = new Set(named.values());
  return { named, codes, others: rows.filter(({ inside, personId }) => inside && !taken.has(personId)).map(({ personId }) => personId) };
}
