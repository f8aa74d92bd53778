import { afterAll, expect, test } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { fixedClock } from '#base/clock/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { folderStore, keepDocument } from '#kernel/document/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { testFolder } from '#tests/folder.ts';
import { createMailer, deliverMails, notify, showHeld } from './index.ts';

const { db, owner } = await testDatabase();
const received: string[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    let raw = '';
    stream.setEncoding('utf8').on('data', (part: string) => (raw += part));
    stream.on('end', () => {
      received.push(raw);
      done();
    });
  },
});
await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
const { port } = smtp.server.address() as { port: number };
const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Khuê <khue@hanoi.example>' });
afterAll(async () => {
  mailer.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

const blobs = folderStore(testFolder('mail'));
const an = newId();
const at = (time: string, services: Partial<Ctx['services']> = {}): Ctx =>
  testCtx(db, {
    now: fixedClock('2026-11-23', time).now(),
    services: { blobs, addressOf: async () => new Map([[an, { email: 'an@hanoi.example', locale: 'vi' as const }]]), ...services },
  });

test('a mail carries the documents it was given, once each, and the outbox keeps which', async () => {
  await sql`insert into kernel.person (id, staff_code, name, name_sort) values (${an}, 'HN-1', 'Nguyễn Văn An', 'An Nguyễn Văn')`.execute(owner);
  const file = await keepDocument(at('09:00'), { name: 'Bản tóm tắt.pdf', bytes: [Buffer.from('%PDF-1.7 nội dung')], purpose: 'test.file', mediaType: 'application/pdf' });
  const notice = { to: [an], key: 'message.mail.digest-intro', values: { count: 1 }, email: true, attachments: [file.id] };
  await notify(at('09:00'), notice);
  // Without a mail server whoever hands the mail over reads which files belong to it.
  await deliverMails(at('09:01'));
  const held = await one(owner, sql<{ id: string }>`select outbox.id from kernel.outbox`);
  expect((await perform(showHeld, at('09:01'), { id: held?.id })).text).toContain('Bản tóm tắt.pdf');
  await notify(at('09:01'), notice);
  await deliverMails(at('09:05', { mailer }));
  expect(received).toHaveLength(1);
  expect(received[0]).toMatch(/multipart\/mixed/);
  expect(received[0]?.match(/Content-Type: application\/pdf/g)).toHaveLength(1);
  expect(received[0]).toContain(Buffer.from('%PDF-1.7 nội dung').toString('base64'));
  const sent = { attachments: [file.id], state: 'sent' };
  expect(await all(owner, sql`select attachments, state from kernel.outbox`)).toEqual([sent, sent]);
});

test('a mail whose document is gone is not sent without it: it stays to be tried again, with the reason', async () => {
  await sql`delete from kernel.outbox`.execute(owner);
  await notify(at('10:00'), { to: [an], key: 'message.mail.digest-intro', values: { count: 1 }, email: true, attachments: [newId()] });
  await deliverMails(at('10:03', { mailer }));
  expect(received).toHaveLength(1);
  expect(await all(owner, sql`select state, error from kernel.outbox`)).toEqual([{ state: 'queued', error: expect.stringContaining('document.no-document') }]);
});
