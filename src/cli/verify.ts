import { join } from 'node:path';
import { all, connect, one, sql, type Db } from '#base/db/index.ts';
import { checkMigrated } from '#base/migration/index.ts';
import { Trouble } from '#base/trouble/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { LOGS as PROVED, verifyLog } from '#kernel/proof/index.ts';
import { findWrongReadings, listSets, refresh } from '#kernel/set/index.ts';
import type { Command } from './command.ts';
import { kept } from './database.ts';
import { progress } from './progress.ts';
import { readText, verifyReceipt } from './receipt.ts';

type Check = { what: string; run: (db: Db, held: string | undefined) => Promise<{ ok: boolean; found: string }> };

export const verifyCommand: Command = {
  name: 'verify',
  summary:
    'Checks that the past was not changed, every constraint holds, the tree is right and every stored figure is what its records give; or a receipt or certificate, without a database',
  words: [],
  options: {
    receipt: { type: 'string', help: 'Checks this receipt of a published reading, and nothing else; needs no database', value: 'FILE' },
    records: { type: 'string', help: 'With --receipt: the file of its records (.tsv or .tsv.gz), checked record by record', value: 'FILE' },
    certificate: { type: 'string', help: 'Checks this certificate of digital skills, and nothing else; needs no database', value: 'FILE' },
    issuer: { type: 'string', help: 'With --certificate: the document of the issuer, from /certificates/did.json', value: 'FILE' },
    status: { type: 'string', help: 'With --certificate: the list of revocations that it names', value: 'FILE' },
    name: { type: 'string', help: 'With --certificate: the name that its holder goes by', value: 'NAME' },
    key: { type: 'string', help: 'With --receipt or --certificate: the key you trust, from /proof/keys, /certificates/did.json or from elsewhere', value: 'KEY' },
    checkpoint: { type: 'string', help: 'A signed checkpoint kept elsewhere, which the log must still contain', value: 'FILE' },
  },
  run: async ({ config, text }) => {
    const receipt = text('receipt');
    const certificate = text('certificate');
    if (certificate !== undefined) {
      const { verifyCertificate } = await import('./certificate.ts');
      return verifyCertificate(config.root, certificate, { issuer: text('issuer'), status: text('status'), key: text('key'), name: text('name') });
    }
    if (receipt !== undefined) return verifyReceipt(receipt, { records: text('records'), key: text('key') });
    if (text('records') !== undefined || text('key') !== undefined)
      throw new Trouble('--records and --key go with --receipt.', 'Tùy chọn --records và --key chỉ dùng cùng --receipt.');
    if ([text('issuer'), text('status'), text('name')].some((given) => given !== undefined))
      throw new Trouble('--issuer, --status and --name go with --certificate.', 'Tùy chọn --issuer, --status và --name chỉ dùng cùng --certificate.');
    const file = text('checkpoint');
    const held = file === undefined ? undefined : await readText(file);
    return kept(config, async (url) => {
      await checkMigrated(url, join(config.root, 'migrations'));
      return verifyAll(url, held);
    });
  },
};

async function verifyAll(url: string, held: string | undefined): Promise<number> {
  const { manifests } = await import('#program/index.ts');
  declare(manifests);
  const db = connect(url, { max: 2 });
  const telling = progress('verify');
  let failed = 0;
  try {
    for (const { what, run } of checks) {
      telling.step(what);
      const { ok, found } = await run(db, held);
      if (!ok) failed += 1;
      console.log(`${ok ? 'ok    ' : 'FAILED'}  ${what}: ${found}`);
    }
  } finally {
    telling.done();
    await db.destroy();
  }
  return failed === 0 ? 0 : 1;
}

const LOGS = [
  'kernel.fact',
  'kernel.audit',
  'kernel.look',
  'kernel.publication',
  'kernel.proof_log',
  'kernel.proof_key',
  'kernel.proof_leaf',
  'kernel.proof_node',
  'kernel.proof_checkpoint',
];

