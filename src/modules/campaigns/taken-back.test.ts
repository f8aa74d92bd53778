import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { gatherPersonal } from '#kernel/personal/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { campaignsAwaiting } from './awaiting.ts';
import {
  campaigns,
  cancelGathering,
  closeGathering,
  handLetters,
  listContact,
  listHandedLetters,
  listLetters,
  markAttendance,
  noteHelp,
  openTask,
  planGathering,
  readBoard,
  listPeople,
  reopenGathering,
  showReopening,
  stopCampaign,
  takeBackLetters,
} from './index.ts';
import { office, running, sendsOf } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

/** How a line stands in all that a session moves, with its open span. */
const standing = (tx: Db, line: string) =>
  one(
    tx,
    sql`
    select line.state, line.help, line.channel, line.reached_on, line.failures, line.opens,
      (select string_agg(span.state, ',') from campaigns.line_span as span where span.line_id = line.id and span.valid_to = 'infinity') as span
    from campaigns.line
    where line.id = ${line}`,
  );

const tomorrow = (ctx: Ctx): Ctx => ({ ...ctx, today: addDays(TODAY, 1) });

rolledBack('a letter noted as handed over by mistake waits again, on the same day, by whoever noted it; the trace stays and is told to the person', async (tx) => {
  const { town, id, lineOf, climb, contact, as, officer } = await running(tx, ['letter']);
  const line = (await lineOf(id, town.binh)).id;
  await climb();
  const before = await perform(listLetters, contact(), { unitId: town.ward });
  const [own, other] = [before[0]?.id ?? '', before[1]?.id ?? ''];
  const unit = { unitId: town.ward };
  await perform(handLetters, contact('10:10'), { ...unit, ids: before.map((letter) => letter.id) });
  expect(await perform(listHandedLetters, contact('10:11'), unit)).toHaveLength(before.length);
  // Somebody else, another unit, another day.
  const colleague = as(officer, 'unit-contact', town.ward);
  expect(await perform(listHandedLetters, colleague, unit)).toEqual([]);
  await expect(perform(takeBackLetters, colleague, { ...unit, ids: [own] })).rejects.toMatchObject({ code: 'campaigns-letter.back-moved' });
  await expect(perform(takeBackLetters, as(officer, 'unit-contact', town.other), { ...unit, ids: [own] })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(takeBackLetters, tomorrow(contact()), { ...unit, ids: [own] })).rejects.toMatchObject({ code: 'campaigns-letter.back-moved' });
  expect(await perform(listHandedLetters, tomorrow(contact()), unit)).toEqual([]);
  expect(await perform(takeBackLetters, contact('10:12'), { ...unit, ids: [own, other] })).toEqual({ waiting: 2 });
  expect((await perform(listLetters, contact(), unit)).map((letter) => letter.id)).toEqual([own, other]);
  await expect(perform(takeBackLetters, contact('10:13'), { ...unit, ids: [own] })).rejects.toMatchObject({ code: 'campaigns-letter.back-moved' });
  // Noted anew; two rows stand, of which one is taken back.
  await perform(handLetters, contact('10:14'), { ...unit, ids: [own, other] });
  expect(await sendsOf(tx, line)).toEqual([{ channel: 'letter', state: 'delivered' }]);
  const told = (await gatherPersonal(tx, town.binh, [])).find(({ table }) => table === 'campaigns.letter_handing');
  expect(told?.rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(told?.rows)).not.toContain('handed_by');
});

rolledBack('a letter whose person has read since stays noted', async (tx) => {
  const { town, id, lineOf, climb, contact, as } = await running(tx, ['letter']);
  await climb();
  const unit = { unitId: town.ward };
  const letters = await perform(listLetters, contact(), unit);
  await perform(handLetters, contact('10:10'), { ...unit, ids: letters.map((letter) => letter.id) });
  const line = (await lineOf(id, town.binh)).id;
  await perform(openTask, { ...as(town.binh, 'official', town.inner), now: contact('10:20').now }, { id: line });
  const moved = (await perform(listHandedLetters, contact('10:21'), unit)).filter((letter) => letter.moved);
  expect(moved).toHaveLength(1);
  await expect(perform(takeBackLetters, contact('10:22'), { ...unit, ids: moved.map((letter) => letter.id) })).rejects.toMatchObject({ code: 'campaigns-letter.back-moved' });
  expect(await perform(takeBackLetters, contact('10:22'), { ...unit, ids: letters.map((letter) => letter.id) })).toEqual({ waiting: letters.length - 1 });
});

