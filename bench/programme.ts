// Indicators with 130,000 people in post, 3,000 units and 60 indicators: one for all communes over 36 months, the whole catalogue for the city, all readings from scratch, and what one fact costs
// with 1, 5 and 10 million facts stored. Run: node bench/programme.ts [people] [facts …]   (an own PostgreSQL in a temporary folder, durable as in production)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMonths } from '#base/day/index.ts';
import { all, APP_ROLE, connect, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { getRoot, system, type Actor } from '#kernel/org/index.ts';
import { listSets, markChangedDefinitions, refresh } from '#kernel/set/index.ts';
import { noteAccountUse } from '#modules/directory/index.ts';
import {
  defineIndicator,
  filesOf,
  listIndicators,
  loadIndicators,
  loadPlans,
  makeContent,
  readCityOperation,
  readUnitProgramme,
  readIndicatorGrid,
  readIndicatorTrend,
  readIndicatorValues,
} from '#modules/programme/index.ts';
import { manifests } from '#program/index.ts';
import { actorWith, testCtx } from '../tests/ctx.ts';
import { addFacts, fill } from './city.ts';

const DAY = '2026-11-23';
const [people = 130_000, ...asked] = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [1_000_000, 5_000_000, 10_000_000];
const [UNITS, INDICATORS] = [3000, 60];
const MONTHS = Array.from({ length: 36 }, (_, back) => addMonths(DAY, back - 35));

function line(what: string, measured: string, goal = ''): void {
  console.log(`${what.padEnd(66)} ${measured.padStart(26)}   ${goal}`);
}

/** Runs `work` 25 times after 3 that warm up; prints median and 95th percentile in ms. */
async function timed(what: string, work: () => Promise<unknown>, goal = ''): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 28; turn += 1) {
    const begun = performance.now();
    await work();
    if (turn >= 3) times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
  line(what, `p50 ${at(0.5).toFixed(1)}  p95 ${at(0.95).toFixed(1)} ms`, goal);
}

