// Figures, lists, roll-ups, recording and refreshing with 130,000 people in post and 5 million facts, beside floors measured in the same run.
// Run: node bench/sets.ts [people] [facts]   (an own PostgreSQL in a temporary folder, durable as in production)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Type from 'typebox';
import { addMonths } from '#base/day/index.ts';
import { all, APP_ROLE, connect, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { record } from '#kernel/fact/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { operation, perform } from '#kernel/operation/index.ts';
import { getRoot, system } from '#kernel/org/index.ts';
import { getSet, listMembers, listSets, markChangedDefinitions, reachOf, readChildren, readFigures, readTrend, refresh } from '#kernel/set/index.ts';
import { directory } from '#modules/directory/index.ts';
import { actorWith, testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';

const DAY = '2026-11-23';
const [people = 130_000, facts = 5_000_000] = process.argv.slice(2).map(Number);
const NAMES = ['directory.staff-in-post', 'directory.posts-vacant', 'directory.share-accounts-used', 'directory.share-registers-confirmed'];

function line(what: string, measured: string, goal = ''): void {
  console.log(`${what.padEnd(58)} ${measured.padStart(26)}   ${goal}`);
}

/** An operation whose work is one small insert, as floor and with everything around it. */
const probe = operation({
  name: 'bench.write-request',
  summary: 'One small insert.',
  kind: 'write',
  http: 'POST /bench',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ description: 'Any' }) }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String({ description: 'The same' }) }, { additionalProperties: false }),
  run: async (ctx, { id }) => {
    await insert(ctx.db, id);
    return { id };
  },
});

/** Runs `work` 60 times after 5 that warm up; prints median and 95th percentile in ms. */
async function timed(what: string, work: () => Promise<unknown>, goal = ''): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 65; turn += 1) {
    const begun = performance.now();
    await work();
    if (turn >= 5) times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
  line(what, `p50 ${at(0.5).toFixed(1)}  p95 ${at(0.95).toFixed(1)} ms`, goal);
  return at(0.5);
}

