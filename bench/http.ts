// Signed-in pages of a city of 130,000 people, 3,000 units and 5 million facts: requests a second and times of answer beside /healthz (the floor), and the memory of the server.
// Usage: node bench/http.ts [PEOPLE] [FACTS] [UNITS]     Target: at least 400 signed-in pages a second overall, at most 400 MB resident.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#base/clock/index.ts';
import { all, connect, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { freePort, startPostgres } from '#base/postgres/index.ts';
import { fill } from './city.ts';

const CONNECTIONS = 16;
const SECONDS = 8;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const [people = 130_000, facts = 5_000_000, units = 3000] = process.argv.slice(2).map(Number);

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
chmodSync(folder, 0o755);
const postgres = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(postgres.url, 'migrations');
  const db = connect(postgres.url, { max: 1 });
  console.log(`Filling: ${people} people, ${units} units, ${facts} facts …`);
  await fill(db, systemClock.today(), { people, facts, units });
  await measure(await prepare(db));
  await db.destroy();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

type Prepared = { ward: string; roles: Record<string, string> };

/** Two people to sign in as: one who sees figures of the whole city, one who heads the largest ward. */
async function prepare(db: Db): Promise<Prepared> {
  const ward = await one(
    db,
    sql<{ id: string; city: string }>`
    select version.unit_id as id, version.parent_id as city
    from kernel.unit_version as version
    where version.kind = 'ward'
      and version.valid_to = 'infinity'
    order by version.unit_id
    limit 1`,
  );
  const some = await all(db, sql<{ id: string }>`select person.id from kernel.person order by person.staff_code limit 2`);
  if (ward === undefined || some.length < 2) throw new Error('the bench city has no ward or no people');
  const roles: Record<string, string> = { 'steering-member': some[0]?.id ?? '', 'head-of-unit': some[1]?.id ?? '' };
  for (const [role, person] of Object.entries(roles)) {
    await all(
      db,
      sql`
      insert into kernel.role_grant (id, person_id, role, unit_id, valid_from)
      values (${newId()}, ${person}, ${role}, ${role === 'head-of-unit' ? ward.id : ward.city}, '2020-01-01')`,
    );
  }
  return { ward: ward.id, roles };
}

async function measure({ ward, roles }: Prepared): Promise<void> {
  const port = await freePort();
  const server = spawn(process.execPath, ['--max-old-space-size=256', '--max-semi-space-size=16', 'src/server.ts'], {
    env: { ...process.env, PORT: String(port), DATABASE_URL: postgres.url, KHUE_DATA: folder, KHUE_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.stdout.on('data', (line: Buffer) => line.includes('ready at') && resolve());
      server.on('exit', () => reject(new Error('the server ended')));
    });
    await refreshed(port);
    const member = await signIn(port, roles['steering-member'] ?? '');
    const head = await signIn(port, roles['head-of-unit'] ?? '');
    const pages: [name: string, path: string, cookie: string][] = [
      ['/healthz (floor)', '/healthz', ''],
      ['Today', '/', member],
      ['city page', '/city', member],
      ['unit page', `/units/${ward}`, head],
      ['people of the ward', '/people', head],
      ['figure with its records', `/sets/directory.staff-in-post?unit=${ward}`, head],
      ['targets', '/targets', member],
      ['units', '/units', member],
    ];
    console.log('page'.padEnd(26), 'req/s'.padStart(8), 'p50 ms'.padStart(8), 'p95 ms'.padStart(8), 'RSS MB'.padStart(8));
    for (const [name, path, cookie] of pages) {
      await load(port, [path], cookie, 1);
      report(name, await load(port, [path], cookie, SECONDS), server.pid);
    }
    // One reader alone: the time the server takes for a page (city page <= 100 ms, unit page <= 60 ms at the 95th percentile).
    report('city page, alone', await load(port, ['/city'], member, SECONDS, 1), server.pid);
    report('unit page, alone', await load(port, [`/units/${ward}`], head, SECONDS, 1), server.pid);
    report('Today, alone', await load(port, ['/'], member, SECONDS, 1), server.pid);
    report('targets, alone', await load(port, ['/targets'], member, SECONDS, 1), server.pid);
    const mix = ['/', `/units/${ward}`, '/people', `/sets/directory.staff-in-post?unit=${ward}`, '/targets', '/me', '/units', '/calendar'];
    report('signed-in pages, mixed', await load(port, mix, head, SECONDS * 2), server.pid);
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.on('exit', resolve));
  }
}

/** Waits until the readings that the filling made stale are computed. */
async function refreshed(port: number): Promise<void> {
  const db = connect(postgres.url, { max: 1 });
  for (let round = 0; round < 600; round += 1) {
    const row = await one(db, sql<{ yes: boolean }>`select exists (select 1 from kernel.stale) or not exists (select 1 from kernel.reading) as yes`);
    if (row?.yes !== true) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await db.destroy();
  await ask(port, '/healthz', '', undefined);
}

async function signIn(port: number, person: string): Promise<string> {
  const answer = await ask(port, '/sign-in?/demo', '', `person=${person}&next=%2F`);
  const cookies = answer.headers['set-cookie'] ?? [];
  if (answer.status !== 303 || cookies.length === 0) throw new Error(`sign-in answered ${answer.status}`);
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

type Answer = { status: number; headers: NodeJS.Dict<string[]>; ms: number };

function ask(port: number, path: string, cookie: string, body: string | undefined): Promise<Answer> {
  const begun = performance.now();
  const origin = `http://localhost:${port}`;
  const headers = {
    cookie,
    accept: 'text/html',
    ...(body === undefined ? {} : { origin, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve, reject) => {
    const asked = request({ host: 'localhost', port, path, method: body === undefined ? 'GET' : 'POST', headers, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: { 'set-cookie': answer.headers['set-cookie'] ?? [] }, ms: performance.now() - begun }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function load(port: number, paths: string[], cookie: string, seconds: number, connections = CONNECTIONS): Promise<{ perSecond: number; times: number[] }> {
  const times: number[] = [];
  const begun = performance.now();
  let turn = 0;
  const worker = async () => {
    while (performance.now() - begun < seconds * 1000) {
      const path = paths[turn++ % paths.length] ?? '/';
      const { status, ms } = await ask(port, path, cookie, undefined);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      times.push(ms);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return { perSecond: times.length / ((performance.now() - begun) / 1000), times: times.sort((a, b) => a - b) };
}

function report(name: string, { perSecond, times }: { perSecond: number; times: number[] }, pid: number | undefined): void {
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  console.log(name.padEnd(26), perSecond.toFixed(0).padStart(8), at(0.5).padStart(8), at(0.95).padStart(8), resident.toFixed(0).padStart(8));
}
