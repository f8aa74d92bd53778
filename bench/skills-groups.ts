// Figures of skills for the whole city and a ward, with everybody measured twice: 130,000 people, 260,000 checks, 1.56 million
// results, 130,000 questionnaires. Run: node bench/skills-groups.ts [people]   (an own PostgreSQL in a temporary folder, durable as in production)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all, APP_ROLE, connect, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { record } from '#kernel/fact/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { getRoot, system } from '#kernel/org/index.ts';
import { listSets, markChangedDefinitions, readChildren, refresh } from '#kernel/set/index.ts';
import { directory } from '#modules/directory/index.ts';
import { keepRequired, listGaps, listUnitResults, loadRequirements, readUnitSkills, skills } from '#modules/skills/index.ts';
import { actorWith, testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';

const DAY = '2026-11-23';
const [people = 130_000] = process.argv.slice(2).map(Number);

function line(what: string, measured: string, goal = ''): void {
  console.log(`${what.padEnd(62)} ${measured.padStart(26)}   ${goal}`);
}

async function once<T>(what: string, work: () => Promise<T>, goal = ''): Promise<T> {
  const begun = performance.now();
  const made = await work();
  line(what, `${((performance.now() - begun) / 1000).toFixed(2)} s`, goal);
  return made;
}

/** Runs `work` 60 times after 5 that warm up; prints median and 95th percentile in ms. */
async function timed(what: string, work: () => Promise<unknown>, goal = ''): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 65; turn += 1) {
    const begun = performance.now();
    await work();
    if (turn >= 5) times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
  line(what, `p50 ${at(0.5).toFixed(1)}  p95 ${at(0.95).toFixed(1)} ms`, goal);
}

/** Two checks of everybody with results by area, a self-rating before the first, a questionnaire; all by SQL. */
async function measureAll(owner: Db): Promise<void> {
  const bank = newId();
  await all(owner, sql`set session_replication_role = replica`);
  const statements = [
    sql`insert into skills.bank_version (id, digest, items, item_count, awaiting_review, calibrated) values (${bank}, 'bench', '[]', 0, 0, 0)`,
    sql`
      insert into skills.sitting (id, person_id, unit_id, mode, bank_version_id, rules, closed, state, started_at, finished_at, day, ended)
      select kernel.new_id(), person.id, null, 'check', ${bank}, '{}', '{}', 'finished', moment.at, moment.at + interval '20 minutes', moment.at::date, 'items'
      from (select person.id, row_number() over (order by person.id) as n from kernel.person) as person
      cross join generate_series(1, 2) as round
      cross join lateral (select ${`${DAY}T02:00:00Z`}::timestamptz - (round * 200 - person.n % 150) * interval '1 day' as at) as moment
      where person.n <= ${people}`,
    sql`
      insert into skills.result (sitting_id, area, revision, theta, standard_error, theta_from, theta_to, answers, level, assured, certainty, probabilities, measured_at)
      select sitting.id, area.name, 1, 0, 0.4, -0.8, 0.8, 20, level.most, 0, 'likely',
        (array[array[0.8, 0.2, 0, 0], array[0.1, 0.7, 0.2, 0], array[0, 0.2, 0.7, 0.1], array[0, 0, 0.2, 0.8]])[level.most + 1:level.most + 1][1:4], sitting.finished_at
      from skills.sitting
      cross join unnest(array['all', '1', '2', '3', '4', '5']) as area (name)
      cross join lateral (select abs(hashtext(sitting.id::text || area.name)) % 4 as most) as level`,
    sql`
      insert into skills.self_rating (person_id, rated_at, area, day, level)
      select sitting.person_id, sitting.started_at - interval '1 hour', area.name, sitting.day, abs(hashtext(sitting.person_id::text || area.name)) % 4
      from skills.sitting
      cross join unnest(array['1', '2', '3', '4', '5']) as area (name)`,
    sql`
      insert into skills.awareness (id, person_id, unit_id, form, state, started_at, finished_at, day, knowledge, attitude, practice, situations, aware)
      select kernel.new_id(), sitting.person_id, coalesce(sitting.unit_id, sitting.id), 'bench', 'finished', sitting.started_at, sitting.finished_at, sitting.day,
        score.n, score.n, score.n, score.n, score.n >= 60
      from skills.sitting
      cross join lateral (select abs(hashtext(sitting.id::text)) % 101 as n) as score
      where sitting.day > ${DAY}::date - 200`,
  ];
  for (const statement of statements) await all(owner, statement);
  await all(owner, sql`update skills.result set probabilities = array[probabilities[1][1], probabilities[1][2], probabilities[1][3], probabilities[1][4]]`);
  await all(owner, sql`set session_replication_role = default`);
  await all(owner, sql`vacuum analyze`);
  await all(owner, sql`checkpoint`);
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  declare([directory, skills]);
  const owner = connect(server.url, { max: 1 });
  await once(`fill: ${people} people`, () => fill(owner, DAY, { people, facts: 1000 }));
  await once('fill: two checks, self-ratings and a questionnaire of everybody', () => measureAll(owner));
  const db = connect(server.url, { role: APP_ROLE });
  await measure(db);
  await owner.destroy();
  await db.destroy();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(db: Db): Promise<void> {
  await loadRequirements(testCtx(db));
  await once('required levels of all units, derived anew', () => keepRequired(testCtx(db)));
  await timed('required levels, nothing new', () => keepRequired(testCtx(db)));
  await markChangedDefinitions(db, listSets());
  await once('refresh of all sets, first time', () => refresh(db, listSets()));
  const root = (await getRoot(db, DAY)).id;
  const ward =
    (await one(db, sql<{ id: string }>`select version.unit_id as id from kernel.unit_version as version where version.kind = 'ward' and version.valid_to = 'infinity' limit 1`))
      ?.id ?? root;
  const division = (await one(db, sql<{ id: string }>`select posting.unit_id as id from kernel.posting where posting.valid_to = 'infinity' limit 1`))?.id ?? root;
  const steering = actorWith(newId(), { role: 'steering-member', unitId: root });
  const officer = actorWith(newId(), { role: 'training-officer', unitId: root });
  const before = '2026-06-30';
  // In a transaction no answer is kept (src/kernel/set/fresh.ts): what is measured is the computing.
  const within = (work: (tx: Db) => Promise<unknown>) => () => inTransaction(db, work);
  await timed(
    'roll-up: share at the required level in every unit of the city',
    within((tx) => readChildren(tx, steering, 'skills.share-at-required-level', root, DAY)),
    '<= 100 ms',
  );
  await timed(
    'page of the city: figures, two days, trend, units',
    within((tx) => perform(readUnitSkills, testCtx(tx, { actor: steering, today: DAY }), { unitId: root, before })),
    '<= 100 ms',
  );
  await timed(
    'page of a ward',
    within((tx) => perform(readUnitSkills, testCtx(tx, { actor: steering, today: DAY }), { unitId: ward, before })),
    '<= 100 ms',
  );
  await timed(
    'gaps of the city: 5 areas of every unit',
    within((tx) => perform(listGaps, testCtx(tx, { actor: officer, today: DAY }), {})),
    '<= 100 ms',
  );
  await timed('50 results of a ward, with purpose and looks', () => perform(listUnitResults, testCtx(db, { actor: officer, today: DAY, purpose: 'bench' }), { unitId: ward }));
  await record({ db, actor: system('bench') }, [{ kind: 'skills.sitting-finished', subject: newId(), unitId: division, day: DAY, data: { mode: 'check' } }]);
  await once('refresh after one check', () => refresh(db, listSets()), '<= 5 s');
}
