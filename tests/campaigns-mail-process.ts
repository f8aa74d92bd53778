// A process that hands over the mails that wait in the database it is given to the mail server it is given, again and again. For tests/campaigns-kill.test.ts, which kills it.
import { APP_ROLE, connect } from '#base/db/index.ts';
import { createMailer, deliverMails } from '#kernel/message/index.ts';
import { testCtx } from '#tests/ctx.ts';

const [url = '', smtpUrl = '', now = ''] = process.argv.slice(2);
const db = connect(url, { role: APP_ROLE });
const mailer = createMailer({ smtpUrl, from: 'Khuê <khue@example.org>' });
const ctx = testCtx(db, { services: { mailer } });
for (;;) await deliverMails({ ...ctx, now: Temporal.Instant.from(now) });