/** A session with two people there, one of whom waits for an explanation; noted as held at 10:30. */
async function session(tx: Db) {
  const made = await running(tx, ['session']);
  const { town, id, contact, lineOf } = made;
  const [told, helped] = [(await lineOf(id, town.binh)).id, (await lineOf(id, town.hanh)).id];
  await all(tx, sql`update campaigns.line set state = 'needs-help', help = 'group', failures = 2, channel = 'email', reached_on = ${addDays(TODAY, -2)} where line.id = ${helped}`);
  await all(tx, sql`update campaigns.line_span set state = 'needs-help' where line_span.line_id = ${helped}`);
  const { id: gathering } = await perform(planGathering, contact(), { unitId: town.ward, campaignId: id, day: TODAY, place: '14 giờ, phòng họp' });
  for (const line of [told, helped]) await perform(markAttendance, contact(), { id: gathering, line, present: true });
  const stood = async () => [await standing(tx, told), await standing(tx, helped)];
  const before = await stood();
  const close = (time: string) => perform(closeGathering, contact(time), { id: gathering });
  return { ...made, told, helped, gathering, stood, before, close };
}

rolledBack('a session noted as held by mistake is opened again: everybody stands as before, the fact is corrected, a trace stays', async (tx) => {
  const { contact, gathering, stood, before, close, told, helped } = await session(tx);
  await expect(perform(reopenGathering, contact(), { id: gathering })).rejects.toMatchObject({ code: 'campaigns-gathering.not-held' });
  expect(await close('10:30')).toEqual({ people: 2 });
  expect(await stood()).toMatchObject([
    { state: 'reached', span: 'reached', channel: 'session' },
    { state: 'needs-help', help: 'done', channel: 'session' },
  ]);
  expect(await perform(showReopening, contact('10:31'), { id: gathering })).toEqual({ whyNot: null });
  expect(await perform(reopenGathering, contact('10:31'), { id: gathering })).toEqual({ people: 2 });
  expect(await stood()).toEqual(before);
  expect(await one(tx, sql`select people, reopened_by is not null as by from campaigns.gathering_reopening where gathering_id = ${gathering}`)).toEqual({ people: 2, by: true });
  const facts = await all(
    tx,
    sql<{ after: string; corrects: boolean }>`
    select fact.data ->> 'after' as after, fact.corrects is not null as corrects
    from kernel.fact
    where fact.subject = ${told}
      and fact.kind = 'campaigns.line-changed'
    order by fact.id`,
  );
  expect(facts).toEqual([
    { after: 'reached', corrects: false },
    { after: 'invited', corrects: true },
  ]);
  const acts = await all(tx, sql<{ act: string }>`select event.act from campaigns.line_event as event where event.line_id = ${helped} order by event.id desc limit 2`);
  expect(acts.map(({ act }) => act)).toEqual(['unhelp', 'help']);
  // It is a session like any other again: held anew, or called off with its trace kept.
  expect(await close('10:40')).toEqual({ people: 2 });
  await perform(reopenGathering, contact('10:41'), { id: gathering });
  expect(await stood()).toEqual(before);
  await perform(cancelGathering, contact('10:42'), { id: gathering });
  expect(await one(tx, sql`select count(*) as n from campaigns.gathering_reopening where gathering_id = ${gathering}`)).toEqual({ n: 2 });
});

rolledBack('a session stays held for others, on later days, once somebody who was there has gone on, and when the campaign is over', async (tx) => {
  const { town, contact, gathering, close, as, officer, writer, id } = await session(tx);
  await close('10:30');
  const why = async (ctx: Ctx) => (await perform(showReopening, ctx, { id: gathering })).whyNot;
  const refused = async (ctx: Ctx, code: string) => {
    expect(await why(ctx)).toBe(code);
    await expect(perform(reopenGathering, ctx, { id: gathering })).rejects.toMatchObject({ code });
  };
  await refused(as(officer, 'unit-contact', town.ward), 'campaigns-gathering.reopen-not-yours');
  await expect(perform(reopenGathering, as(officer, 'unit-contact', town.other), { id: gathering })).rejects.toMatchObject({ kind: 'forbidden' });
  await refused(tomorrow(contact()), 'campaigns-gathering.reopen-over');
  await sql`savepoint held`.execute(tx);
  await perform(noteHelp, contact('10:36'), {
    id: (await one(tx, sql<{ id: string }>`select line.id from campaigns.line where line.state = 'needs-help'`))?.id ?? '',
    help: 'call',
  });
  await refused(contact('10:37'), 'campaigns-gathering.reopen-moved');
  await sql`rollback to savepoint held`.execute(tx);
  await perform(stopCampaign, writer(), { id, reason: 'Đã có văn bản khác thay thế' });
  await refused(contact('10:38'), 'campaigns-task.over');
});

