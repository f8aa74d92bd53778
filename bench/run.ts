// Runs every bench one after the other, each in a process of its own. Usage: npm run bench
import { spawnSync } from 'node:child_process';

/** One a line, so that branches add theirs without meeting. */
const BENCHES = `
table-file
sets
programme
import
http
proof
case
skills-engine
transition
transition-http
learning
sign
skills-sittings
skills-groups
xapi
campaigns
`;

for (const name of BENCHES.split('\n').filter(Boolean)) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, ['--max-old-space-size=256', '--max-semi-space-size=16', `bench/${name}.ts`], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
