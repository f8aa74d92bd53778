// Imports staff lists of 3,000 and 130,000 rows as XLSX into an empty register and prints seconds per phase and the memory of this process.
// Usage: node bench/import.ts [ROWS …]     Target: 130,000 rows in at most 60 s in total, at most 400 MB resident.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#base/config/index.ts';
import { all, sql } from '#base/db/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { system } from '#kernel/org/index.ts';
import { imports } from '#modules/directory/index.ts';
import { startProgram } from '#program/index.ts';
import { demoStaff, putUnits, staffXlsx } from '../tests/import-town.ts';

const TODAY = '2026-11-23';
const [job, file, count] = process.argv.slice(2);

if (job === 'make') {
  // Made in a process of its own, so that the generator's memory is not counted.
  const city = demoStaff(Number(count), TODAY);
  writeFileSync(file ?? '', await staffXlsx(city.rows));
  writeFileSync(`${file}.json`, JSON.stringify({ units: city.units, codes: city.codes }));
} else if (job === 'run') {
  await run(file ?? '');
} else {
  const sizes = process.argv.slice(2).map(Number);
  for (const rows of sizes.length > 0 ? sizes : [3000, 130_000]) {
    const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
    chmodSync(folder, 0o755);
    const path = join(folder, 'staff.xlsx');
    for (const step of [
      ['make', path, String(rows)],
      ['run', path],
    ]) {
      const child = spawnSync(process.execPath, ['--max-old-space-size=256', '--max-semi-space-size=16', import.meta.filename, ...step], { stdio: 'inherit' });
      if (child.status !== 0) process.exit(1);
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(path: string): Promise<void> {
  const folder = `${path}.data`;
  const postgres = await startPostgres({ folder, onProgress: () => undefined });
  try {
    await migrate(postgres.url, 'migrations');
    const program = await startProgram({ ...readConfig({ KHUE_DATA: folder, KHUE_LOG: 'silent' }), databaseUrl: postgres.url }, { jobs: false });
    await putUnits(program.db, JSON.parse(readFileSync(`${path}.json`, 'utf8')));
    const ctx = () => program.ctx(system('bench'));
    let peak = process.memoryUsage.rss();
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
    const seconds: Record<string, number> = {};
    const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const begun = performance.now();
      const answer = await work();
      seconds[name] = (performance.now() - begun) / 1000;
      return answer;
    };
    const size = statSync(path).size;
    const { id } = await timed('upload', () => perform(imports.startImport, ctx(), { kind: 'staff', name: 'staff.xlsx', content: readFileSync(path).toString('base64') }));
    const { columns } = await perform(imports.readImport, ctx(), { id });
    await perform(imports.matchImport, ctx(), { id, columns: Object.entries(columns).map(([field, column]) => `${field}:${column}`) });
    const checked = await timed('check', () => imports.workOn(ctx(), id));
    if (checked.state !== 'checked') throw new Error(`The check ended as ${checked.state}, with ${checked.errorCount} errors (${checked.problem}).`);
    await perform(imports.runImport, ctx(), { id });
    const done = await timed('run', () => imports.workOn(ctx(), id));
    if (done.state !== 'done') throw new Error(`The run ended as ${done.state} (${done.problem}).`);
    const facts = await all(program.db, sql<{ n: number }>`select count(*) as n from kernel.fact`);
    await perform(imports.undoImport, ctx(), { id });
    await timed('undo', () => imports.workOn(ctx(), id));
    clearInterval(timer);
    const total = (seconds['upload'] ?? 0) + (seconds['check'] ?? 0) + (seconds['run'] ?? 0);
    const shown = Object.entries(seconds)
      .map(([name, value]) => `${name} ${value.toFixed(1)} s`)
      .join(', ');
    console.log(
      `import of ${done.rowCount} rows (${(size / 1e6).toFixed(1)} MB, ${facts[0]?.n} facts): ${shown}; total ${total.toFixed(1)} s; peak memory ${Math.round(peak / 1e6)} MB`,
    );
    await program.stop();
  } finally {
    await postgres.stop();
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  }
}