rolledBack('Today tells the contact of whoever needs help, has not answered again, or has an address to mend; each number is that of the list it opens', async (tx) => {
  const { town, as, start, lineOf, writer } = await office(tx);
  const { id } = await start();
  const head = (day = TODAY) => as(town.hanh, 'head-of-unit', town.ward, day);
  const line = (await lineOf(id, town.binh)).id;
  const tasks = async (ctx: Ctx) => (await listAwaiting(ctx, [{ awaits: campaignsAwaiting }])).filter(({ href }) => href.startsWith('/campaigns/contact'));
  const lists = async (ctx: Ctx) => {
    for (const { values, href } of await tasks(ctx)) {
      const why = (['help', 'again', 'address'] as const).find((known) => href.endsWith(`why=${known}`));
      const { lines, counts } = await perform(listContact, ctx, { unitId: town.ward, ...(why && { why }) });
      expect(lines).toHaveLength(Number(values['n']));
      expect(lines.every((one) => one.why === why)).toBe(true);
      expect(why && counts[why]).toBe(values['n']);
    }
    return (await tasks(ctx)).map(({ key, values }) => [key, values['n']]);
  };
  expect(await tasks(head())).toEqual([]);
  const lose = (state: string, rung: number) =>
    all(
      tx,
      sql`
      insert into campaigns.send (id, campaign_id, line_id, person_id, channel, rung, state, next_at, created_at)
      select kernel.new_id(), line.campaign_id, line.id, line.person_id, ${rung === 1 ? 'email' : 'head-list'}, ${rung}, ${state}, now(), ${TODAY}::date + 1
      from campaigns.line
      where line.id = ${line}`,
    );
  await lose('no-address', 1);
  expect(await lists(head())).toEqual([['campaigns.awaiting-address', 1]]);
  // Another unit, a person on whose list nothing stands.
  expect(await tasks(as(town.hanh, 'head-of-unit', town.other))).toEqual([]);
  await sql`savepoint lost`.execute(tx);
  await lose('delivered', 5);
  expect(await lists(head())).toEqual([]);
  await sql`rollback to savepoint lost`.execute(tx);
  await all(tx, sql`update campaigns.line set state = 'needs-help', failures = 2 where line.id = ${line}`);
  expect(await lists(head())).toEqual([['campaigns.awaiting-help', 1]]);
  await perform(noteHelp, head(), { id: line, help: 'done' });
  expect(await lists(head())).toEqual([]);
  expect(await lists(head(addDays(TODAY, 3)))).toEqual([['campaigns.awaiting-again', 1]]);
  await perform(stopCampaign, writer(), { id, reason: 'Đã có văn bản khác thay thế' });
  expect(await tasks(head(addDays(TODAY, 3)))).toEqual([]);
});

rolledBack('each number of tellings on the board is that of the people it opens', async (tx) => {
  const { town, id, climb, as, second, lineOf } = await running(tx, ['in-app', 'email', 'head-list']);
  await climb();
  const line = (await lineOf(id, town.binh)).id;
  // Told anew over a channel: still one person.
  await all(
    tx,
    sql`
    insert into campaigns.send (id, campaign_id, line_id, person_id, channel, rung, round, state, next_at, created_at)
    select kernel.new_id(), send.campaign_id, send.line_id, send.person_id, send.channel, send.rung, 2, send.state, now(), now()
    from campaigns.send
    where send.line_id = ${line}`,
  );
  const { sends } = await perform(readBoard, as(second, 'communication-officer', town.city), { id });
  expect(sends.length).toBeGreaterThan(2);
  const contact = as(second, 'unit-contact', town.city, TODAY, 'Kiểm tra thư không đến');
  for (const { channel, state, n } of sends) {
    const { total } = await perform(listPeople, contact, { id, channel: channel as 'email', sent: state as 'failed' });
    expect([channel, state, total]).toEqual([channel, state, n]);
  }
});