async function once<T>(what: string, work: () => Promise<T>, goal = ''): Promise<number> {
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  line(what, `${seconds.toFixed(2)} s`, goal);
  return seconds;
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  declare([directory]);
  const owner = connect(server.url, { max: 1 });
  await once(`fill: ${people} people, ${facts} facts, by SQL`, () => fill(owner, DAY, { people, facts }));
  const db = connect(server.url, { role: APP_ROLE });
  await markChangedDefinitions(db, listSets());
  await once('refresh of everything, first time', () => refresh(db, listSets()));
  await all(owner, sql`vacuum analyze`);
  await measure(db);
  await owner.destroy();
  await db.destroy();
  line('resident memory of this process, at most', `${Math.round(process.resourceUsage().maxRSS / 1000)} MB`, '<= 400 MB');
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(db: Db): Promise<void> {
  const root = (await getRoot(db, DAY)).id;
  const unit = async (kind: string) =>
    (await one(db, sql<{ unit_id: string }>`select version.unit_id from kernel.unit_version as version where version.kind = ${kind} and version.valid_to = 'infinity' limit 1`))
      ?.unit_id ?? root;
  const ward = await unit('ward');
  const division = await unit('division');
  const steering = actorWith(newId(), { role: 'steering-member', unitId: root });
  const administrator = actorWith(newId(), { role: 'administrator', unitId: root });
  const head = actorWith(newId(), { role: 'head-of-unit', unitId: ward });
  await timed('floor: select 1', () => all(db, sql`select 1`));
  await timed('floor: 16 readings of one unit by key', () =>
    all(
      db,
      sql`select reading.slice, reading.size from kernel.reading where reading.unit_id = ${root} and reading.set_name = ${NAMES[0]} and reading.valid_from <= ${DAY} and reading.valid_to > ${DAY}`,
    ),
  );
  // In a transaction no answer is kept (src/kernel/set/fresh.ts): what is measured is the computing.
  await timed('figures of the city, four with divisions (administrator)', () => inTransaction(db, (tx) => readFigures(tx, administrator, NAMES, root, DAY)), '<= 50 ms');
  await timed('figures of the city, protected (steering committee)', () => inTransaction(db, (tx) => readFigures(tx, steering, NAMES, root, DAY)), '<= 50 ms');
  await timed('figures of a ward, protected', () => inTransaction(db, (tx) => readFigures(tx, steering, NAMES, ward, DAY)), '<= 50 ms');
  await timed('trend of 24 months of the city', () =>
    inTransaction(db, (tx) => readTrend(tx, steering, NAMES[0] ?? '', root, { from: addMonths(DAY, -23), to: DAY, period: 'month' })),
  );
  await timed('trend of 24 months of a ward, protected', () =>
    inTransaction(db, (tx) => readTrend(tx, steering, NAMES[0] ?? '', ward, { from: addMonths(DAY, -23), to: DAY, period: 'month' })),
  );
  let turn = 0;
  const anyDay = () => addMonths(DAY, -(turn++ % 22));
  for (const name of NAMES)
    await timed(`roll-up over the units of the city on any day: ${name}`, () => inTransaction(db, (tx) => readChildren(tx, steering, name, root, anyDay())), '<= 100 ms');
  await lists(db, { root, ward, administrator, head });
  await writing(db, division);
}

type Who = { root: string; ward: string; administrator: ReturnType<typeof actorWith>; head: ReturnType<typeof actorWith> };

async function lists(db: Db, { root, ward, administrator, head }: Who): Promise<void> {
  const cases = [
    ['people of the city', 'directory.staff-in-post', '', root, administrator],
    ['people of the city, 30 to 39', 'directory.staff-in-post', 'age=30-39', root, administrator],
    ['people of the city, no union members', 'directory.staff-in-post', 'union=other', root, administrator],
    ['people of a ward', 'directory.staff-in-post', '', ward, administrator],
    ['people of a ward, 30 to 39', 'directory.staff-in-post', 'age=30-39', ward, administrator],
    ['people of the city that the head of a ward sees', 'directory.staff-in-post', '', root, head],
    ['vacant posts of the city', 'directory.posts-vacant', '', root, administrator],
    ['accounts used, city', 'directory.accounts-used', '', root, administrator],
    ['accounts used, ward', 'directory.accounts-used', '', ward, administrator],
  ] as const;
  for (const [what, name, slice, unitId, actor] of cases) {
    const definition = getSet(name);
    const query = { slice, unitId, day: DAY };
    const page = async (after?: { sort: string; record: string }) => listMembers(db, definition, await reachOf(db, definition, actor, DAY, query), query, { after, limit: 51 });
    const first = await page();
    await timed(`50 rows: ${what}`, () => page(), '<= 50 ms');
    await timed(`50 rows: ${what}, next page`, () => page(first.at(-1)), '<= 50 ms');
  }
}

function insert(db: Db, id: string): Promise<unknown> {
  return all(db, sql`insert into kernel.request (actor, request_id, operation, input_hash) values ('bench', ${id}, 'bench', 'x')`);
}

/** What an operation has to write anyway besides its work: the claim of the request, its answer, the audit line. */
async function bare(db: Db, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await all(tx, sql`insert into kernel.request (actor, request_id, operation, input_hash) values ('bare', ${id}, 'bench', 'x')`);
    await insert(tx, id);
    await all(tx, sql`insert into kernel.audit (id, operation, outcome, actor_kind, request_id) values (${newId()}, 'bench', 'done', 'system', ${id})`);
    await all(tx, sql`update kernel.request set output = '{}' where request.actor = 'bare' and request.request_id = ${id} and request.operation = 'bench'`);
  });
}

async function writing(db: Db, unitId: string): Promise<void> {
  const acting = { db, actor: system('bench') };
  const fact = () => ({ kind: 'directory.account-used', subject: newId(), unitId, day: DAY });
  const batch = Array.from({ length: 1000 }, fact);
  const seconds = await once('recording 40 batches of 1,000 facts', async () => {
    for (let turn = 0; turn < 40; turn += 1) await inTransaction(db, (tx) => record({ ...acting, db: tx }, batch));
  });
  line('facts recorded a second', `${Math.round(40_000 / seconds)}`, '>= 20,000');
  await refresh(db, listSets());
  for (const kind of ['directory.account-used', 'directory.posting-started'] as const) {
    await record(acting, [{ ...fact(), kind, ...(kind === 'directory.posting-started' ? { data: { posting: newId(), post: newId() } } : {}) }]);
    await once(`refresh after one fact: ${kind}`, () => refresh(db, listSets()), '<= 5 s');
  }
  const floor = await timed('floor: the same statements without perform', () => bare(db, newId()));
  const around = await timed('perform: one small insert', () => perform(probe, testCtx(db), { id: newId() }));
  line('perform adds', `${(around - floor).toFixed(2)} ms`, '<= 1 ms');
}
