// The course page of a signed-in learner, and enrolling 130,000 people by an audience: a course, a curriculum, more time for all of them, a curriculum awarded.
// Usage: node bench/learning.ts [PEOPLE]     Targets: course page >= 400 requests/s on 2 cores, p95 <= 60 ms; enrolling 130,000 <= 30 s.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#base/clock/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, APP_ROLE, connect, inTransaction, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform, type Operation } from '#kernel/operation/index.ts';
import { getRoot, system } from '#kernel/org/index.ts';
import { directory } from '#modules/directory/index.ts';
import { assignCourse, awardCertifications, createCurriculum, excuseAudience, learning, recordLearned, syncAssignments } from '#modules/learning/index.ts';
import { skills } from '#modules/skills/index.ts';
import type { Static, TSchema } from 'typebox';
import { testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';
import { load, signIn, within } from './client.ts';
import { withServer, type Served } from './server.ts';

const CONNECTIONS = 16;
const SECONDS = 6;
const COURSE = 'digital-government';
const [people = 130_000] = process.argv.slice(2).map(Number);
const today = systemClock.today();
const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
chmodSync(folder, 0o755);
const postgres = await startPostgres({ folder, onProgress: () => undefined });

function line(what: string, measured: string, goal: string): void {
  console.log(`${what.padEnd(62)} ${measured.padStart(30)}   ${goal}`);
}

async function timed<T>(what: string, goal: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  line(what, `${((performance.now() - begun) / 1000).toFixed(1)} s`, goal);
  return result;
}

try {
  await migrate(postgres.url, 'migrations');
  declare([directory, skills, learning]);
  const owner = connect(postgres.url, { max: 1 });
  await fill(owner, today, { people, facts: 1000 });
  await all(owner, sql`analyze`);
  await owner.destroy();
  const db = connect(postgres.url, { role: APP_ROLE });
  await enrol(db);
  await db.destroy();
  await withServer(postgres.url, folder, pages);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function enrol(db: Db): Promise<void> {
  const ctx = testCtx(db, { actor: system('bench'), today });
  await skills.start?.(ctx);
  await learning.start?.(ctx);
  const unitId = (await getRoot(db, today)).id;
  const act = <I extends TSchema, O extends TSchema>(op: Operation<I, O>, input: Static<I>) =>
    inTransaction(db, (tx) => perform(op, { ...ctx, db: tx, requestId: newId() }, input));
  const given = { unitId, audience: { include: [{}], exclude: [] }, starts: today, dueDays: 20, reason: 'Đo thời gian giao học' };
  const assigned = await timed(`a course assigned to ${people}`, '<= 30 s', () => act(assignCourse, { course: COURSE, ...given }));
  await timed('the same brought up to its audience again, nothing to do', '', () => syncAssignments(ctx));
  await timed('more time for all of them', '<= 30 s', () =>
    act(excuseAudience, { id: assigned.id, audience: given.audience, until: addDays(today, 90), reason: 'Đo thời gian gia hạn' }),
  );
  const parts = [{ course: COURSE, need: 'mandatory' as const }];
  const named = { titleVi: 'Chương trình đo', titleEn: 'Measured curriculum', about: 'Để đo', optionalNeeded: 0, validMonths: 24, windowDays: 60 };
  const { id } = await act(createCurriculum, { unitId, ...named, parts, renewals: [{ kind: 'outside' }] });
  await timed(`a curriculum assigned to ${people}`, '<= 30 s', () => act(assignCourse, { curriculum: id, ...given }));
  const learners = await all(db, sql<{ id: string }>`select posting.person_id as id from kernel.posting where posting.main and posting.valid_to = 'infinity' limit 20000`);
  const learned = learners.map((one) => ({ personId: one.id, course: COURSE, startedOn: today, completedOn: today, lessons: 5 }));
  await timed(`${learners.length} people enter a completed course, with sessions`, '', () => inTransaction(db, (tx) => recordLearned({ ...ctx, db: tx }, learned)));
  await timed(`${learners.length} certifications given, lines closed`, '', () => awardCertifications(ctx));
}

async function pages(served: Served): Promise<void> {
  const db = connect(postgres.url, { max: 1 });
  // One who has begun: the page with progress, not the empty one.
  const [learner] = await all(
    db,
    sql<{ id: string; lesson: string }>`
    select enrolment.person_id as id, lesson.lesson_id as lesson
    from learning.enrolment
    join learning.lesson_version as lesson on lesson.course_id = enrolment.course_id and lesson.version = enrolment.version
    order by enrolment.id, lesson.place
    limit 1`,
  );
  await db.destroy();
  const cookie = await signIn(served.port, learner?.id ?? '');
  const shown: [name: string, path: string, goal: string][] = [
    ['/healthz (floor)', '/healthz', ''],
    ['course page, completed', `/learning/${COURSE}`, '>= 400 /s, p95 <= 60 ms'],
    ['course page, not begun', '/learning/digital-society', '>= 400 /s, p95 <= 60 ms'],
    ['my learning', '/learning', ''],
    ['lesson', `/learning/${COURSE}/${learner?.lesson ?? ''}`, ''],
    ['Today', '/', ''],
    ['my hours', '/learning/hours', ''],
  ];
  for (const [name, path, goal] of shown) {
    await load(served, [path], cookie, 2, CONNECTIONS);
    const got = await load(served, [path], cookie, SECONDS, CONNECTIONS);
    line(`${name}, ${CONNECTIONS} at a time`, `${got.perSecond.toFixed(0)} /s  p50 ${within(got, 0.5)}  p95 ${within(got, 0.95)} ms  (Node ${got.serverMs.toFixed(2)} ms)`, goal);
  }
}
