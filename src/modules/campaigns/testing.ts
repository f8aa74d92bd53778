import { fixedClock } from '#base/clock/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, type Db, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { localPush } from '#kernel/message/channels/testing.ts';
import { type Ctx, perform } from '#kernel/operation/index.ts';
import { addPeople } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { makeTown } from '#tests/town.ts';
import { answerTask, decideCampaign, finishTask, loadContent, readCampaignTask, saveCampaign, shippedId, submitCampaign } from './index.ts';
import { climbLadders, sendDue } from './index.ts';
import { findItem } from './messages/store.ts';
import type { ChannelName } from './model.ts';

/** The shipped message that tests carry. */
export const plan = shippedId('message', 'ke-hoach-chuyen-doi-so');
/** Everybody in post. */
export const everybody = { include: [{}], exclude: [] };
/** Three rungs. */
export const ladder = [
  { channel: 'in-app' as const, afterWorkingDays: 0 },
  { channel: 'email' as const, afterWorkingDays: 1 },
  { channel: 'head-list' as const, afterWorkingDays: 5 },
];

/** A town with two communication officers and what it takes to run a campaign in it. */
export async function office(tx: Db, today = TODAY, outside: Partial<Ctx['services']> = {}) {
  const town = await makeTown(tx);
  const [officer, second] = [newId(), newId()];
  await addPeople(tx, [
    { id: officer, staffCode: 'HN-0101', name: 'Phạm Thu Hà', birthDate: null, sex: null },
    { id: second, staffCode: 'HN-0102', name: 'Vũ Văn Nam', birthDate: null, sex: null },
  ]);
  await loadContent(testCtx(tx));
  const addressOf: Ctx['services']['addressOf'] = async (_db, ids) =>
    new Map(ids.filter((id) => id !== town.dung).map((id) => [id, { email: `${id}@example.org`, locale: 'vi' as const }]));
  const as = (person: string, role: string, unitId: string, day = today, purpose?: string): Ctx =>
    testCtx(tx, { actor: actorWith(person, { role, unitId }), today: day, purpose, services: { addressOf, ...outside } });
  const writer = (day = today) => as(officer, 'communication-officer', town.city, day);
  const approver = (day = today) => as(second, 'communication-officer', town.city, day);
  const task = (day = today) => testCtx(tx, { today: day, services: { addressOf, ...outside } });
  const start = async (more: object = {}) => {
    const { id } = await perform(saveCampaign, writer(), {
      unitId: town.city,
      title: 'Kế hoạch chuyển đổi số',
      why: 'Mỗi người cần hiểu hướng đi chung.',
      messages: [plan],
      audience: everybody,
      starts: today,
      joinersUntil: addDays(today, 10),
      ends: addDays(today, 30),
      ladder,
      ...more,
    });
    await perform(submitCampaign, writer(), { id });
    const { people } = await perform(decideCampaign, approver(), { id, approve: true });
    return { id, people };
  };
  const lineOf = async (id: string, person: string) =>
    one(
      tx,
      sql<{ id: string; state: string; unitId: string; reason: string; failures: number }>`
      select line.id, line.state, line.unit_id as "unitId", line.reason, line.failures from campaigns.line where line.campaign_id = ${id} and line.person_id = ${person}`,
    ).then((line) => line ?? { id: '', state: 'none', unitId: '', reason: '', failures: 0 });
  const sit = async (line: string, ctx: () => Ctx, right: boolean | ((family: string) => boolean), link?: string) => {
    const way = link === undefined ? {} : { link };
    const { test } = await perform(finishTask, ctx(), { id: line, ...way });
    for (let asked = 0; asked < 8; asked += 1) {
      const { question } = await perform(readCampaignTask, ctx(), { id: line, ...way });
      if (question === null) throw new Error('no question');
      const at = await one(
        tx,
        sql<{
          itemId: string;
          itemVersion: number;
          family: string;
        }>`select family, item_id as "itemId", item_version as "itemVersion" from campaigns.test_item where test_id = ${test} and place = ${question.place}`,
      );
      const item = at && (await findItem(tx, { messageId: plan, ...at }));
      const key = Array.isArray(item?.key) ? (item.key[0] ?? '') : '';
      const wrong = ['a', 'b', 'c', 'd'].find((id) => id !== key) ?? '';
      const { decision } = await perform(answerTask, ctx(), {
        id: line,
        test,
        place: question.place,
        answer: { answer: [(typeof right === 'boolean' ? right : right(at?.family ?? '')) ? key : wrong] },
        ...way,
      });
      if (decision !== null) return decision;
    }
    return undefined;
  };
  return { town, officer, second, as, writer, approver, task, start, lineOf, sit };
}

/** A moment of the day of tests. */
export const at = (time: string) => fixedClock(TODAY, time).now();

/** A campaign that runs today over the given channels, each at once or after so many working days. */
export async function running(tx: Db, channels: (ChannelName | { channel: ChannelName; afterWorkingDays: number })[], gateway: Ctx['services']['gateway'] = undefined) {
  const phones = new Map<string, { phone: string; locale: 'vi' }>();
  const made = await office(tx, TODAY, { push: localPush(), gateway, phoneOf: async () => phones });
  phones.set(made.town.binh, { phone: '+84912345678', locale: 'vi' });
  const { id } = await made.start({ ladder: channels.map((rung) => (typeof rung === 'string' ? { channel: rung, afterWorkingDays: 0 } : rung)) });
  const work = (time = '10:00'): Ctx => ({ ...made.task(), now: at(time) });
  const contact = (time = '10:00'): Ctx => ({ ...made.as(made.second, 'unit-contact', made.town.ward), now: at(time) });
  const nobody = (time = '10:00'): Ctx => testCtx(tx, { actor: { kind: 'anonymous' }, now: at(time) });
  const climb = async () => {
    await climbLadders(work());
    await sendDue(work());
  };
  return { ...made, id, work, contact, nobody, climb };
}

/** What was sent to a line, rung by rung. */
export const sendsOf = (tx: Db, lineId: string) =>
  all(tx, sql<{ channel: string; state: string }>`select channel, state from campaigns.send where line_id = ${lineId} order by rung`);

/** Ends what a person holds. */
export const endPosting = (tx: Db, person: string, day: string) =>
  all(tx, sql`update kernel.posting set valid_to = ${day} where posting.person_id = ${person} and posting.valid_to = 'infinity'`);
