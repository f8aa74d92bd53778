import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { all, connect, sql } from '#base/db/index.ts';
import { startPostgres } from '#base/postgres/index.ts';

test('after kill −9 of the program and of PostgreSQL every acknowledged answer is there, and each sitting asks on after them', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'khue-kill-'));
  // Else PostgreSQL, which never runs as root, keeps its data elsewhere.
  chmodSync(folder, 0o755);
  const child = spawn(process.execPath, ['tests/sitting-process.ts', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  let rest = '';
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => reject(new Error('it ended by itself')));
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      acknowledged.push(...lines);
      if (acknowledged.length >= 60) resolve();
    });
  });
  for (const pid of [postmasterIn(folder), child.pid ?? 0]) process.kill(pid, 'SIGKILL');
  const server = await startPostgres({ folder, onProgress: () => undefined });
  const db = connect(server.url, { max: 1 });
  try {
    const rows = await all(db, sql<{ key: string; n: number }>`select answer.sitting_id || ' ' || answer.number as key, answer.number as n from skills.answer`);
    const kept = new Set(rows.map(({ key }) => key));
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
    const gaps = await all(db, sql`select answer.sitting_id from skills.answer group by answer.sitting_id having max(answer.number) <> count(*)`);
    expect(gaps).toEqual([]);
  } finally {
    await db.destroy();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

function postmasterIn(folder: string): number {
  const path = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('postmaster.pid'));
  if (path === undefined) throw new Error('no postmaster.pid');
  return Number(readFileSync(join(folder, path), 'utf8').split('\n')[0]);
}
