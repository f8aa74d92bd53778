import { spawn } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { createMailer, deliverMails, listOutbox, settleUnknown } from '#kernel/message/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addPostings, addPosts } from '#kernel/org/index.ts';
import { newId } from '#base/id/index.ts';
import { campaigns, climbLadders, decideCampaign, followOutbox, loadContent, saveCampaign, sendDue, shippedId, submitCampaign } from '#modules/campaigns/index.ts';
import { skills } from '#modules/skills/index.ts';
import { testCtx, TODAY } from './ctx.ts';
import { testDatabase } from './database.ts';
import { declareTown, makeTown } from './town.ts';

const { db, url } = await testDatabase();
declareTown(skills, campaigns);
const PEOPLE = 400;
/** Mails under way at the same time (connections of kernel/message). */
const UNDER_WAY = 4;

/** A mail server that keeps the Message-ID of each mail that it took, as often as it took it. */
async function mailServer(onTaken: (taken: number) => void) {
  const taken: string[] = [];
  const server = createServer((socket: Socket) => {
    let [data, rest, id] = [false, '', ''];
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
        const said = rest.slice(0, at);
        rest = rest.slice(at + 2);
        if (data && said !== '.') id = /^Message-ID: <([^@>]+)/i.exec(said)?.[1] ?? id;
        else if (data) {
          data = false;
          taken.push(id);
          socket.write('250 taken\r\n');
          onTaken(taken.length);
        } else if (/^DATA/i.test(said)) {
          data = true;
          socket.write('354 go on\r\n');
        } else socket.write(/^QUIT/i.test(said) ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => server.close());
  const address = server.address();
  return { taken, smtpUrl: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` };
}

async function prepared(tx: Db) {
  const town = await makeTown(tx);
  const crowd = Array.from({ length: PEOPLE }, (_, at) => ({ id: newId(), staffCode: `HN-9${String(at).padStart(3, '0')}`, name: `Người thử ${at}`, birthDate: null, sex: null }));
  await addPeople(tx, crowd);
  const posts = crowd.map(({ id }) => ({ id: newId(), personId: id }));
  await addPosts(
    tx,
    posts.map(({ id }) => ({ id, unitId: town.other, title: 'Chuyên viên', kind: 'staff' as const, validFrom: '2025-07-01' })),
  );
  await addPostings(
    tx,
    posts.map(({ id, personId }) => ({ id: newId(), postId: id, unitId: town.other, personId, main: true, coefficient: null, validFrom: '2025-07-01' })),
  );
  const addressOf = async (_db: Db, ids: string[]) => new Map(ids.map((id) => [id, { email: `${id}@example.org`, locale: 'vi' as const }]));
  const ctx = () => testCtx(tx, { services: { addressOf } });
  await loadContent(ctx());
  const { id } = await perform(saveCampaign, ctx(), {
    unitId: town.other,
    title: 'Dừng giữa chừng',
    why: 'Để thử dừng giữa chừng.',
    messages: [shippedId('message', 'du-lieu-ca-nhan')],
    audience: { include: [{}], exclude: [] },
    starts: TODAY,
    joinersUntil: TODAY,
    ends: '2026-12-20',
    ladder: [{ channel: 'email', afterWorkingDays: 0 }],
  });
  await perform(submitCampaign, ctx(), { id });
  await perform(decideCampaign, ctx(), { id, approve: true });
  await climbLadders(ctx());
  await sendDue(ctx());
  return ctx;
}

test('after kill −9 while sending, nobody has a mail twice and none is lost: the few that nobody knows of are listed, asked for and settled', { timeout: 60_000 }, async () => {
  const ctx = await prepared(db);
  const queued = await all(db, sql<{ id: string }>`select outbox.id from kernel.outbox`);
  expect(queued).toHaveLength(PEOPLE + 1);
  const due = ctx().now.add({ minutes: 10 });
  let killed = (): void => undefined;
  const dead = new Promise<void>((resolve) => (killed = resolve));
  const { taken, smtpUrl } = await mailServer((n) => {
    if (n === 120) child.kill('SIGKILL');
  });
  const child = spawn(process.execPath, ['tests/campaigns-mail-process.ts', url, smtpUrl, due.toString()], { stdio: ['ignore', 'ignore', 'inherit'] });
  child.on('exit', () => killed());
  await dead;
  expect(taken.length).toBeLessThan(PEOPLE);
  const mailer = createMailer({ smtpUrl, from: 'Khuê <khue@example.org>' });
  const later = { ...ctx(), services: { ...ctx().services, mailer } };
  // What was claimed and had not left is tried again after a minute, the rest at once; what was being handed over is not.
  for (const minutes of [0, 2, 20, 40]) await deliverMails({ ...later, now: due.add({ minutes }) });
  expect(new Set(taken).size).toBe(taken.length);
  const { mails: unknown } = await perform(listOutbox, ctx(), { state: 'unknown' });
  expect(unknown.length).toBeLessThanOrEqual(UNDER_WAY);
  const open = new Set(unknown.map(({ id }) => id));
  expect(queued.filter(({ id }) => !taken.includes(id) && !open.has(id))).toEqual([]);
  // Somebody looks into the log of the mail server for the Message-ID of each.
  for (const { id, carriedAs } of unknown) await perform(settleUnknown, ctx(), { id, arrived: taken.includes(carriedAs ?? '') });
  await deliverMails({ ...later, now: due.add({ minutes: 50 }) });
  mailer.close();
  expect(taken.toSorted()).toEqual(queued.map(({ id }) => id).toSorted());
  await followOutbox(ctx());
  expect(await one(db, sql`select count(*) as n from campaigns.send where send.state <> 'delivered'`)).toEqual({ n: 0 });
});
