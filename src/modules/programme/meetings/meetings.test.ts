import { beforeAll, describe, expect, test } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { currentCalendar } from '#kernel/calendar/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { readBriefing } from '../briefing/index.ts';
import { readCityOperation } from '../city/index.ts';
import { ctxOf, declareAll, makeCity, outcomeOf, type City } from '../testing.ts';
import { arrangeMeeting, changeMeeting, concludeMeeting, listMeetings, meetingsAwaiting, readConclusionEvidence, readMeeting, sendNotices, stepConclusion } from './index.ts';
import { sendDigests } from '../digest/index.ts';
import { remindConclusions } from './remind.ts';
import { noticeDayOf, reminderStage } from './rules.ts';

const { db, rolledBack } = await testDatabase();
let city: City;

beforeAll(async () => {
  declareAll();
  city = await makeCity(db);
});

const officer = (tx: Db, more: { today?: string } = {}) => ctxOf(tx, city.officer, 'programme-officer', city.city, more);
const head = (tx: Db, more: { today?: string } = {}) => ctxOf(tx, city.head, 'head-of-unit', city.first, more);
// Staff codes of the city of tests: CB-1 the officer, CB-2 the member, CB-3 the head of the first ward.
const meeting = (more = {}) => ({
  title: 'Phiên họp quý IV',
  day: TODAY,
  place: 'Phòng họp 1',
  agenda: ['Chỉ tiêu chậm', 'Kết luận kỳ trước'],
  members: ['cb-2', 'CB-3'],
  noticeDays: 3,
  ...more,
});
const arrange = async (tx: Db, more = {}) => (await perform(arrangeMeeting, officer(tx), meeting(more))).id;
const conclude = (tx: Db, id: string, more = {}) =>
  perform(concludeMeeting, officer(tx), { meeting: id, task: 'Rà soát hồ sơ điện tử', personCode: 'CB-3', due: addDays(TODAY, 7), ...more });
const told = (tx: Db, person: string) =>
  all(tx, sql<{ key: string; href: string }>`select message.key, message.href from kernel.message where message.person_id = ${person} order by message.id`);

describe('a meeting', () => {
  rolledBack('is kept with its members, and every change with its reason', async (tx) => {
    const id = await arrange(tx);
    await perform(changeMeeting, officer(tx), { id, number: 1, ...meeting({ place: 'Phòng họp 2' }), cancelled: false, reason: 'Đổi phòng' });
    const read = await perform(readMeeting, officer(tx), { id });
    expect(read).toMatchObject({ number: 2, place: 'Phòng họp 2', reason: 'Đổi phòng', memberCodes: ['CB-2', 'CB-3'], mayRun: true });
    expect(read.members.map(({ name }) => name)).toEqual(['Đặng Quốc Huy', 'Nguyễn Thị Minh Hạnh']);
    expect(await outcomeOf(perform(changeMeeting, officer(tx), { id, number: 1, ...meeting(), cancelled: true, reason: 'Trễ' }))).toBe('meetings.changed-meanwhile');
  });

  test.each([
    ['a day that has passed', { day: addDays(TODAY, -1) }, 'meetings.day-past'],
    ['a staff code that nobody has', { members: ['CB-999'] }, 'meetings.no-person'],
    ['no agenda', { agenda: [] }, 'operation.input.minItems'],
  ])('refuses %s, and nothing is kept', async (_what, more, code) => {
    const outcome = await outcomeOf(perform(arrangeMeeting, officer(db), meeting(more)));
    if (code.startsWith('meetings')) expect(outcome).toBe(code);
    else expect(outcome).not.toBe('done');
    expect((await perform(listMeetings, officer(db), {})).meetings).toEqual([]);
  });

  rolledBack('is read by its members and by the committee, and by nobody else', async (tx) => {
    const id = await arrange(tx, { members: ['CB-3'] });
    expect(await outcomeOf(perform(readMeeting, head(tx), { id }))).toBe('done');
    expect(await outcomeOf(perform(readMeeting, ctxOf(tx, city.member, 'steering-member', city.city), { id }))).toBe('done');
    expect(await outcomeOf(perform(readMeeting, ctxOf(tx, city.member, 'official', city.city), { id }))).toBe('meetings.no-meeting');
    expect(await outcomeOf(perform(arrangeMeeting, head(tx), meeting()))).toBe('operation.not-allowed');
  });
});

