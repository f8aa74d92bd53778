// The course page of a signed-in learner, and enrolling 130,000 people by an audience: a course, a curriculum, more time for all of them, a curriculum awarded.
// Usage: node bench/learning.ts [PEOPLE]     Targets: course page >= 400 requests/s on 2 cores, p95 <= 60 ms; enrolling 130,000 <= 30 s.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#base/clock/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, APP_ROLE, connect, inTransaction, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { freePort, startPostgres } from '#base/postgres/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform, type Operation } from '#kernel/operation/index.ts';
import { getRoot, system } from '#kernel/org/index.ts';
import { directory } from '#modules/directory/index.ts';
import { assignCourse, awardCertifications, createCurriculum, excuseAudience, learning, recordLearned, syncAssignments } from '#modules/learning/index.ts';
import { skills } from '#modules/skills/index.ts';
import type { Static, TSchema } from 'typebox';
import { testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';

const CONNECTIONS = 16;
const SECONDS = 6;
const COURSE = 'digital-government';
const [people = 130_000] = process.argv.slice(2).map(Number);
const today = systemClock.today();
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
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
  await pages();
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

async function pages(): Promise<void> {
  const port = await freePort();
  const server = spawn(process.execPath, ['--max-old-space-size=256', '--max-semi-space-size=16', 'src/server.ts'], {
    env: { ...process.env, PORT: String(port), DATABASE_URL: postgres.url, KHUE_DATA: folder, KHUE_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.stdout.on('data', (text: Buffer) => text.includes('ready at') && resolve());
      server.on('exit', () => reject(new Error('the server ended')));
    });
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
    const cookie = await signIn(port, learner?.id ?? '');
    const shown: [name: string, path: string, goal: string][] = [
      ['/healthz (floor)', '/healthz', ''],
      ['course page', `/learning/${COURSE}`, '>= 400 /s, p95 <= 60 ms'],
      ['my learning', '/learning', ''],
      ['lesson', `/learning/${COURSE}/${learner?.lesson ?? ''}`, ''],
      ['Today', '/', ''],
      ['my hours', '/learning/hours', ''],
    ];
    for (const [name, path, goal] of shown) {
      await load(port, path, cookie, 1);
      const times = await load(port, path, cookie, SECONDS);
      const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
      line(`${name}, ${CONNECTIONS} at a time`, `${(times.length / SECONDS).toFixed(0)} /s  p50 ${at(0.5)}  p95 ${at(0.95)} ms`, goal);
    }
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.on('exit', resolve));
  }
}

async function signIn(port: number, person: string): Promise<string> {
  const answer = await ask(port, '/sign-in?/demo', '', `person=${person}&next=%2F`);
  if (answer.status !== 303 || answer.cookies.length === 0) throw new Error(`sign-in answered ${answer.status}`);
  return answer.cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

function ask(port: number, path: string, cookie: string, body: string | undefined): Promise<{ status: number; cookies: string[]; ms: number }> {
  const begun = performance.now();
  const form =
    body === undefined ? {} : { origin: `http://localhost:${port}`, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const asked = request({ host: 'localhost', port, path, method: body === undefined ? 'GET' : 'POST', headers: { cookie, accept: 'text/html', ...form }, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [], ms: performance.now() - begun }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function load(port: number, path: string, cookie: string, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    while (performance.now() - begun < seconds * 1000) {
      const { status, ms } = await ask(port, path, cookie, undefined);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      times.push(ms);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return times.toSorted((a, b) => a - b);
}
