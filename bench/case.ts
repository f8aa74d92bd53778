// Lists of 50,000 open cases, steps, and the terms after a change of the calendar, beside a floor measured in the same run.
// Run: node bench/case.ts [cases]   (an own PostgreSQL in a temporary folder, durable as in production)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all, APP_ROLE, connect, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { previewChange, putDay } from '#kernel/calendar/index.ts';
import { caseList, caseRead, caseStep, listOpenTerms, openCase, recomputeTerms } from '#kernel/case/index.ts';
import { declareForms, savePage } from '#kernel/form/index.ts';
import { leave } from '#kernel/form/testing.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { getRoot, system, type Actor } from '#kernel/org/index.ts';
import { StepFact } from '#kernel/procedure/index.ts';
import { application } from '#kernel/procedure/testing.ts';
import { directory } from '#modules/directory/index.ts';
import { actorWith, testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';

const [cases = 50_000] = process.argv.slice(2).map(Number);
const DAY = '2026-11-23';

function line(what: string, measured: string, goal = ''): void {
  console.log(`${what.padEnd(58)} ${measured.padStart(26)}   ${goal}`);
}

/** Runs `work` 100 times after 5 that warm up; prints median and 95th percentile in ms. */
async function timed(what: string, work: () => Promise<unknown>, goal = ''): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 105; turn += 1) {
    const begun = performance.now();
    await work();
    if (turn >= 5) times.push(performance.now() - begun);
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

const ctxOf = (db: Db, actor: Actor) => testCtx(db, { actor, services: { openTerms: [listOpenTerms], calendarChanged: [recomputeTerms] } });

/** Copies of a case opened as usual: another unit, another day due, another person for each. */
async function copies(owner: Db, id: string): Promise<void> {
  await all(owner, sql`set session_replication_role = replica`);
  const units = sql`(select array_agg(version.unit_id order by version.unit_id) as ids from kernel.unit_version as version where version.valid_to = 'infinity')`;
  const people = sql`(select array_agg(person.id order by person.id) as ids from (select person.id from kernel.person order by person.id limit 3000) as person)`;
  await all(owner, sql`create temporary table made as select n, gen_random_uuid() as id from generate_series(1, ${cases}) as n`);
  await all(
    owner,
    sql`
    insert into kernel.case_file (id, procedure, version, unit_id, title, state, number, opened_on, due, assignee_id)
    select made.id, file.procedure, file.version, units.ids[1 + made.n % array_length(units.ids, 1)], 'Đơn số ' || made.n, file.state, file.number, file.opened_on,
      file.due + (made.n * 7919) % 200 - 100, people.ids[1 + made.n % array_length(people.ids, 1)]
    from made, kernel.case_file as file, ${units} as units, ${people} as people
    where file.id = ${id}`,
  );
  await all(
    owner,
    sql`
    insert into kernel.case_term (case_id, term, number, start, working_days, pauses, due)
    select made.id, run.term, run.number, run.start, run.working_days, run.pauses, run.due
    from made, kernel.case_term as run
    where run.case_id = ${id}`,
  );
  await all(
    owner,
    sql`
    insert into kernel.case_step (case_id, number, step, day, data, fact_id, recorded_at)
    select made.id, done.number, done.step, done.day, done.data, done.fact_id, done.recorded_at
    from made, kernel.case_step as done
    where done.case_id = ${id}`,
  );
  await all(
    owner,
    sql`
    insert into kernel.case_party (case_id, party, unit_id)
    select made.id, 'union', units.ids[1 + (made.n + 5) % array_length(units.ids, 1)]
    from made, ${units} as units`,
  );
  await all(owner, sql`set session_replication_role = origin`);
  await all(owner, sql`vacuum analyze`);
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  declare([{ ...directory, facts: [...directory.facts, { name: application.fact, data: StepFact }], procedures: [{ versions: [application] }] }]);
  declareForms([leave]);
  const owner = connect(server.url, { max: 1 });
  await fill(owner, DAY, { people: 10_000, facts: 20_000 });
  await all(owner, sql`insert into kernel.fact_kind (name) values (${application.fact})`);
  const db = connect(server.url, { role: APP_ROLE });
  const unitId = (await getRoot(db, DAY)).id;
  const { id } = await inTransaction(db, (tx) => openCase(ctxOf(tx, system('bench')), { procedure: application.name, unitId, title: 'Đơn số 0' }));
  await once(`fill: ${cases} open cases, by SQL`, () => copies(owner, id));
  await measure(db, unitId);
  await owner.destroy();
  await db.destroy();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(db: Db, root: string): Promise<void> {
  const some = await one(
    db,
    sql<{ unit: string; person: string }>`
    select file.unit_id as unit, file.assignee_id as person
    from kernel.case_file as file
    join kernel.unit_version as version on version.unit_id = file.unit_id
    where version.kind = 'ward'
      and version.valid_to = 'infinity'
      and file.assignee_id is not null
    limit 1`,
  );
  const { unit = root, person = newId() } = some ?? {};
  const administrator = actorWith(person, { role: 'administrator', unitId: root });
  const head = actorWith(person, { role: 'head-of-unit', unitId: unit });
  const union = actorWith(person, { role: 'union-officer', unitId: unit });
  await timed('floor: select 1', () => all(db, sql`select 1`));
  const lists: [string, Actor, 'mine' | 'units' | 'party', object][] = [
    ['all cases of the city', administrator, 'units', {}],
    ['late cases of the city', administrator, 'units', { late: true }],
    ['cases of the city given to one person', administrator, 'units', { assigneeId: person }],
    ['cases of a ward', head, 'units', {}],
    ['my cases', head, 'mine', {}],
    ['cases with my union as a party', union, 'party', {}],
  ];
  for (const [what, actor, whose, more] of lists) {
    const page = (after: object = {}) => perform(caseList, ctxOf(db, actor), { whose, ...more, ...after });
    const { after, cases: rows } = await page();
    if (rows.length === 0) throw new Error(`${what}: there is none, so nothing would be measured.`);
    await timed(`50 rows: ${what}`, () => page(), '<= 60 ms');
    if (after !== null) await timed(`50 rows: ${what}, next page`, () => page({ after }), '<= 60 ms');
  }
  await acts(db, administrator, person);
}

async function acts(db: Db, administrator: Actor, person: string): Promise<void> {
  const fresh = (await all(db, sql<{ id: string }>`select file.id from kernel.case_file as file where file.state = 'received' limit 120`)).map(({ id }) => id);
  let turn = 0;
  await timed('a case with its history', () => perform(caseRead, ctxOf(db, administrator), { id: fresh[turn++ % fresh.length] ?? '' }), '<= 60 ms');
  turn = 0;
  await timed('a step', () => perform(caseStep, ctxOf(db, system('bench')), { id: fresh[turn++] ?? '', expected: 0, step: 'accept' }), '<= 60 ms');
  await timed('a page of a form saved', () => perform(savePage, ctxOf(db, actorWith(person)), { form: leave.name, page: 'kind', answers: { kind: 'yearly' } }), '<= 60 ms');
  const edit = { day: '2026-11-26', kind: 'off', name: { vi: 'Nghỉ', en: 'Off' }, status: 'published', source: 'bench' } as const;
  await once(`preview of a day off, ${cases} running terms`, () => perform(previewChange, ctxOf(db, system('bench')), { put: [edit] }));
  await once(`the same day entered, ${cases} terms moved`, () => perform(putDay, ctxOf(db, system('bench')), edit));
}
