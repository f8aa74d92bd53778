import { join } from 'node:path';
import type { Config } from '#base/config/index.ts';
import { all, connect, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { migrate } from '#base/migration/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { getRoot, system } from '#kernel/org/index.ts';
import { grantRoles, loadHanoi, registerPeople } from '#modules/directory/index.ts';
import { loadIndicatorsOperation } from '#modules/programme/index.ts';
import { fillDemo, type DemoSize } from './demo.ts';
import { startProgram, type Program } from './index.ts';

type Located = Config & { databaseUrl: string };

/** Fills a new database: the units of the city, and the demo city or a link for the first administrator. With `anew` what is there of a demo city goes first. */
export async function fillNew(config: Located, anew: boolean, tell: (line: string) => void, size: DemoSize): Promise<void> {
  if (anew) await startOver(config);
  const program = await startProgram({ ...config, logLevel: 'silent' }, { jobs: false, max: 4 });
  try {
    if (config.demo) await note(program.db, 'demo-begun');
    tell('Loading the units of Hà Nội …');
    await perform(loadHanoi, program.ctx(system('first start')), {});
    await perform(loadIndicatorsOperation, program.ctx(system('first start')), {});
    if (!config.demo) return await inviteAdministrator(program, tell);
    await fillDemo(program, tell, size);
    await analyze(config.databaseUrl);
    await note(program.db, 'demo-finished');
  } finally {
    await program.stop();
  }
}

/** What a database does by itself within minutes: without statistics the first figures of a city that has just been filled are planned badly. */
async function analyze(url: string): Promise<void> {
  const owner = connect(url, { max: 1 });
  await sql`analyze`.execute(owner).finally(() => owner.destroy());
}

/** Invites the first administrator of a city that has its units already. */
export async function inviteFirst(config: Located, tell: (line: string) => void): Promise<void> {
  const program = await startProgram({ ...config, logLevel: 'silent' }, { jobs: false, max: 2 });
  await inviteAdministrator(program, tell).finally(program.stop);
}

/** Makes the first administrator, over the whole city, and tells the link by which they choose a password. */
async function inviteAdministrator({ db, ctx }: Program, tell: (line: string) => void): Promise<void> {
  const plain = ctx(system('first start'));
  const href = await db.transaction().execute(async (tx) => {
    const own = { ...plain, db: tx };
    const id = newId();
    await registerPeople(own, [{ id, staffCode: 'ADMIN', name: 'Quản trị viên', birthDate: null, sex: null, email: '', phone: '', personalId: '' }]);
    const root = await getRoot(tx, plain.today);
    await grantRoles(own, [{ personId: id, role: 'administrator', unitId: root.id, validFrom: plain.today }]);
    await plain.services.accounts.invite(own, id);
    await note(tx, 'administrator-invited');
    const mail = await one(
      tx,
      sql<{ href: string }>`
      select outbox.href
      from kernel.outbox
      where outbox.person_id = ${id}
      order by outbox.id desc
      limit 1`,
    );
    return mail?.href ?? '';
  });
  tell(`The first administrator (staff code ADMIN) chooses a password within 7 days at ${plain.services.publicUrl}${href}`);
}

async function note(db: Db, name: string): Promise<void> {
  await all(db, sql`insert into kernel.milestone (name) values (${name}) on conflict do nothing`);
}

/** Empties a database whose demo city is half made: its logs only grow, so the schemas go as a whole. */
async function startOver({ databaseUrl, root }: Located): Promise<void> {
  const db = connect(databaseUrl, { max: 1 });
  const rows = await all(
    db,
    sql<{ name: string }>`
    select space.nspname as name
    from pg_namespace as space
    where space.nspname !~ '^pg_'
      and space.nspname not in ('public', 'information_schema')`,
  );
  for (const { name } of rows) await sql`drop schema ${sql.id(name)} cascade`.execute(db);
  await db.destroy();
  await migrate(databaseUrl, join(root, 'migrations'));
}