const TITLES = { fact: 'the log of facts', audit: 'the log of audit lines', publication: 'the log of publications' };

const checks: Check[] = [
  { what: 'records', run: async (db) => ({ ok: true, found: await counts(db) }) },
  {
    what: 'the logs refuse change',
    run: async (db) => {
      const rows = await all(
        db,
        sql<{ name: string }>`
        select trigger.tgrelid::regclass::text as name
        from pg_trigger as trigger
        where trigger.tgfoid = 'kernel.refuse_change'::regproc
          and trigger.tgenabled in ('O', 'A')`,
      );
      const missing = LOGS.filter((log) => !rows.some(({ name }) => name === log));
      return { ok: missing.length === 0, found: missing.length === 0 ? `triggers in place on ${LOGS.join(', ')}` : `no trigger on ${missing.join(', ')}` };
    },
  },
  {
    what: 'the application may not change the logs',
    run: async (db) => {
      const rows = await all(
        db,
        sql<{ name: string }>`
        select log.name
        from unnest(${LOGS}::text[]) as log (name)
        where has_table_privilege('khue_app', log.name, 'update')
          or has_table_privilege('khue_app', log.name, 'delete')
          or has_table_privilege('khue_app', log.name, 'truncate')`,
      );
      return { ok: rows.length === 0, found: rows.length === 0 ? 'no such right is granted' : `granted on ${rows.map(({ name }) => name).join(', ')}` };
    },
  },
  {
    what: 'constraints',
    run: async (db) => {
      const rows = await all(
        db,
        sql<{ name: string }>`
        select restriction.conname as name
        from pg_constraint as restriction
        join pg_namespace as space on space.oid = restriction.connamespace
        where not restriction.convalidated
          and space.nspname !~ '^pg_'`,
      );
      return { ok: rows.length === 0, found: rows.length === 0 ? 'all are enforced and checked' : `not checked: ${rows.map(({ name }) => name).join(', ')}` };
    },
  },
  {
    what: 'one city',
    run: async (db) => {
      const row = await one(
        db,
        sql<{ roots: number }>`
        select count(*)::integer as roots
        from kernel.unit_version as version
        where version.parent_id is null
          and version.valid_to = 'infinity'`,
      );
      return { ok: (row?.roots ?? 0) <= 1, found: `${row?.roots ?? 0} unit without a parent` };
    },
  },
  {
    what: 'figures',
    run: async (db) => {
      await refresh(db, listSets());
      const wrong = await findWrongReadings(db, listSets());
      return { ok: wrong.length === 0, found: wrong.length === 0 ? `${listSets().length} sets computed anew, all as stored` : `stored otherwise: ${wrong.join(', ')}` };
    },
  },
  ...PROVED.map((log): Check => ({
    what: TITLES[log],
    run: async (db, held) => {
      const found = await verifyLog(db, log, held !== undefined && held.split('\n')[0]?.endsWith(`/${log}`) === true ? held : undefined);
      const waiting = found.waiting === 0 ? '' : `, ${found.waiting} rows wait for their place`;
      const good = `${found.size} entries hashed anew, ${found.checkpoints} signed checkpoints hold${waiting}`;
      return { ok: found.faults.length === 0, found: found.faults.length === 0 ? good : found.faults.join('; ') };
    },
  })),
];

async function counts(db: Db): Promise<string> {
  const row = await one(
    db,
    sql<{ units: number; people: number; postings: number; facts: number; lines: number }>`
    select
      (select count(*) from kernel.unit) as units,
      (select count(*) from kernel.person) as people,
      (select count(*) from kernel.posting) as postings,
      (select count(*) from kernel.fact) as facts,
      (select count(*) from kernel.audit) as lines`,
  );
  return row === undefined ? '' : `${row.units} units, ${row.people} people, ${row.postings} postings, ${row.facts} facts, ${row.lines} audit lines`;
}
