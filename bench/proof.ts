// Receipts of 130,000 records, the job that signs the logs (a million new facts, and what it costs with 1 and 5 million stored), the check of the logs; beside a
// plain SHA-256 over the same bytes. Run: node bench/proof.ts [people] [facts]   (an own PostgreSQL in a temporary folder, durable as in production)
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { all, APP_ROLE, connect, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { checkReceipt, compareReading, listPublications, publishReading, publishReadings, readPublication, readReceipt, sequence, verifyLog } from '#kernel/proof/index.ts';
import { listSets, markChangedDefinitions, refresh } from '#kernel/set/index.ts';
import { directory } from '#modules/directory/index.ts';
import { testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';

const DAY = '2026-11-23';
const [people = 130_000, most = 5_000_000] = process.argv.slice(2).map(Number);

function line(what: string, measured: string, goal = ''): void {
  console.log(`${what.padEnd(64)} ${measured.padStart(24)}   ${goal}`);
}

async function once<T>(what: string, work: () => Promise<T> | T, goal = ''): Promise<{ seconds: number; result: T }> {
  const begun = performance.now();
  const result = await work();
  const seconds = (performance.now() - begun) / 1000;
  line(what, `${seconds.toFixed(2)} s`, goal);
  return { seconds, result };
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  declare([directory]);
  const owner = connect(server.url, { max: 1 });
  await once(`fill: ${people} people, by SQL`, () => fill(owner, DAY, { people, facts: 0 }));
  const db = connect(server.url, { role: APP_ROLE });
  await markChangedDefinitions(db, listSets());
  await refresh(db, listSets());
  await receipts(db);
  await logs(db, owner);
  await owner.destroy();
  await db.destroy();
  line('resident memory of this process, at most', `${Math.round(process.resourceUsage().maxRSS / 1000)} MB`);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function receipts(db: Db): Promise<void> {
  const ctx = testCtx(db);
  const unitId = (await getRoot(db, DAY)).id;
  const reading = { figure: 'directory.staff-in-post', unitId, day: DAY };
  const { result } = await once(
    'receipt: publish a reading of all people and issue its receipt',
    async () => {
      const { id, count } = await publishReading(ctx, reading);
      return { id, count, receipt: JSON.stringify(await perform(readReceipt, ctx, { id })) };
    },
    '<= 3 s',
  );
  const { recordsId } = await perform(readPublication, ctx, { id: result.id });
  const { bytes, size } = await openDocument(ctx, recordsId ?? '');
  const packed = Buffer.concat(await Readable.from(bytes).toArray());
  const unpack = () => text(Readable.from([packed]).pipe(createGunzip()));
  const records = await unpack();
  line('  records', `${result.count}`);
  line('  receipt; records packed, unpacked', `${(result.receipt.length / 1000).toFixed(1)} kB; ${(size / 1e6).toFixed(1)}, ${(records.length / 1e6).toFixed(1)} MB`);
  await once('floor: SHA-256 over the same records', () => createHash('sha256').update(records).digest());
  await once(
    'receipt: check signature, place, arithmetic and every record',
    async () => {
      const wrong = checkReceipt(result.receipt, { records: await unpack() }).filter(({ ok }) => !ok);
      if (wrong.length > 0) throw new Error(wrong.map(({ what }) => what).join(' '));
    },
    '<= 3 s',
  );
  await once('compute it anew and compare (equal)', async () => {
    if (!(await compareReading(ctx, result.id)).equal) throw new Error('It should be equal.');
  });
  const wards = await all(
    db,
    sql<{ id: string }>`select version.unit_id as id from kernel.unit_version as version where version.kind in ('ward', 'commune') and version.valid_to = 'infinity'`,
  );
  await once(`publish ${wards.length} readings of communes at once`, () =>
    publishReadings(
      ctx,
      wards.map(({ id }) => ({ ...reading, figure: 'directory.posts-vacant', unitId: id })),
    ),
  );
  await once('list 50 publications', () => listPublications(ctx, { limit: 50 }));
}

async function logs(db: Db, owner: Db): Promise<void> {
  const ctx = testCtx(db);
  const { n: units = '' } =
    (await one(db, sql<{ n: string }>`select version.unit_id as n from kernel.unit_version as version where version.kind = 'ward' and version.valid_to = 'infinity' limit 1`)) ??
    {};
  const million = (from: number) => sql`
    insert into kernel.fact (id, kind, subject, unit_id, day, data)
    select ('01980000-0000-7000-8000-' || lpad(to_hex(line.n), 12, '0'))::uuid, 'directory.account-used', ${newId()}, ${units}, ${DAY}::date - (line.n % 730)::integer, '{}'
    from generate_series(${from}::bigint, ${from + 999_999}::bigint) as line (n)`;
  for (let stored = 0; stored < most; stored += 1_000_000) {
    await all(owner, million(stored + 1));
    const { seconds } = await once(`job: a million new facts, ${stored / 1e6} million stored before`, () => sequence(ctx, 'fact'));
    line('  facts a second', `${Math.round(1_000_000 / seconds)}`);
    if (stored === 0) await floors(db);
    if (stored === 0 || stored + 1_000_000 >= most) {
      await all(owner, sql`vacuum analyze`);
      for (const n of [1, 1000]) {
        const batch = Array.from({ length: n }, () => ({ kind: 'directory.account-used', subject: newId(), unitId: units, day: DAY }));
        await record({ ...ctx }, batch);
        await once(`job: ${n} new fact${n > 1 ? 's' : ''}, ${stored / 1e6 + 1} million stored`, () => sequence(ctx, 'fact'));
      }
    }
  }
  const { result } = await once(`khue verify of the log, ${most / 1e6} million facts`, () => verifyLog(db, 'fact'));
  if (result.faults.length > 0) throw new Error(result.faults.join('; '));
  const kept = await one(db, sql<{ mb: number }>`select ((pg_total_relation_size('kernel.proof_leaf') + pg_total_relation_size('kernel.proof_node')) / 1000000)::integer as mb`);
  const facts = await one(db, sql<{ mb: number }>`select (pg_total_relation_size('kernel.fact') / 1000000)::integer as mb`);
  line('  leaves and nodes kept, beside the facts themselves', `${kept?.mb} MB, ${facts?.mb} MB`);
}

async function floors(db: Db): Promise<void> {
  await once('floor: PostgreSQL reads and hashes the same million rows', () =>
    all(
      db,
      sql`select count(sha256(convert_to(jsonb_build_array(fact.id, fact.kind, fact.subject, fact.unit_id, fact.day, fact.recorded_at, fact.data)::text, 'UTF8'))) from kernel.fact`,
    ),
  );
  const bytes = Buffer.alloc(200, 7);
  await once('floor: a million SHA-256 of 200 bytes in Node', () => {
    for (let n = 0; n < 1_000_000; n += 1) createHash('sha256').update(bytes).digest();
  });
}
