// A roster of 130,000 people frozen, the board over it, 1,000 people who answer in the same minute, mails handed to a local SMTP server. Run: node bench/campaigns.ts [people] [sitters] [mails]
// (an own PostgreSQL in a temporary folder, as in production). tests/campaigns-kill.test.ts shows that a process killed while sending loses nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '#base/day/index.ts';
import { all, APP_ROLE, connect, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { createMailer, deliverMails } from '#kernel/message/index.ts';
import { perform } from '#kernel/operation/index.ts';
import {
  answerTask,
  campaigns,
  climbLadders,
  decideCampaign,
  finishTask,
  loadContent,
  openTask,
  readBoard,
  readCampaignTask,
  saveCampaign,
  sendDue,
  shippedId,
  submitCampaign,
} from '#modules/campaigns/index.ts';
import { directory } from '#modules/directory/index.ts';
import { skills } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';

const DAY = '2026-11-23';
const [people = 130_000, sitters = 1000, mails = 3000] = process.argv.slice(2).map(Number);

function line(what: string, measured: string, goal = ''): void {
  console.log(`${what.padEnd(60)} ${measured.padStart(26)}   ${goal}`);
}

const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;
const percentile = (values: number[], share: number): string => `${(values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0).toFixed(1)} ms`;

/** A mail server that takes everything and counts it. */
async function smtpServer(): Promise<{ port: number; taken: () => number; close: () => void }> {
  let taken = 0;
  const server = createServer((socket: Socket) => {
    let data = false;
    let rest = '';
    socket.write('220 bench\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
        const said = rest.slice(0, at);
        rest = rest.slice(at + 2);
        if (data) {
          if (said !== '.') continue;
          data = false;
          taken += 1;
          socket.write('250 taken\r\n');
        } else if (/^DATA/i.test(said)) {
          data = true;
          socket.write('354 go on\r\n');
        } else socket.write(/^QUIT/i.test(said) ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, taken: () => taken, close: () => server.close() };
}

/** How a thousand people come: over half a minute and thinking, or all in the same instant and without a thought between two steps. */
type Arrival = { within: number; think: () => number };
const AS_PEOPLE: Arrival = { within: 30_000, think: () => 2000 + Math.random() * 8000 };
const AT_ONCE: Arrival = { within: 0, think: () => 0 };
const SAME_SECOND: Arrival = { within: 1000, think: AS_PEOPLE.think };

/** One person reads and answers until it is decided; gives the milliseconds of each step. */
async function sit(db: Db, id: string, personId: string, arrival: Arrival): Promise<number[]> {
  const actor = actorWith(personId);
  const ctx = () => testCtx(db, { actor, now: Temporal.Now.instant(), requestId: newId() });
  const times: number[] = [];
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const done = await work();
    times.push(performance.now() - from);
    return done;
  };
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const think = () => wait(arrival.think());
  await wait(Math.random() * arrival.within);
  await timed(() => perform(openTask, ctx(), { id }));
  await think();
  const { test } = await timed(() => perform(finishTask, ctx(), { id }));
  for (;;) {
    const { question } = await timed(() => perform(readCampaignTask, ctx(), { id }));
    if (question === null) return times;
    await think();
    const { decision } = await timed(() => perform(answerTask, ctx(), { id, test, place: question.place, answer: { answer: [question.item.options[0]?.id ?? 'a'] } }));
    if (decision !== null) return times;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
const mailServer = await smtpServer();
try {
  await migrate(server.url, 'migrations');
  declare([directory, skills, campaigns]);
  const owner = connect(server.url, { max: 1 });
  const db = connect(server.url, { role: APP_ROLE, max: 10 });
  await fill(owner, DAY, { people, facts: 0 });
  const root = await one(owner, sql<{ id: string }>`select unit_id as id from kernel.unit_version where parent_id is null limit 1`);
  const city = root?.id ?? '';
  const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${mailServer.port}`, from: 'Khuê <khue@example.org>' });
  const services = { mailer, addressOf: async (_db: Db, ids: string[]) => new Map(ids.map((id) => [id, { email: `${id}@example.org`, locale: 'vi' as const }])) };
  const ctx = (day = DAY) => testCtx(db, { today: day, services });
  await loadContent(ctx());
  const { id } = await perform(saveCampaign, ctx(), {
    unitId: city,
    title: 'Đo tốc độ',
    why: 'Để đo tốc độ của chiến dịch.',
    messages: [shippedId('message', 'du-lieu-ca-nhan')],
    audience: { include: [{}], exclude: [] },
    starts: DAY,
    joinersUntil: DAY,
    ends: addDays(DAY, 30),
    ladder: [{ channel: 'email', afterWorkingDays: 0 }],
  });
  await perform(submitCampaign, ctx(), { id });
  let from = performance.now();
  const started = await perform(decideCampaign, ctx(), { id, approve: true });
  line(`roster of ${started.people} people frozen, with events and facts`, seconds(from), 'goal ≤ 10 s');
  await all(owner, sql`vacuum analyze`);
  const board: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    from = performance.now();
    await perform(readBoard, ctx(), { id });
    board.push(performance.now() - from);
  }
  line('board of the whole city, p95', percentile(board, 0.95), 'goal ≤ 100 ms');
  const lines = await all(
    owner,
    sql<{ id: string; personId: string }>`select id, person_id as "personId" from campaigns.line where campaign_id = ${id} order by id limit ${3 * sitters}`,
  );
  const arrivals: [string, Arrival][] = [
    [`${sitters} people open it within the same second, thinking 2 to 10 s`, SAME_SECOND],
    [`${sitters} people in the same instant, none thinks`, AT_ONCE],
    [`${sitters} people open it within 30 s and answer, thinking 2 to 10 s`, AS_PEOPLE],
  ];
  for (const [turn, [what, arrival]] of arrivals.entries()) {
    from = performance.now();
    const own = lines.slice(turn * sitters, (turn + 1) * sitters);
    const times = (await Promise.all(own.map(({ id: lineId, personId }) => sit(db, lineId, personId, arrival)))).flat();
    const took = (performance.now() - from) / 1000;
    line(`${what}: ${times.length} steps in ${took.toFixed(1)} s, ${Math.round(times.length / took)} a second, p50`, percentile(times, 0.5));
    line('p95 of a step', percentile(times, 0.95), 'goal ≤ 60 ms');
  }
  await all(
    owner,
    sql`update campaigns.line set opens = ${addDays(DAY, 300)} where campaign_id = ${id} and id not in (select id from campaigns.line where campaign_id = ${id} and state = 'invited' order by id limit ${mails})`,
  );
  from = performance.now();
  await climbLadders(ctx());
  await sendDue(ctx());
  line(`${mails} sends put into the outbox with their personal links`, seconds(from));
  from = performance.now();
  await deliverMails({ ...ctx(), now: ctx().now.add({ minutes: 10 }) });
  const took = (performance.now() - from) / 1000;
  line(`${mailServer.taken()} mails handed over`, `${Math.round(mailServer.taken() / took)} mails/s`, 'goal ≥ 300 mails/s');
  mailer.close();
  await db.destroy();
  await owner.destroy();
} finally {
  mailServer.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
