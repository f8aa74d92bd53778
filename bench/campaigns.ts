// A roster of 130,000 people frozen, the board over it, 1,000 people who answer in the same minute, mails handed to a local SMTP server. Run: node bench/campaigns.ts [people] [sitters] [mails]
// (an own PostgreSQL in a temporary folder, as in production). tests/campaigns-kill.test.ts shows that a process killed while sending loses nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '#base/day/index.ts';
import { all, APP_ROLE, connect, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { createMailer, deliverMails } from '#kernel/message/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
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

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** One person of the roster, as far as they are. */
type Sitter = { id: string; personId: string };
/** The options that are right, by item. */
type Keys = ReadonlyMap<string, string>;
/** What each step took, in milliseconds. */
type Times = { open: number[]; read: number[]; answer: number[] };

/** How people come: all within `within` ms, evenly likely; they think about 2 s between two steps, or not at all. */
type Arrival = { within: number; thinks: boolean };

/** People who have answered before those whose steps are measured. */
const EARLIER = 500;
/** Share of questions that somebody answers rightly. */
const KNOWS = 0.85;

/** One person from the first look to the decision, as on the pages: each step is an act and the page that follows it. */
async function sit(base: Ctx, { id, personId }: Sitter, keys: Keys, { within, thinks }: Arrival, times: Times): Promise<void> {
  const actor = actorWith(personId);
  const ctx = () => ({ ...base, actor, now: Temporal.Now.instant(), requestId: newId() });
  const step = async (of: number[], act: () => Promise<unknown>) => {
    const from = performance.now();
    await act();
    const { question } = await perform(readCampaignTask, ctx(), { id });
    of.push(performance.now() - from);
    if (thinks) await wait(1000 + Math.random() * 2000);
    return question;
  };
  await wait(Math.random() * within);
  await step(times.open, () => perform(openTask, ctx(), { id }));
  let question = await step(times.read, () => perform(finishTask, ctx(), { id }));
  while (question !== null) {
    const { test, place, item } = question;
    const key = keys.get(item.id) ?? '';
    const chosen = Math.random() < KNOWS ? key : (item.options.find((option) => option.id !== key)?.id ?? '');
    question = await step(times.answer, () => perform(answerTask, ctx(), { id, test, place, answer: { answer: [chosen] } }));
  }
}

/** What all processors have worked since they were started, in ms; other programs count too. */
function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

async function keysOf(owner: Db): Promise<Keys> {
  const items = await all(owner, sql<{ id: string; key: string }>`select item_id as id, body::jsonb -> 'key' ->> 0 as key from campaigns.item`);
  return new Map(items.map(({ id, key }) => [`1.1-${id}`, key]));
}

/** Everybody of `of` sits; tells how long the steps took, and what the whole cost in time of this process. */
async function round(what: string, base: Ctx, of: Sitter[], keys: Keys, arrival: Arrival): Promise<void> {
  const times: Times = { open: [], read: [], answer: [] };
  const from = performance.now();
  const [cpu, busy] = [process.cpuUsage(), busyMs()];
  await Promise.all(of.map((sitter) => sit(base, sitter, keys, arrival, times)));
  const took = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const steps = Object.values(times).flat();
  line(`${of.length} people ${what}: ${steps.length} steps in ${took.toFixed(1)} s, p50`, percentile(steps, 0.5));
  line('  p95 of a step: all', percentile(steps, 0.95), 'goal ≤ 60 ms');
  line('  p95: opening · begins the test · answers', `${percentile(times.open, 0.95)} · ${percentile(times.read, 0.95)} · ${percentile(times.answer, 0.95)}`);
  line('  CPU for a step: Node · all that ran', `${((user + system) / 1000 / steps.length).toFixed(2)} · ${((busyMs() - busy) / steps.length).toFixed(2)} ms`);
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
  const rounds: [string, Arrival][] = [
    ['open within two seconds, about 2 s between steps, fresh connections', { within: 2000, thinks: true }],
    ['open within two seconds, about 2 s between steps', { within: 2000, thinks: true }],
    ['open within one second, about 2 s between steps', { within: 1000, thinks: true }],
    ['open in the same instant, about 2 s between steps', { within: 0, thinks: true }],
    ['in the same instant, none thinks', { within: 0, thinks: false }],
  ];
  const lines = await all(
    owner,
    sql<Sitter>`select id, person_id as "personId" from campaigns.line where campaign_id = ${id} order by id limit ${EARLIER + rounds.length * sitters}`,
  );
  const keys = await keysOf(owner);
  const base = ctx();
  // In a city that works with it somebody has answered before: PostgreSQL plans otherwise for tables of which it knows that they are empty.
  const before = connect(server.url, { role: APP_ROLE });
  const earlier = { open: [], read: [], answer: [] };
  await Promise.all(lines.splice(0, EARLIER).map((sitter) => sit({ ...base, db: before }, sitter, keys, { within: 0, thinks: false }, earlier)));
  await before.destroy();
  await all(owner, sql`vacuum analyze`);
  for (const [turn, [what, arrival]] of rounds.entries()) await round(what, base, lines.slice(turn * sitters, (turn + 1) * sitters), keys, arrival);
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
