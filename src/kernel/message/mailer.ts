import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';

/** Which mail server carries our mail (`smtp://user:password@host:587`, `smtps://…:465`) and the sender people see. */
export type MailConfig = { smtpUrl: string; from: string };

/** A file that a mail carries. */
export type Attachment = { name: string; mediaType: string; bytes: Uint8Array };

/** One mail, plain text with its files. `id` stays the same when it is sent again, so that a receiver can tell. */
export type Mail = { id: string; to: string; subject: string; text: string; attachments: Attachment[] };

/**
 * Hands mails to the mail server; `send` resolves once the server has taken the mail and throws its refusal. `leaving` is waited for when all but the last dot has been sent: until then the server
 * cannot have taken the mail (RFC 5321 §4.1.1.4).
 */
export type Mailer = { send: (mail: Mail, leaving: () => Promise<void>) => Promise<void>; close: () => void };

/** The mail server of `KHUE_SMTP_URL` and `KHUE_MAIL_FROM`; undefined when none is set. Throws an `Error` with one sentence when only one is, or the address cannot be used. */
export function readMailConfig(env: NodeJS.ProcessEnv = process.env): MailConfig | undefined {
  const smtpUrl = env['KHUE_SMTP_URL'];
  const from = env['KHUE_MAIL_FROM'];
  if (!smtpUrl && !from) return undefined;
  if (!smtpUrl || !from) throw new Error('KHUE_SMTP_URL and KHUE_MAIL_FROM belong together: set both, or neither.');
  if (!URL.canParse(smtpUrl) || !/^smtps?:$/.test(new URL(smtpUrl).protocol)) {
    throw new Error('KHUE_SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.');
  }
  if (!from.includes('@')) throw new Error('KHUE_MAIL_FROM must be a mail address, such as "Khuê <khue@hanoi.example>".');
  return { smtpUrl, from };
}

/** A mailer over a small pool of SMTP connections. */
export function createMailer(config: MailConfig): Mailer {
  const transport = createTransport({
    url: config.smtpUrl,
    pool: true,
    maxConnections: 4,
    // A connection that breaks after the last dot says nothing of the mail: it must not be sent again without asking.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    // As long as RFC 5321 §4.5.3.2.6 asks to wait for the answer to the last dot.
    socketTimeout: 600_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const gates = new Map<string, () => Promise<void>>();
  transport.use('stream', ({ data, message }, done) => {
    const leaving = gates.get(data.messageId ?? '');
    if (leaving !== undefined) message.processFunc((text) => Readable.from(lines(text, leaving), { objectMode: false }));
    done();
  });
  const domain = /@([^>\s]+)/.exec(config.from)?.[1] ?? 'localhost';
  return {
    send: async ({ id, to, subject, text, attachments }, leaving) => {
      const messageId = `<${id}@${domain}>`;
      gates.set(messageId, leaving);
      try {
        await transport.sendMail({ from: config.from, to, subject, text, attachments: attachments.map(fileOf), messageId, headers: MACHINE });
      } finally {
        gates.delete(messageId);
      }
    },
    close: () => transport.close(),
  };
}

/** Out-of-office answers are not to be sent to a machine (RFC 3834). */
const MACHINE = { 'Auto-Submitted': 'auto-generated' };

const fileOf = ({ name, mediaType, bytes }: Attachment) => ({ filename: name, contentType: mediaType, content: Buffer.from(bytes) });

/** The text of a mail as the connection draws it, and a wait when it has drawn all: what is only waiting for a connection has not left. */
async function* lines(text: AsyncIterable<Uint8Array>, leaving: () => Promise<void>): AsyncGenerator<Uint8Array> {
  yield* text;
  await leaving();
}
