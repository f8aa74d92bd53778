import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseDay } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { Trouble } from '#base/trouble/index.ts';
import { imports } from '#modules/directory/index.ts';
import { startProgram } from '#program/index.ts';
import type { Call } from './command.ts';
import { actorOf } from './perform.ts';
import { progress } from './progress.ts';

/** Imports the list that the command names; the exit code is 1 when it was refused. */
export async function importList({ config, words, text }: Call, url: string): Promise<number> {
  const kind = imports.IMPORT_KINDS.find((known) => known === words[0]);
  if (kind === undefined) throw new Trouble(`"${words[0]}" is no kind of list: staff, posts or units.`, `"${words[0]}" không phải loại danh sách: staff, posts hoặc units.`);
  const file = words[1] ?? '';
  const bytes = readBytes(file);
  const program = await startProgram({ ...config, databaseUrl: url, logLevel: 'silent' }, { jobs: false, max: 3 });
  const shown = progress(`import ${kind}`);
  const t = translatorOf(catalogues(config.root), 'vi');
  try {
    const ctx = program.ctx(await actorOf(program.db, text('as'), program.clock.today()));
    const day = text('end-day');
    const end = text('end-unit') === undefined ? {} : { missing: 'end' as const, endUnit: text('end-unit') ?? '', ...(day === undefined ? {} : { endDay: parseDay(day) ?? day }) };
    const { item, errors } = await imports.importFile(ctx, { kind, name: basename(file), bytes, ...end }, (phase, done) => shown.step(`${phase} ${done || ''}`));
    if (item.state === 'done') {
      console.log(JSON.stringify({ id: item.id, ...item.counts }, null, 2));
      return 0;
    }
    for (const { line, field, code, shown: values } of errors) console.error(`${line}\t${imports.labelOf(kind, field, 'vi')}\t${t(code, values)}`);
    console.error(item.problem === null ? t('import.errors-title', { n: item.errorCount ?? 0 }) : t(item.problem, item.problemValues));
    return 1;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error([t(error.code, error.values), ...error.errors.map(({ at, code, values }) => `${at.slice(1)}\t${t(code, values)}`)].join('\n'));
    return 1;
  } finally {
    shown.done();
    await program.stop();
  }
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new Trouble(`The file "${file}" cannot be read.`, `Không đọc được tệp "${file}".`);
  }
}