async function once(what: string, work: () => Promise<unknown>, goal = ''): Promise<void> {
  const begun = performance.now();
  await work();
  line(what, `${((performance.now() - begun) / 1000).toFixed(2)} s`, goal);
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  declare(manifests);
  const owner = connect(server.url, { max: 1 });
  const db = connect(server.url, { role: APP_ROLE });
  const [first = 0] = sizes;
  await once(`fill: ${people} people, ${UNITS} units, ${first} facts, by SQL`, () => fill(owner, DAY, { people, facts: first, units: UNITS }));
  await inTransaction(db, (tx) => loadIndicators({ db: tx, actor: system('bench'), today: DAY }));
  await markChangedDefinitions(db, listSets());
  await once('all readings of all units from scratch', () => refresh(db, listSets()), '<= 60 s');
  await all(owner, sql`vacuum analyze`);
  await defineMore(db);
  await describe(db);
  let have = first;
  for (const facts of sizes) {
    await addFacts(owner, DAY, have, facts);
    have = facts;
    await afterOneFact(db, facts);
  }
  await reading(db);
  await pages(db);
  await owner.destroy();
  await db.destroy();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function describe(db: Db): Promise<void> {
  const counted = await one(
    db,
    sql<{ standing: number; ever: number }>`
    select count(*) filter (where version.valid_from <= ${DAY} and version.valid_to > ${DAY}) as standing, count(distinct version.unit_id) as ever
    from kernel.unit_version as version`,
  );
  const indicators = await listIndicators({ db, actor: system('bench'), today: DAY });
  line('units standing, and ever', `${counted?.standing ?? 0} of ${counted?.ever ?? 0}`);
  line('indicators, of which counted', `${indicators.length}, ${indicators.filter(({ formula }) => formula.kind !== 'reported').length}`);
}

/** Indicators over sets that are there, of the kind an officer makes on the page, until there are so many. */
async function defineMore(db: Db): Promise<void> {
  const slices = ['kind=leader', 'kind=contract', 'sex=female', 'sex=male', 'kind=staff', 'union=member'];
  const ownerId = (await getRoot(db, DAY)).id;
  const have = (await listIndicators({ db, actor: system('bench'), today: DAY })).length;
  for (let n = have; n < INDICATORS; n += 1) {
    const slice = slices[n % slices.length] ?? '';
    const formula = { kind: 'ratio' as const, numerator: [{ set: 'directory.staff-in-post', slice }], denominator: [{ set: 'directory.staff-in-post' }], factor: 100 };
    const told = { nameVi: `Tỷ lệ ${slice} (${n})`, definitionVi: `Số người có ${slice} chia cho số người đang giữ vị trí.`, source: 'Danh sách cán bộ', unitVi: '%' };
    const kind = { measure: 'percent' as const, direction: 'higher' as const, periodicity: 'month' as const };
    await perform(defineIndicator, testCtx(db, { today: DAY }), {
      ...told,
      ...kind,
      formula,
      decimals: 1,
      ownerId,
      termWorkingDays: 5,
      verified: false,
      from: '2024-01-01',
      basedOn: 0,
    });
  }
}

/** One person uses the account for the first time: the city's indicator must count one more once the readings are refreshed. */
async function afterOneFact(db: Db, facts: number): Promise<void> {
  const root = (await getRoot(db, DAY)).id;
  const someone = await one(
    db,
    sql<{ id: string }>`
    select posting.person_id as id
    from kernel.posting
    where posting.main
      and posting.valid_from <= ${DAY}
      and posting.valid_to > ${DAY}
      and not exists (
        select 1
        from directory.account_use as used
        where used.person_id = posting.person_id
          and used.valid_to > ${DAY})
    limit 1`,
  );
  const counted = () =>
    inTransaction(
      db,
      async (tx) => (await readIndicatorValues({ db: tx, actor: system('bench'), today: DAY }, [{ indicator: 'accounts-used', unitId: root, day: DAY }]))[0]?.numerator,
    );
  const before = (await counted()) ?? 0;
  await once(
    `readings right after one fact, ${facts} stored`,
    async () => {
      await noteAccountUse(testCtx(db, { today: DAY }), someone?.id ?? '');
      await refresh(db, listSets());
    },
    '<= 5 s',
  );
  const after = (await counted()) ?? 0;
  if (after !== before + 1) throw new Error(`the city counted ${before} and counts ${after}`);
}

async function reading(db: Db): Promise<void> {
  const root = (await getRoot(db, DAY)).id;
  const administrator = actorWith(newId(), { role: 'administrator', unitId: root });
  const steering = actorWith(newId(), { role: 'steering-member', unitId: root });
  // In a transaction no answer is kept (src/kernel/set/fresh.ts): what is measured is the computing.
  const as = (actor: Actor, work: (ctx: { db: Db; actor: Actor; today: string }) => Promise<unknown>) => inTransaction(db, (tx) => work({ db: tx, actor, today: DAY }));
  for (const [who, actor] of [
    ['administrator', administrator],
    ['protected', steering],
  ] as const) {
    for (const indicator of ['accounts-used', 'women-in-post', 'posts-vacant']) {
      await timed(
        `${indicator}: all units under the city over 36 months (${who})`,
        () => as(actor, (ctx) => readIndicatorGrid(ctx, { indicator, unitId: root, days: MONTHS })),
        '<= 150 ms',
      );
    }
    const all60 = (await listIndicators({ db, actor: system('bench'), today: DAY })).map(({ key }) => ({ indicator: key, unitId: root, day: DAY }));
    await timed(`the whole catalogue for the city (${who})`, () => as(actor, (ctx) => readIndicatorValues(ctx, all60)), '<= 100 ms');
    await timed(`one indicator, trend of 36 months (${who})`, () =>
      as(actor, (ctx) => readIndicatorTrend(ctx, { indicator: 'accounts-used', unitId: root, from: addMonths(DAY, -35), to: DAY, period: 'month' })),
    );
  }
}

/** What the pages of the city and of a unit read, and the briefing with its PDF; answers that are kept for a moment are forgotten by reading in a transaction. */
async function pages(db: Db): Promise<void> {
  const root = (await getRoot(db, DAY)).id;
  const ward = await one(
    db,
    sql<{
      id: string;
    }>`select version.unit_id as id from kernel.unit_version as version where version.kind = 'ward' and version.valid_to = 'infinity' order by version.unit_id limit 1`,
  );
  await perform(loadPlans, testCtx(db, { today: DAY }), {});
  const ctx = (tx: Db) => testCtx(tx, { today: DAY, actor: actorWith(newId(), { role: 'steering-member', unitId: root }) });
  await timed('the city: targets, main figures, week, decisions', () => inTransaction(db, (tx) => perform(readCityOperation, ctx(tx), {})), '<= 100 ms');
  await timed('a ward: targets, reports due, initiatives', () => inTransaction(db, (tx) => perform(readUnitProgramme, ctx(tx), { unitId: ward?.id ?? '' })), '<= 60 ms');
  await timed('the briefing: its content, PDF and spreadsheet', () => inTransaction(db, async (tx) => filesOf(ctx(tx), await makeContent(ctx(tx)))), '<= 2 s');
}
