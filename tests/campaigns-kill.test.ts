import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { browser, listen, localPush, type Got } from '#kernel/message/channels/testing.ts';
import { createGateway, createMailer, deliverMails, listOutbox, settleUnknown } from '#kernel/message/index.ts';
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
/** Push messages, and messages in calls to the gateway, that are under way at the same time (kernel/message/channels). */
const PUSHED_AT_ONCE = 8;
const IN_CALLS = 2 * 100;
const SECRET = 'a secret that both sides know, of 40 signs';
const gateway = await receiver(({ body }) => (JSON.parse(body.toString()) as { messages: { id: string }[] }).messages.map(({ id }) => id));
const pushService = await receiver(({ headers }) => [String(headers['topic'])]);

/** A server that keeps the ids of what it took, as often as it took them; `onTaken` is told how many calls there were, before the last one is answered. */
async function receiver(idsOf: (got: Got) => string[]) {
  const own = { taken: [] as string[], calls: 0, onCall: (_calls: number): void => undefined };
  const { url: address, server } = await listen((got) => {
    const ids = idsOf(got);
    own.taken.push(...ids);
    own.calls += 1;
    own.onCall(own.calls);
    return { status: 200, body: JSON.stringify({ results: ids.map((id) => ({ id, state: 'accepted' })) }) };
  });
  afterAll(() => server.close());
  return Object.assign(own, { url: address });
}

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
  const phoneOf = async (_db: Db, ids: string[]) => new Map(ids.map((id, at) => [id, { phone: `+849${String(at).padStart(8, '0')}`, locale: 'vi' as const }]));
  const ctx = () => testCtx(tx, { services: { addressOf, phoneOf, push: localPush(), gateway: createGateway({ url: gateway.url, secret: SECRET }) } });
  const { p256dh, auth } = browser().keys;
  await all(
    tx,
    sql`
    insert into kernel.push_subscription (id, person_id, endpoint, p256dh, auth, created_at)
    select kernel.new_id(), person.id, ${pushService.url} || '/' || person.id, ${Buffer.from(p256dh, 'base64url')}::bytea, ${Buffer.from(auth, 'base64url')}::bytea, now()
    from kernel.person`,
  );
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
    ladder: (['email', 'web-push', 'webhook'] as const).map((channel) => ({ channel, afterWorkingDays: 0 })),
  });
  await perform(submitCampaign, ctx(), { id });
  await perform(decideCampaign, ctx(), { id, approve: true });
  await climbLadders(ctx());
  await sendDue(ctx());
  return ctx;
}

/** Waits until `child`, which hands letters over, was killed. */
async function killed(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve) => child.on('exit', () => resolve()));
}

const begin = (way: string, now: Temporal.Instant): ChildProcess =>
  spawn(process.execPath, ['tests/campaigns-mail-process.ts', url, way, now.toString(), SECRET], { stdio: ['ignore', 'ignore', 'inherit'] });
const ctx = await prepared(db);
const due = ctx().now.add({ minutes: 10 });
const lettersOf = (channel: string) => all(db, sql<{ id: string }>`select outbox.id from kernel.outbox where outbox.channel = ${channel}`);
const openSends = (channel: string) => one(db, sql`select count(*) as n from campaigns.send where send.state <> 'delivered' and send.channel = ${channel}`);

test('after kill −9 while sending, nobody has a mail twice and none is lost: the few that nobody knows of are listed, asked for and settled', { timeout: 60_000 }, async () => {
  const queued = await lettersOf('email');
  expect(queued).toHaveLength(PEOPLE + 1);
  const { taken, smtpUrl } = await mailServer((n) => {
    if (n === 120) child.kill('SIGKILL');
  });
  const child = begin(smtpUrl, due);
  await killed(child);
  expect(taken.length).toBeLessThan(PEOPLE);
  const mailer = createMailer({ smtpUrl, from: 'Khuê <khue@example.org>' });
  const later = { ...ctx(), services: { ...ctx().services, mailer, push: undefined, gateway: undefined } };
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
  expect(await openSends('email')).toEqual({ n: 0 });
});

test.each([
  ['web push', 'web-push', 'web-push', 'push', pushService, 120, PUSHED_AT_ONCE],
  ['the gateway', 'webhook', 'sms', gateway.url, gateway, 2, IN_CALLS],
] as const)(
  'after kill −9 while sending over %s, everything arrives, and what arrives again has its old id, by which the receiver knows it',
  { timeout: 60_000 },
  async (_what, channel, out, way, server, calls, underWay) => {
    const queued = (await lettersOf(out)).map(({ id }) => (out === 'web-push' ? id.replaceAll('-', '') : id));
    expect(queued).toHaveLength(PEOPLE + 1);
    const child = begin(way, due);
    server.onCall = (n) => void (n === calls && child.kill('SIGKILL'));
    await killed(child);
    const before = new Set(server.taken);
    expect(before.size).toBeLessThan(PEOPLE);
    const [push, gate] = out === 'web-push' ? [ctx().services.push, undefined] : [undefined, ctx().services.gateway];
    const later = { ...ctx(), services: { ...ctx().services, push, gateway: gate } };
    // What was claimed comes again after a minute, the rest at once.
    for (const minutes of [0, 2, 20]) await deliverMails({ ...later, now: due.add({ minutes }) });
    expect([...new Set(server.taken)].toSorted()).toEqual(queued.toSorted());
    expect(server.taken.length - queued.length).toBeLessThanOrEqual(underWay);
    await followOutbox(ctx());
    expect(await openSends(channel)).toEqual({ n: 0 });
  },
);
