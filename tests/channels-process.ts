// A process that hands over the messages that wait in the database it is given to the gateway it is given, again and again. For tests/channels-kill.test.ts, which kills it.
import { APP_ROLE, connect } from '#base/db/index.ts';
import { createGateway, deliverMails } from '#kernel/message/index.ts';
import { testCtx } from '#tests/ctx.ts';

const [url = '', gatewayUrl = '', secret = '', now = ''] = process.argv.slice(2);
const db = connect(url, { role: APP_ROLE });
const ctx = testCtx(db, { services: { gateway: createGateway({ url: gatewayUrl, secret }) } });
for (;;) await deliverMails({ ...ctx, now: Temporal.Instant.from(now) });
