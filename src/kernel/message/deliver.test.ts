import { afterAll, expect, test, vi } from 'vitest';
import { inTransaction } from '#base/db/index.ts';
import { startJobs, stopJobs } from '#kernel/job/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { messageJobs, messageTasks, queueMail, type Mail } from './index.ts';

const { db, url } = await testDatabase();
afterAll(stopJobs);

test('an urgent mail leaves within a second of its transaction, without anybody asking', async () => {
  const sent: Mail[] = [];
  const mailer = { send: async (mail: Mail) => void sent.push(mail), close: () => undefined };
  const makeCtx = () => testCtx(db, { services: { mailer } });
  await startJobs(url, [...messageJobs, ...messageTasks], makeCtx);
  const key = 'account.mail.reset';
  await inTransaction(db, (tx) =>
    queueMail({ db: tx, now: makeCtx().now }, [
      { address: 'an@hanoi.example', locale: 'en', subjectKey: `${key}-subject`, bodyKey: key, href: '/sign-in/reset/x', urgent: true, secret: true },
    ]),
  );
  await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 1500, interval: 10 });
  expect(sent[0]).toMatchObject({ to: 'an@hanoi.example', subject: 'Khuê: set a new password' });
  expect(sent[0]?.text).toContain('http://localhost:3000/sign-in/reset/x');
});
