import { all, connect, one, sql, type Db } from '#base/db/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { findWrongReadings, listSets, refresh } from '#kernel/set/index.ts';
import { manifests } from '#program/index.ts';
import type { Command } from './command.ts';
import { opened } from './database.ts';
import { progress } from './progress.ts';

type Check = { what: string; run: (db: Db) => Promise<{ ok: boolean; found: string }> };

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Checks that the logs only grow, every constraint holds, the tree is right and every stored figure is what its records give',
  words: [],
  options: {},
  run: async ({ config }) =>
    opened(config, async (url) => {
      declare(manifests);
      const db = connect(url, { max: 2 });
      const telling = progress('verify');
      let failed = 0;
      try {
        for (const { what, run } of checks) {
          telling.step(what);
          const { ok, found } = await run(db);
          if (!ok) failed += 1;
          console.log(`${ok ? 'ok    ' : 'FAILED'}  ${what}: ${found}`);
        }
      } finally {
        telling.done();
        await db.destroy();
      }
      return failed === 0 ? 0 : 1;
    }),
};

const LOGS = ['kernel.fact', 'kernel.audit', 'kernel.look'];

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
