// Runs every bench one after the other, each in a process of its own. Usage: npm run bench
import { spawnSync } from 'node:child_process';

for (const name of ['table-file', 'sets', 'case', 'import', 'http', 'proof', 'skills-engine']) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, ['--max-old-space-size=288', `bench/${name}.ts`], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
