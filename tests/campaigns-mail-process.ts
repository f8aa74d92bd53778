// A process that hands over what waits in the database it is given to the mail server, the gateway, or (`push`) the push services that it is given, again and again. For tests/campaigns-kill.test.ts,
// which kills it.
import { APP_ROLE, connect } from '#base/db/index.ts';
import { localPush } from '#kernel/message/channels/testing.ts';
import { createGateway, createMailer, deliverMails } from '#kernel/message/index.ts';
import { testCtx } from '#tests/ctx.ts';

const [url = '', way = '', now = '', secret = ''] = process.argv.slice(2);
const db = connect(url, { role: APP_ROLE });
const mailer = way.startsWith('smtp:') ? createMailer({ smtpUrl: way, from: 'Khuê <khue@example.org>' }) : undefined;
const gateway = way.startsWith('http:') ? createGateway({ url: way, secret }) : undefined;
const ctx = testCtx(db, { services: { mailer, gateway, push: way === 'push' ? localPush() : undefined } });
for (;;) await deliverMails({ ...ctx, now: Temporal.Instant.from(now) });
