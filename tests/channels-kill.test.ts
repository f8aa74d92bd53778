import { spawn } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { createGateway, deliverMails, queueMail } from '#kernel/message/index.ts';
import { listen, type Got } from '#kernel/message/channels/testing.ts';
import { testCtx } from './ctx.ts';
import { testDatabase } from './database.ts';

const { db, url } = await testDatabase();
const PEOPLE = 1000;
/** Messages in the two calls that may be under way (kernel/message/channels/gateway.ts). */
const UNDER_WAY = 200;
const SECRET = 'a secret that both sides know, of 40 signs';
const KEY = 'message.mail.digest-intro';

test('after kill −9 while sending, the gateway has each message once and none is lost', { timeout: 60_000 }, async () => {
  const told: string[] = [];
  let onTold = (): void => undefined;
  const gateway = await listen(({ body }: Got) => {
    const { messages } = JSON.parse(body.toString()) as { messages: { id: string }[] };
    told.push(...messages.map(({ id }) => id));
    onTold();
    return { status: 200, body: JSON.stringify({ results: messages.map(({ id }) => ({ id, state: 'accepted' })) }) };
  });
  afterAll(() => gateway.server.close());
  const ctx = testCtx(db, { services: { gateway: createGateway({ url: gateway.url, secret: SECRET }) } });
  const queued = Array.from({ length: PEOPLE }, (_, n) => ({
    id: newId(),
    channel: 'sms' as const,
    address: `+8491${String(n).padStart(7, '0')}`,
    locale: 'vi' as const,
    subjectKey: KEY,
    bodyKey: KEY,
    values: { count: n },
  }));
  await queueMail(ctx, queued);
  const due = ctx.now.add({ minutes: 10 });
  const child = spawn(process.execPath, ['tests/channels-process.ts', url, gateway.url, SECRET, due.toString()], { stdio: ['ignore', 'ignore', 'inherit'] });
  const dead = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  onTold = () => void (told.length >= 400 && child.kill('SIGKILL'));
  await dead;
  onTold = () => undefined;
  expect(told.length).toBeLessThan(PEOPLE);
  // What was under way is tried again after a minute, the rest at once.
  for (const minutes of [0, 2]) await deliverMails({ ...ctx, now: due.add({ minutes }) });
  const ids = new Set(told);
  expect(queued.filter(({ id }) => !ids.has(id))).toEqual([]);
  expect(ids.size).toBe(PEOPLE);
  // A call that the gateway took while the process died comes again with the same ids, by which it knows the repetition.
  expect(told.length - ids.size).toBeLessThanOrEqual(UNDER_WAY);
  expect(await all(db, sql`select outbox.state, count(*) as n from kernel.outbox group by outbox.state`)).toEqual([{ state: 'sent', n: PEOPLE }]);
});
