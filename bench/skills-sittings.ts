// 200 people who sit a check at once, with 3 million answers stored: the time from an answer to the next question, and answers a second; each answer is durable before it
// is acknowledged. Run: node bench/skills-sittings.ts [answers] [sitters] [seconds] [connections]   (an own PostgreSQL in a temporary folder, as in production)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all, APP_ROLE, connect, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { directory } from '#modules/directory/index.ts';
import { answerQuestion, exposureTask, freezeBank, loadBank, readSitting, rulesFor, skills, startSitting } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';

const DAY = '2026-11-23';
const [stored = 3_000_000, sitters = 200, seconds = 30, connections = 10] = process.argv.slice(2).map(Number);
const PER_SITTING = 20;

function line(what: string, measured: string, goal = ''): void {
  console.log(`${what.padEnd(60)} ${measured.padStart(26)}   ${goal}`);
}

/** Finished checks of people of the city with 20 answers each, by SQL. */
async function addAnswers(owner: Db, bank: Awaited<ReturnType<typeof freezeBank>>): Promise<void> {
  const rules = JSON.stringify(rulesFor('check', null));
  await all(owner, sql`set session_replication_role = replica`);
  await all(
    owner,
    sql`
    insert into skills.sitting (id, person_id, unit_id, mode, bank_version_id, rules, closed, state, started_at, finished_at, day, ended)
    select kernel.new_id(), person.id, null, 'check', ${bank.id}, ${rules}::jsonb, '{}', 'finished', ${`${DAY}T00:00:00Z`}::timestamptz - interval '400 days',
      ${`${DAY}T00:00:00Z`}::timestamptz - interval '400 days', ${DAY}::date - 400, 'items'
    from (select person.id, row_number() over (order by person.id) as n from kernel.person) as person
    cross join generate_series(1, ${Math.ceil(stored / PER_SITTING / 20_000)}) as round
    where person.n <= 20000`,
  );
  await all(
    owner,
    sql`
    insert into skills.answer (sitting_id, number, item_id, version, scored, given, correct, minutes, answered_at)
    select sitting.id, n.n, (${bank.items.map(({ id }) => id)}::text[])[1 + (sitting.place * 7 + n.n * 12) % ${bank.items.length}], 1, true, '{"answer":["b"]}', true, n.n, sitting.started_at
    from (select sitting.id, sitting.started_at, row_number() over (order by sitting.id) as place from skills.sitting) as sitting
    cross join generate_series(1, ${PER_SITTING}) as n (n)
    where sitting.place <= ${stored / PER_SITTING}
    on conflict do nothing`,
  );
  await all(owner, sql`set session_replication_role = default`);
  await all(owner, sql`vacuum analyze`);
  await all(owner, sql`checkpoint`);
}

/** One person answers until the time is over; gives the milliseconds of each turn: the answer kept, and the next question read. */
async function sit(db: Db, personId: string, until: number): Promise<number[]> {
  const actor = actorWith(personId);
  const ctx = () => testCtx(db, { actor, now: Temporal.Now.instant(), requestId: newId() });
  const { id } = await perform(startSitting, ctx(), { mode: 'check' });
  let view = await perform(readSitting, ctx(), { id });
  const times: number[] = [];
  while (view.question !== null && performance.now() < until) {
    const begun = performance.now();
    const answer = { id, number: view.number, item: view.question.id, answer: {}, skip: true };
    await perform(answerQuestion, ctx(), answer);
    view = await perform(readSitting, ctx(), { id });
    times.push(performance.now() - begun);
  }
  return times;
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  declare([directory, skills]);
  const owner = connect(server.url, { max: 1 });
  const db = connect(server.url, { role: APP_ROLE, max: connections });
  await fill(owner, DAY, { people: 20_000, facts: 0 });
  await loadBank(testCtx(db));
  const begun = performance.now();
  await addAnswers(owner, await freezeBank(db));
  const kept = await one(owner, sql<{ n: number }>`select count(*) as n from skills.answer`);
  line(`fill: ${kept?.n ?? 0} answers, by SQL`, `${((performance.now() - begun) / 1000).toFixed(1)} s`);
  const people = await all(owner, sql<{ id: string }>`select person.id from kernel.person order by person.id desc limit 20000`);
  const floors: number[] = [];
  for (let turn = 0; turn < 200; turn++) {
    const from = performance.now();
    await one(db, sql`select 1`);
    floors.push(performance.now() - from);
  }
  floors.sort((a, b) => a - b);
  line('floor: select 1', `p50 ${(floors[100] ?? 0).toFixed(2)}  p95 ${(floors[190] ?? 0).toFixed(2)} ms`);
  // As a running program does.
  const counting = setInterval(() => void exposureTask.run(testCtx(db)), 5000);
  await sitFor(
    db,
    people.slice(0, 20).map(({ id }) => id),
    20,
    3,
    'warming up',
  );
  // As fast as it goes: everybody answers the moment the next question stands there.
  await sitFor(
    db,
    people.slice(1000).map(({ id }) => id),
    sitters,
    seconds,
    `${sitters} at once, without pause`,
    '>= 400/s',
  );
  await paced(
    db,
    people.slice(15_000).map(({ id }) => id),
  );
  clearInterval(counting);
  await Promise.all([owner.destroy(), db.destroy()]);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** So many people at once; whoever has finished is followed by the next. */
async function sitFor(db: Db, waiting: string[], count: number, lasting: number, what: string, goal = ''): Promise<void> {
  const until = performance.now() + lasting * 1000;
  const queue = waiting[Symbol.iterator]();
  const begun = performance.now();
  const times = (
    await Promise.all(
      Array.from({ length: count }, async () => {
        const mine: number[] = [];
        while (performance.now() < until) {
          const { value } = queue.next();
          if (value === undefined) break;
          mine.push(...(await sit(db, value, until)));
        }
        return mine;
      }),
    )
  ).flat();
  report(what, times, (performance.now() - begun) / 1000, goal);
}

/** As people sit: each thinks between two answers, so that 100 answers a second come in all, many times what a room of people gives. */
async function paced(db: Db, people: string[]): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const begun = performance.now();
  const times = (
    await Promise.all(
      people.slice(0, sitters).map(async (personId, k) => {
        await new Promise((resolve) => setTimeout(resolve, (k * 5000) / sitters));
        const actor = actorWith(personId);
        const ctx = () => testCtx(db, { actor, now: Temporal.Now.instant(), requestId: newId() });
        const mine: number[] = [];
        const { id } = await perform(startSitting, ctx(), { mode: 'check' });
        let view = await perform(readSitting, ctx(), { id });
        while (view.question !== null && performance.now() < until) {
          await new Promise((resolve) => setTimeout(resolve, 2000));
          const from = performance.now();
          await perform(answerQuestion, ctx(), { id, number: view.number, item: view.question.id, answer: {}, skip: true });
          view = await perform(readSitting, ctx(), { id });
          mine.push(performance.now() - from);
        }
        return mine;
      }),
    )
  ).flat();
  report(`${sitters} at once, each 2 s in thought`, times, (performance.now() - begun) / 1000, 'p95 <= 50 ms');
}

function report(what: string, times: number[], took: number, goal: string): void {
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
  line(what, `p50 ${at(0.5)}  p95 ${at(0.95)} ms, ${Math.round(times.length / took)}/s`, goal);
}
