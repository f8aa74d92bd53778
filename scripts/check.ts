import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What is looked at, in this order; everything is run, so that one call tells all that is wrong. */
const CHECKS: { name: string; command: string; args: string[] }[] = [
  // Types of the pages' data are made from the pages.
  { name: 'page types', command: 'svelte-kit', args: ['sync'] },
  { name: 'types', command: 'svelte-check', args: ['--tsgo', '--fail-on-warnings', '--output', 'human'] },
  { name: 'lint', command: 'oxlint', args: ['--deny-warnings'] },
  { name: 'format', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'unused code', command: 'knip', args: ['--no-progress', '--treat-config-hints-as-errors'] },
];

let wrong = 0;
for (const { name, command, args } of CHECKS) {
  const begun = performance.now();
  const { code, output } = await run(command, args);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok   ' : 'WRONG'} ${name.padEnd(12)} ${seconds.padStart(5)} s`);
  if (code === 0) continue;
  wrong += 1;
  console.log(`${output.trimEnd()}\n`);
}
if (wrong > 0) {
  console.log(`${wrong} of ${CHECKS.length} checks found something (see above).`);
  process.exitCode = 1;
}

/** Runs one program of node_modules/.bin from the root; `code` is null when it was ended from outside. */
function run(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const root = join(import.meta.dirname, '..');
  const program = join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${command}.cmd` : command);
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
