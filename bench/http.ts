// Signed-in pages of a city of 130,000 people, 3,000 units and 5 million facts: requests a second and times of answer beside /healthz (the floor), and the memory of the server.
// Usage: node bench/http.ts [PEOPLE] [FACTS] [UNITS]     Target: at least 400 signed-in pages a second overall, at most 400 MB resident.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#base/clock/index.ts';
import { all, connect, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { fill } from './city.ts';
import { load, signIn, within, type Load } from './client.ts';
import { withServer, type Served } from './server.ts';

const CONNECTIONS = 16;
const SECONDS = 8;
const [people = 130_000, facts = 5_000_000, units = 3000] = process.argv.slice(2).map(Number);

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
chmodSync(folder, 0o755);
const postgres = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(postgres.url, 'migrations');
  const db = connect(postgres.url, { max: 1 });
  console.log(`Filling: ${people} people, ${units} units, ${facts} facts …`);
  await fill(db, systemClock.today(), { people, facts, units });
  const prepared = await prepare(db);
  await withServer(postgres.url, folder, (served) => measure(served, prepared));
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

async function measure(served: Served, { ward, roles }: Prepared): Promise<void> {
  await refreshed();
  const member = await signIn(served.port, roles['steering-member'] ?? '');
  const head = await signIn(served.port, roles['head-of-unit'] ?? '');
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
    await load(served, [path], cookie, 1, CONNECTIONS);
    report(name, await load(served, [path], cookie, SECONDS, CONNECTIONS), served);
  }
  // One reader alone: the time the server takes for a page (city page <= 100 ms, unit page <= 60 ms at the 95th percentile).
  report('city page, alone', await load(served, ['/city'], member, SECONDS, 1), served);
  report('unit page, alone', await load(served, [`/units/${ward}`], head, SECONDS, 1), served);
  report('Today, alone', await load(served, ['/'], member, SECONDS, 1), served);
  report('targets, alone', await load(served, ['/targets'], member, SECONDS, 1), served);
  const mix = ['/', `/units/${ward}`, '/people', `/sets/directory.staff-in-post?unit=${ward}`, '/targets', '/me', '/units', '/calendar'];
  report('signed-in pages, mixed', await load(served, mix, head, SECONDS * 2, CONNECTIONS), served);
}

/** Waits until the readings that the filling made stale are computed. */
async function refreshed(): Promise<void> {
  const db = connect(postgres.url, { max: 1 });
  for (let round = 0; round < 600; round += 1) {
    const row = await one(db, sql<{ yes: boolean }>`select exists (select 1 from kernel.stale) or not exists (select 1 from kernel.reading) as yes`);
    if (row?.yes !== true) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await db.destroy();
}

function report(name: string, got: Load, { pid }: Served): void {
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  console.log(name.padEnd(26), got.perSecond.toFixed(0).padStart(8), within(got, 0.5).padStart(8), within(got, 0.95).padStart(8), resident.toFixed(0).padStart(8));
}
