import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { commands } from '../src/cli/commands.ts';

const elsewhere = mkdtempSync(join(tmpdir(), 'khue-cli-'));
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

function khue(args: string[], env: Record<string, string> = {}, program = resolve('bin/khue')) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: elsewhere, encoding: 'utf8', env: { ...process.env, KHUE_DATA: elsewhere, ...env } });
  return { status, stdout, stderr };
}

test('khue lists every command, from any folder and through a link', () => {
  const link = join(elsewhere, 'linked');
  symlinkSync(resolve('bin/khue'), link);
  for (const program of [resolve('bin/khue'), link]) {
    const { status, stdout, stderr } = khue(['--help'], {}, program);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const command of commands) expect(stdout).toContain(`\n  ${command.name}`);
  }
});

test.each(commands.map((command) => [command.name, command] as const))('khue %s --help explains it and does nothing else', (name, command) => {
  const { status, stdout, stderr } = khue([name, '--help']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(`Usage: khue ${name}`);
  for (const option of Object.keys(command.options)) expect(stdout).toContain(`--${option}`);
});

test.each([
  [['dance'], {}, 'There is no command "dance"'],
  [['backup'], {}, 'khue backup: it takes FILE'],
  [['migrate', 'now'], {}, 'khue migrate: it takes no words'],
  [['restore', '--quick', 'x'], {}, `khue restore: Unknown option '--quick'`],
  [['restore', 'nothing.khue'], {}, 'There is no file'],
  [['backup', '/no-such-folder/x.khue'], {}, 'There is no folder /no-such-folder'],
  [['backup', 'x.khue'], {}, 'There is no database of Khuê in'],
  [['verify'], {}, 'There is no database of Khuê in'],
  [['migrate'], { KHUE_URL: 'khue.example.vn' }, 'KHUE_URL must be the address people open'],
  [['migrate'], { PORT: 'many' }, 'PORT must be a whole number'],
  [['migrate'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'Khuê cannot reach the database'],
])('khue %j %j: one sentence in each language and exit code 1', (args, env, sentence) => {
  const { status, stdout, stderr } = khue(args, env);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(2);
});
