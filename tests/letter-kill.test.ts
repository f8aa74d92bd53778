import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { inTransaction } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { replay } from '#kernel/procedure/index.ts';
import { openPersonCases, readOwnCases, transition } from '#modules/transition/index.ts';
import { testDatabase } from '#tests/database.ts';
import { announce, declareAll, makeScene } from '#tests/transition.ts';

const { db, url } = await testDatabase();

test('killed at any moment: every acknowledged step, letter and signature is there, and no letter is signed without its step', { timeout: 120_000 }, async () => {
  declareAll();
  const scene = await inTransaction(db, async (tx) => {
    const made = await makeScene(tx);
    await announce(made);
    await perform(openPersonCases, made.ctx('employer'), { initiative: made.initiative, title: 'Đăng ký tự động' });
    return { caseId: (await perform(readOwnCases, made.ctx('clerk'), {}))[0]?.id ?? '', hanh: made.hanh, clerk: made.clerk, city: made.city };
  });
  const acknowledged: string[] = [];
  for (const delay of [0, 15, 40, 75, 110, 160]) {
    acknowledged.push(...(await killedAfter(delay, [scene.caseId, scene.hanh, scene.clerk, scene.city])));
    await mustBeWhole();
  }
  expect(acknowledged.length).toBeGreaterThan(12);
  await mustHave(acknowledged);
});

/** Runs the process and kills it so many milliseconds after it was first told that something is done; what it was told. */
async function killedAfter(delay: number, given: string[]): Promise<string[]> {
  const child = spawn(process.execPath, ['tests/letter-process.ts', url, ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let wrong = '';
  child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split('\n').length > 3) setTimeout(() => child.kill('SIGKILL'), delay);
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(wrong).toBe('');
  return said.split('\n').slice(0, -1);
}

/** Every case stands where its history leads; a letter is signed exactly when its step was taken, with its signature and its document. */
async function mustBeWhole(): Promise<void> {
  const files = await all(
    db,
    sql<{ id: string; procedure: string; state: string; number: number }>`select file.id, file.procedure, file.state, file.number from kernel.case_file as file`,
  );
  const procedures = new Map((transition.procedures ?? []).flatMap(({ versions }) => versions.map((one) => [one.name, one] as const)));
  for (const { id, procedure, state, number } of files) {
    const steps = await all(
      db,
      sql<{ step: string; day: string; data: Record<string, unknown> }>`
      select done.step, done.day, done.data
      from kernel.case_step as done
      where done.case_id = ${id}
      order by done.number`,
    );
    const known = procedures.get(procedure);
    if (known === undefined) throw new Error(`no procedure ${procedure}`);
    expect(replay(known, steps)).toMatchObject({ state, number });
  }
  const halves = await all(
    db,
    sql`
    select letter.id
    from transition.letter
    where (letter.signed_at is not null) <> exists (
        select 1
        from kernel.case_step as done
        where done.case_id = letter.case_id
          and done.number = letter.case_number + 1
          and done.step = letter.step)
      or (letter.signed_at is not null) <> (
        (select count(*) from kernel.signature where signature.first_id = letter.document_id) =
        (select count(*) from kernel.signature_turn as turn where turn.first_id = letter.document_id))`,
  );
  expect(halves).toEqual([]);
}

async function mustHave(acknowledged: string[]): Promise<void> {
  const letters = new Map(
    (await all(db, sql<{ id: string; signed: boolean }>`select letter.id, letter.signed_at is not null as signed from transition.letter`)).map(({ id, signed }) => [id, signed]),
  );
  const steps = new Set(
    (await all(db, sql<{ key: string }>`select done.case_id || ' ' || done.step || ' ' || done.number as key from kernel.case_step as done`)).map(({ key }) => key),
  );
  for (const line of acknowledged) {
    const [id = '', what = ''] = line.split(' ');
    if (what === 'drafted') expect(letters.has(id)).toBe(true);
    else if (what === 'signed') expect(letters.get(id)).toBe(true);
    else expect(steps.has(line)).toBe(true);
  }
}
