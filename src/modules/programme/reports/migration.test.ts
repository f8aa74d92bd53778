import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { all, connect, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { testDatabase } from '#tests/database.ts';

const { owner, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'khue-before-'));
const old = Object.assign(new URL(url), { pathname: `${new URL(url).pathname}_old` }).href;
const name = new URL(old).pathname.slice(1);

afterAll(async () => {
  await sql.raw(`drop database if exists ${name} with (force)`).execute(owner);
  rmSync(folder, { recursive: true });
});

test('what was reported for targets belongs to their indicators afterwards, with its evidence, period and withdrawals', async () => {
  for (const file of readdirSync('migrations').filter((one) => one < '0050')) cpSync(join('migrations', file), join(folder, file));
  await sql.raw(`create database ${name}`).execute(owner);
  await migrate(old, folder);
  const db = connect(old, { max: 1 });
  const [unit, document, first, second, rank] = [newId(), newId(), newId(), newId(), newId()];
  await all(db, sql`insert into kernel.unit (id) values (${unit})`);
  await all(
    db,
    sql`insert into kernel.document (id, name, media_type, size, sha256, purpose) values (${document}, 'a.pdf', 'application/pdf', 1, ${'0'.repeat(64)}, 'programme.evidence')`,
  );
  const report = async (id: string, target: string, day: string, evidence: string | null, corrects: string | null) => {
    const fact = newId();
    await all(db, sql`insert into kernel.fact (id, kind, subject, unit_id, day) values (${fact}, 'programme.value-reported', ${id}, ${unit}, ${day})`);
    await all(
      db,
      sql`
      insert into programme.report (id, target_id, unit_id, value, day, source, document_id, corrects, fact_id)
      values (${id}, ${target}, ${unit}, 4, ${day}, 'nguồn', ${evidence}, ${corrects}, ${fact})`,
    );
  };
  await report(first, 'adults-signature-2030', '2025-12-20', document, null);
  await report(second, 'adults-signature-2025', '2025-12-20', null, first);
  await report(rank, 'rank-2025', '2024-06-30', null, null);
  await all(db, sql`insert into programme.withdrawal (report_id, reason) values (${rank}, 'nhầm')`);
  await migrate(old, 'migrations');
  const rows = await all(
    db,
    sql`
    select report.id, report.indicator_key, report.period_from, report.period_to, report.corrects, evidence.document_id, withdrawal.reason
    from programme.report
    left join programme.evidence on evidence.report_id = report.id
    left join programme.withdrawal on withdrawal.report_id = report.id
    order by report.id`,
  );
  await db.destroy();
  const year = (from: number) => ({ period_from: `${from}-01-01`, period_to: `${from + 1}-01-01` });
  expect(rows).toEqual([
    { id: first, indicator_key: 'adults-signature', ...year(2025), corrects: null, document_id: document, reason: null },
    { id: second, indicator_key: 'adults-signature', ...year(2025), corrects: first, document_id: null, reason: null },
    { id: rank, indicator_key: 'transformation-rank', ...year(2024), corrects: null, document_id: null, reason: 'nhầm' },
  ]);
});
