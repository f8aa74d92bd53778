import fc from 'fast-check';
import { expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { deliverMails, showHeld, type Mail } from '#kernel/message/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { system } from '#kernel/org/index.ts';
import { skills } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, employ } from '#tests/town.ts';
import { campaigns, climbLadders, followOutbox, listLetters, sendDue } from '../index.ts';
import { moveLines } from '../roster/move.ts';
import { at, office, running, sendsOf } from '../testing.ts';
import { dropPaper } from './dispatch.ts';

const { rolledBack, inRolledBack } = await testDatabase();
declareTown(skills, campaigns);

/** What can happen to somebody while their letter waits, and whether they are still asked over channels afterwards. */
const MEANWHILE = [
  { act: undefined, asked: true },
  { act: 'open', asked: true },
  { act: 'fail', asked: true },
  { act: 'fail-again', asked: false },
  { act: 'pass', asked: false },
  { act: 'excuse', asked: false },
  { act: 'leave', asked: false },
] as const;

const TITLES = ['Kế hoạch chuyển đổi số', 'An toàn dữ liệu cá nhân'] as const;
const PEOPLE = 8;

/** A town in which two campaigns by mail ask the same people; their letters wait in the outbox. */
async function waiting(tx: Db) {
  const got: Mail[] = [];
  const mailer = {
    send: async (mail: Mail, leaving: () => Promise<void>) => {
      await leaving();
      got.push(mail);
    },
    close: () => undefined,
  };
  const made = await office(tx, undefined, { mailer });
  const people = await employ(tx, made.town.inner, PEOPLE);
  const audience = { include: [{ people }], exclude: [] };
  const ids: string[] = [];
  for (const title of TITLES) ids.push((await made.start({ title, audience, ladder: [{ channel: 'email', afterWorkingDays: 0 }] })).id);
  const work = (time: string): Ctx => ({ ...made.task(), now: at(time) });
  await climbLadders(work('10:00'));
  await sendDue(work('10:00'));
  return { ...made, got, people, ids, work };
}

test('nobody who was done with everything before the hand-over gets a letter, everybody else gets one that names what still asks', { timeout: 60_000 }, () =>
  inRolledBack(async (tx) => {
    const { got, people, ids, work, lineOf } = await waiting(tx);
    const fates = fc.array(fc.tuple(fc.constantFrom(...MEANWHILE), fc.constantFrom(...MEANWHILE)), { minLength: PEOPLE, maxLength: PEOPLE });
    const kept = fc.asyncProperty(fates, async (given) => {
      got.length = 0;
      for (const [p, person] of people.entries()) {
        for (const [c, id] of ids.entries()) {
          const act = given[p]?.[c]?.act;
          if (act !== undefined) await moveLines(work('10:01'), [(await lineOf(id, person)).id], act, act === 'excuse' ? { note: 'Nghỉ dài ngày' } : {});
        }
      }
      await deliverMails(work('10:02'));
      await followOutbox(work('10:03'));
      for (const [p, person] of people.entries()) {
        const asked = TITLES.filter((_, c) => given[p]?.[c]?.asked);
        const letters = got.filter(({ to }) => to.startsWith(person));
        expect(letters).toHaveLength(asked.length === 0 ? 0 : 1);
        // It names one campaign that still asks, and says of a second one exactly when that does too.
        const named = TITLES.filter((title) => letters[0]?.text.includes(title) === true);
        expect(named).toHaveLength(letters.length);
        expect(asked).toEqual(expect.arrayContaining(named));
        expect(letters[0]?.text.includes('và 1 nội dung khác') === true).toBe(asked.length === 2);
        for (const [c, id] of ids.entries()) {
          expect(await sendsOf(tx, (await lineOf(id, person)).id)).toEqual([{ channel: 'email', state: given[p]?.[c]?.asked === true ? 'delivered' : 'dropped' }]);
        }
      }
    });
    await sql`savepoint waiting`.execute(tx);
    kept.beforeEach(async () => void (await sql`rollback to savepoint waiting`.execute(tx)));
    await fc.assert(kept, { numRuns: 15 });
  }),
);

rolledBack('what is dropped is wiped, counted as never sent, and not tried again; a campaign that is over sends nothing more', async (tx) => {
  const { got, ids, work } = await waiting(tx);
  await sql`update campaigns.campaign set state = 'ended' where id = ${ids[0]}`.execute(tx);
  await deliverMails(work('10:02'));
  expect(got).toHaveLength(PEOPLE);
  expect(got.every(({ text }) => text.includes(TITLES[1]) && !text.includes(TITLES[0]))).toBe(true);
  await sql`update campaigns.campaign set state = 'ended'`.execute(tx);
  await sql`update kernel.outbox set state = 'queued', attempts = 0, sent_at = null, next_at = ${at('10:03').toString()}`.execute(tx);
  // Sent ones are settled; those that were given up and are tried again are asked about like any other.
  await sql`update campaigns.send set state = 'failed' where state = 'handed'`.execute(tx);
  got.length = 0;
  await deliverMails(work('10:03'));
  expect(got).toEqual([]);
  expect(await all(tx, sql`select distinct state, href, data, sent_at from kernel.outbox where channel = 'email' and person_id is not null`)).toEqual([
    { state: 'dropped', href: null, data: {}, sent_at: null },
  ]);
});

rolledBack('a letter without an address is not shown to be handed over once it is not needed any more', async (tx) => {
  const { people, ids, work, lineOf } = await waiting(tx);
  const [person = ''] = people;
  const letter = await one(tx, sql<{ id: string }>`update kernel.outbox set state = 'held' where person_id = ${person} returning id`);
  const administrator: Ctx = { ...testCtx(tx, { actor: actorWith(newId(), { role: 'administrator', unitId: '' }) }), actor: system('test') };
  const move = async (id = '') => moveLines(work('10:01'), [(await lineOf(id, person)).id], 'pass');
  await move(ids[0]);
  expect((await perform(showHeld, administrator, { id: letter?.id ?? '' })).text).toContain(TITLES[1]);
  await move(ids[1]);
  await expect(perform(showHeld, administrator, { id: letter?.id ?? '' })).rejects.toMatchObject({ code: 'message.not-needed' });
});

rolledBack('a letter on paper that waits for somebody who is done stands on no list and counts as not needed', async (tx) => {
  const { town, id, lineOf, climb, contact, work } = await running(tx, ['letter']);
  const line = (await lineOf(id, town.binh)).id;
  await climb();
  await dropPaper(work('10:01'));
  expect(await sendsOf(tx, line)).toEqual([{ channel: 'letter', state: 'handed' }]);
  await moveLines(work('10:02'), [line], 'pass');
  expect((await perform(listLetters, contact(), { unitId: town.ward })).map(({ name }) => name)).not.toContain('Trần Văn Bình');
  await dropPaper(work('10:03'));
  expect(await sendsOf(tx, line)).toEqual([{ channel: 'letter', state: 'dropped' }]);
});