describe('the briefing before a meeting', () => {
  rolledBack('goes to the members once, not before its day, and again when the meeting is moved', async (tx) => {
    const day = '2026-12-04';
    const id = await arrange(tx, { day });
    const at = (today: string) => testCtx(tx, { today });
    expect(await sendNotices(at('2026-11-30'))).toBe(0);
    expect(await sendNotices(at('2026-12-01'))).toBe(1);
    expect(await sendNotices(at('2026-12-01'))).toBe(0);
    const [message] = await told(tx, city.head);
    expect(message?.key).toBe('meetings.told-briefing');
    // A member who reads no other briefing reads this one.
    expect(await outcomeOf(perform(readBriefing, head(tx), { id: message?.href.split('/').at(-1) ?? '' }))).toBe('done');
    await perform(changeMeeting, officer(tx), { id, number: 1, ...meeting({ day: '2026-12-07' }), cancelled: false, reason: 'Dời' });
    expect(await sendNotices(at('2026-12-02'))).toBe(1);
    await perform(changeMeeting, officer(tx), { id, number: 2, ...meeting({ day: '2026-12-08' }), cancelled: true, reason: 'Hủy' });
    expect(await sendNotices(at('2026-12-03'))).toBe(0);
  });

  rolledBack('is carried by the mail as PDF, and the mail is kept', async (tx) => {
    await arrange(tx, { day: '2026-12-04' });
    const addressOf = async () => new Map([[city.head, { email: 'hanh@hanoi.example', locale: 'vi' as const }]]);
    await sendNotices(testCtx(tx, { today: '2026-12-01', services: { addressOf } }));
    const mails = await all(
      tx,
      sql<{ address: string; name: string; media_type: string; purpose: string }>`
      select outbox.address, document.name, document.media_type, document.purpose
      from kernel.outbox
      join kernel.document on document.id = any(outbox.attachments)`,
    );
    expect(mails).toEqual([{ address: 'hanh@hanoi.example', name: expect.stringMatching(/2026-12-01\.pdf$/), media_type: 'application/pdf', purpose: 'programme.briefing' }]);
  });

  test.each([
    ['2026-12-04', 0, '2026-12-04'],
    ['2026-12-04', 3, '2026-12-01'],
    ['2026-12-07', 1, '2026-12-04'],
    ['2026-12-06', 1, '2026-12-04'],
  ])('of a meeting on %s leaves %i working days before, on %s', async (day, n, notice) => {
    expect(noticeDayOf(day, n, await currentCalendar(db, process.cwd()))).toBe(notice);
  });
});

