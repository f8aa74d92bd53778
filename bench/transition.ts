// A calculation with all regimes, its projection over months, and a simulation of a pay policy for the whole city.
// Run: node bench/transition.ts [people]   (an own PostgreSQL in a temporary folder, durable as in production)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_ROLE, connect, inTransaction } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { translator } from '#base/text/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { getRoot, system } from '#kernel/org/index.ts';
import { directory } from '#modules/directory/index.ts';
import { calculate, currentLaw, projectEntitlement, proposePay, simulate, simulatePay, transition, type Facts } from '#modules/transition/index.ts';
import { testCtx } from '../tests/ctx.ts';
import { fill } from './city.ts';

const DAY = '2026-11-23';
const [people = 130_000] = process.argv.slice(2).map(Number);

function line(what: string, measured: string, goal: string): void {
  console.log(`${what.padEnd(62)} ${measured.padStart(26)}   ${goal}`);
}

async function timed(what: string, goal: string, work: () => unknown): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 220; turn += 1) {
    const begun = performance.now();
    await work();
    if (turn >= 20) times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
  line(what, `p50 ${at(0.5).toFixed(2)}  p95 ${at(0.95).toFixed(2)} ms`, goal);
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  declare([directory, transition]);
  const owner = connect(server.url, { max: 1 });
  await fill(owner, DAY, { people, facts: 1000 });
  await owner.destroy();
  const db = connect(server.url, { role: APP_ROLE });
  const ctx = testCtx(db, { actor: system('bench'), today: DAY });
  const law = await currentLaw(ctx);
  const speech = { t: translator('vi'), locale: 'vi' as const };
  const facts: Facts = {
    day: '2025-06-20',
    kind: 'contract',
    reason: 'reorganisation',
    coefficient: '4.65',
    position: '0.6',
    allowances: ['25'],
    insuredMonths: 264,
    workedMonths: 264,
    monthsEarly: 30,
  };
  await timed('a calculation, all regimes, with sentences', '<= 2 ms', () => calculate(law, facts, speech));
  await timed('31 months and four ways', '', () => perform(projectEntitlement, ctx, { facts }));
  const unitId = (await getRoot(db, DAY)).id;
  const proposal = { unitId, side: 'union', title: 'Hỗ trợ thử', reason: 'Đo thời gian tính thử.', validFrom: DAY, measures: [{ kind: 'percent', value: '5', below: '3' }] };
  const { id } = await inTransaction(db, (tx) => perform(proposePay, { ...ctx, db: tx, requestId: newId() }, proposal));
  const simulation = await inTransaction(db, (tx) => perform(simulatePay, { ...ctx, db: tx, requestId: newId() }, { id }));
  const begun = performance.now();
  await simulate(ctx, simulation.id);
  line(`a pay policy simulated for ${people} people`, `${((performance.now() - begun) / 1000).toFixed(2)} s`, '<= 30 s');
  await db.destroy();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
