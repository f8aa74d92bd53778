import { SMTPServer } from 'smtp-server';
import { describe, expect, test } from 'vitest';
import { fixedClock } from '#base/clock/index.ts';
import { all, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { createMailer, deliverMails, queueMail } from '../index.ts';

const { db, owner } = await testDatabase();
const KEY = 'message.mail.digest-intro';
const ctxAt = (time: string, services: Partial<Ctx['services']> = {}): Ctx => testCtx(db, { now: fixedClock('2026-11-23', time).now(), services });

describe('a mail server that refuses half', () => {
  test('takes one half once; the other half has failed at once and is not tried again', async () => {
    const taken: string[] = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => done(/[02468]@/.test(address) ? undefined : Object.assign(new Error('No such user'), { responseCode: 550 })),
      onData: (stream, session, done) => {
        stream.resume();
        stream.on('end', () => {
          taken.push(...session.envelope.rcptTo.map(({ address }) => address));
          done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    const address = smtp.server.address();
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, from: 'Khuê <khue@example.org>' });
    const mails = Array.from({ length: 100 }, (_, n) => ({ address: `a${n}@example.org`, locale: 'vi' as const, subjectKey: KEY, bodyKey: KEY, values: { count: n } }));
    await queueMail(ctxAt('09:00'), mails);
    for (const time of ['09:03', '09:10', '10:00']) await deliverMails(ctxAt(time, { mailer }));
    mailer.close();
    await new Promise<void>((resolve) => smtp.close(resolve));
    expect(taken.toSorted()).toEqual(
      mails
        .map((mail) => mail.address)
        .filter((one) => /[02468]@/.test(one))
        .toSorted(),
    );
    const ends = await all(owner, sql<{ state: string; attempts: number }>`select state, attempts from kernel.outbox`);
    expect(ends.filter(({ state }) => state === 'failed')).toHaveLength(50);
    expect(ends.every(({ attempts }) => attempts === 1)).toBe(true);
  });
});
