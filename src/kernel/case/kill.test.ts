import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declareFacts } from '#kernel/fact/index.ts';
import { addUnits } from '#kernel/org/index.ts';
import { declareProcedures, replay, StepFact } from '#kernel/procedure/index.ts';
import { application } from '#kernel/procedure/testing.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { historyIn } from './act.ts';
import { openCase } from './index.ts';
import { findCase, listHistories } from './store.ts';

const { db, owner, url } = await testDatabase();

test('killed between any two steps, nothing that was acknowledged is lost and nothing half-done is seen', async () => {
  declareProcedures([{ versions: [application] }]);
  declareFacts([{ name: application.fact, data: StepFact }], () => []);
  await all(owner, sql`insert into kernel.fact_kind (name) values (${application.fact})`);
  const unitId = newId();
  await addUnits(db, [{ id: unitId, kind: 'city', nameVi: 'Hà Nội', nameEn: 'Hà Nội', parentId: null, validFrom: '2020-01-01' }], []);
  for (const delay of [120, 210, 340]) {
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push((await db.transaction().execute((tx) => openCase(testCtx(tx), { procedure: application.name, unitId, title: `Hồ sơ ${n}` }))).id);
    const acknowledged = await killedAfter(delay, ids);
    expect(Math.max(...acknowledged.values())).toBeGreaterThan(0);
    for (const id of ids) await mustBeWhole(id, acknowledged.get(id) ?? 0);
  }
}, 60_000);

/** Runs the steps in a process of its own and kills it so many milliseconds after its first step; the last step it was told of, by case. */
async function killedAfter(delay: number, ids: string[]): Promise<Map<string, number>> {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'testing.ts'), url, ...ids], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  program.stdout.on('data', (chunk: Buffer) => {
    if (said === '') setTimeout(() => program.kill('SIGKILL'), delay);
    said += chunk.toString();
  });
  await new Promise((resolve) => program.on('close', resolve));
  return new Map(said.split('\n').flatMap((line): [string, number][] => (/^\S{36} \d+$/.test(line) ? [[line.slice(0, 36), Number(line.slice(37))]] : [])));
}

async function mustBeWhole(id: string, acknowledged: number): Promise<void> {
  const history = (await listHistories(db, [id])).get(id) ?? [];
  const file = await findCase(db, id);
  const standing = replay(application, historyIn(application, history));
  expect(history.length - 1).toBeGreaterThanOrEqual(acknowledged);
  expect([file?.number, file?.state]).toEqual([standing.number, standing.state]);
  const facts = await one(owner, sql<{ n: number }>`select count(*) as n from kernel.fact where fact.subject = ${id}`);
  const lines = await one(owner, sql<{ n: number }>`select count(*) as n from kernel.audit where audit.subject = ${id} and audit.outcome = 'done'`);
  expect([facts?.n, lines?.n]).toEqual([history.length, history.length - 1]); // opening is a function of a module, which has its own audit line
}
