import { readFileSync } from 'node:fs';
import { Problem } from '#base/problem/index.ts';
import { one, sql, type Db } from '#base/db/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { Trouble } from '#base/trouble/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { findActor, system, type Actor } from '#kernel/org/index.ts';
import type { Command } from './command.ts';
import { migrated } from './database.ts';

export const performCommand: Command = {
  name: 'perform',
  summary: 'Carries out one operation; its output is JSON on standard output, a problem JSON on standard error with exit code 1',
  words: ['NAME'],
  options: {
    as: { type: 'string', help: 'Staff code or e-mail of the person who acts; without it the system acts', value: 'ACCOUNT' },
    input: { type: 'string', help: 'JSON file with the input, or - for standard input; {} without it', value: 'FILE|-' },
    purpose: { type: 'string', help: 'Why the record of a person is looked at', value: 'TEXT' },
  },
  run: async ({ config, words, text }) => {
    const { operations, startProgram } = await import('#program/index.ts');
    const op = operations.find(({ name }) => name === words[0]);
    if (op === undefined) throw new Trouble(`There is no operation "${words[0]}": khue operations lists them.`, `Không có thao tác "${words[0]}": hãy xem khue operations.`);
    const input = readInput(text('input'));
    return migrated(config, async (url) => {
      const program = await startProgram({ ...config, databaseUrl: url, logLevel: 'silent' }, { jobs: false, max: 3 });
      try {
        const actor = await actorOf(program.db, text('as'), program.clock.today());
        const output: unknown = await perform(op, program.ctx(actor, { purpose: text('purpose') }), input);
        console.log(JSON.stringify(output, null, 2));
        return 0;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const t = translatorOf(catalogues(config.root), 'vi');
        console.error(JSON.stringify({ ...error.toJSON(), detail: t(error.code, error.values) }, null, 2));
        return 1;
      } finally {
        await program.stop();
      }
    });
  },
};

/** The person with that staff code or e-mail, with the roles of today; the command line itself when none is named. */
export async function actorOf(db: Db, account: string | undefined, today: string): Promise<Actor> {
  if (account === undefined) return system('command line');
  const row = await one(
    db,
    sql<{ id: string }>`
      select person.id
      from kernel.person
      left join directory.contact on contact.person_id = person.id
      where person.staff_code = ${account}
        or lower(contact.email) = lower(${account})
      limit 1`,
  );
  const actor = row && (await findActor(db, row.id, today));
  if (actor === undefined) throw new Trouble(`Nobody has the staff code or e-mail "${account}".`, `Không có cán bộ nào mang mã hoặc thư điện tử "${account}".`);
  return actor;
}

function readInput(file: string | undefined): unknown {
  if (file === undefined) return {};
  const source = file === '-' ? 'standard input' : file;
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new Trouble(`The input of ${source} cannot be read as JSON: ${error instanceof Error ? error.message : ''}`, `Không đọc được JSON từ ${source}.`);
  }
}