describe('a conclusion', () => {
  rolledBack('becomes a task on Today of its owner, is told, goes overdue, and is followed until it is done', async (tx) => {
    const id = await arrange(tx);
    const made = await conclude(tx, id);
    expect((await told(tx, city.head)).map(({ key }) => key)).toEqual(['meetings.told-conclusion']);
    const tasks = await listAwaiting(head(tx), [{ awaits: meetingsAwaiting }]);
    expect(tasks).toContainEqual({
      key: 'meetings.awaiting-conclusion',
      values: { task: 'Rà soát hồ sơ điện tử', meeting: 'Phiên họp quý IV' },
      href: `/meetings/${id}`,
      due: addDays(TODAY, 7),
    });
    const later = addDays(TODAY, 8);
    const overdue = (await perform(readMeeting, officer(tx, { today: later }), { id })).conclusions;
    expect(overdue).toMatchObject([{ number: 1, state: 'overdue', person: { id: city.head }, unit: { unitId: city.first } }]);
    const shown = await perform(readCityOperation, officer(tx, { today: later }), {});
    expect(shown.decisions[0]).toMatchObject({ key: 'city.decide-conclusion', late: true });
    const file = { name: 'a.csv', content: Buffer.from('a,b\n1,2\n').toString('base64') };
    await perform(stepConclusion, head(tx, { today: later }), { id: made.id, state: 'done', note: 'Đã rà soát xong', seen: 0, file });
    const [done] = (await perform(readMeeting, officer(tx, { today: later }), { id })).conclusions;
    expect(done).toMatchObject({ state: 'done', steps: [{ note: 'Đã rà soát xong', document: { name: 'a.csv' } }] });
    expect((await listAwaiting(head(tx), [{ awaits: meetingsAwaiting }])).filter(({ key }) => key === 'meetings.awaiting-conclusion')).toEqual([]);
    const document = done?.steps[0]?.document?.id ?? '';
    expect(await outcomeOf(perform(readConclusionEvidence, head(tx), { id: document }))).toBe('done');
    expect(await outcomeOf(perform(readConclusionEvidence, testCtx(tx, { actor: actorWith(city.officer, { role: 'official', unitId: city.city }) }), { id: document }))).toBe(
      'meetings.no-meeting',
    );
  });

  rolledBack('is opened again only by who runs meetings, and its owner is told', async (tx) => {
    const made = await conclude(tx, await arrange(tx));
    await perform(stepConclusion, head(tx), { id: made.id, state: 'done', note: 'Xong việc' });
    expect(await outcomeOf(perform(stepConclusion, head(tx), { id: made.id, state: 'open', note: 'Chưa xong' }))).toBe('meetings.done-already');
    await perform(stepConclusion, officer(tx), { id: made.id, state: 'open', note: 'Thiếu minh chứng' });
    expect((await told(tx, city.head)).map(({ key }) => key)).toContain('meetings.told-reopened');
  });

  rolledBack('is spoken to by nobody else, and not by two at once', async (tx) => {
    const made = await conclude(tx, await arrange(tx));
    const other = testCtx(tx, { actor: actorWith(city.member, { role: 'steering-member', unitId: city.city }) });
    expect(await outcomeOf(perform(stepConclusion, other, { id: made.id, state: 'done', note: 'Xong việc' }))).toBe('meetings.not-yours');
    await perform(stepConclusion, head(tx), { id: made.id, state: 'open', note: 'Đang làm', seen: 0 });
    expect(await outcomeOf(perform(stepConclusion, officer(tx), { id: made.id, state: 'done', note: 'Xong việc', seen: 0 }))).toBe('meetings.stepped-meanwhile');
    const program = { name: 'a.csv', content: Buffer.from('MZ\u0090\u0000program').toString('base64') };
    expect(await outcomeOf(perform(stepConclusion, head(tx), { id: made.id, state: 'open', note: 'Đang làm', file: program }))).toMatch(/^document\./);
  });

  rolledBack('needs a meeting that was held, a person, a unit and a day to come', async (tx) => {
    const id = await arrange(tx);
    expect(await outcomeOf(conclude(tx, await arrange(tx, { day: addDays(TODAY, 3) })))).toBe('meetings.not-held');
    expect(await outcomeOf(conclude(tx, id, { personCode: 'CB-999' }))).toBe('plans.no-person');
    expect(await outcomeOf(conclude(tx, id, { due: addDays(TODAY, -1) }))).toBe('meetings.due-past');
  });
});

describe('reminders of conclusions', () => {
  // Friday 4 December 2026; 5 and 6 December are a weekend. 30 April and 1 May 2027 are days off.
  test.each([
    ['2026-12-04', '2026-11-30', undefined],
    ['2026-12-04', '2026-12-01', -1],
    ['2026-12-04', '2026-12-04', -1],
    ['2026-12-04', '2026-12-05', undefined],
    ['2026-12-04', '2026-12-07', 0],
    ['2026-12-04', '2026-12-11', 0],
    ['2026-12-04', '2026-12-14', 1],
    ['2026-12-05', '2026-12-07', 0],
    ['2027-04-29', '2027-04-30', undefined],
    ['2026-12-04', '2099-01-01', undefined],
  ])('of one due on %s, on %s: stage %s', async (due, today, stage) => {
    expect(reminderStage(due, today, await currentCalendar(db, process.cwd()))).toBe(stage);
  });

  rolledBack('come before the day, after it and every five working days, until it is done', async (tx) => {
    const id = await arrange(tx);
    const { id: conclusion } = await conclude(tx, id, { due: '2026-12-04' });
    const on = async (today: string) => {
      const ctx = testCtx(tx, { today });
      await remindConclusions(ctx);
      return sendDigests(ctx);
    };
    expect(await on('2026-11-30')).toBe(0);
    expect([await on('2026-12-01'), await on('2026-12-02'), await on('2026-12-05'), await on('2026-12-07'), await on('2026-12-08')]).toEqual([1, 0, 0, 1, 0]);
    expect((await told(tx, city.head)).map(({ key, href }) => [key, href])).toEqual([
      ['meetings.told-conclusion', `/meetings/${id}`],
      ['meetings.reminder', `/meetings/${id}`],
      ['meetings.reminder', `/meetings/${id}`],
    ]);
    await perform(stepConclusion, head(tx), { id: conclusion, state: 'done', note: 'Xong việc' });
    expect(await on('2026-12-14')).toBe(0);
  });
});
