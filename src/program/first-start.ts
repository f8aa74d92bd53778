import type { Config } from '#base/config/index.ts';
import { all, connect, one, sql } from '#base/db/index.ts';
import type { DemoSize } from './demo.ts';

/**
 * What a new database needs before it is served: in the demonstration the demo city, otherwise the city's units and a link for the first
 * administrator. A demo city that was not finished (the process was killed) is made anew: nobody has seen it yet.
 */
export async function firstStart(config: Config & { databaseUrl: string }, tell: (line: string) => void, size: DemoSize = {}): Promise<void> {
  const done = await milestones(config.databaseUrl);
  const unfinished = done.has('demo-begun') && !done.has('demo-finished');
  const filled = !unfinished && (done.has('demo-finished') || (await hasUnits(config.databaseUrl)));
  if (filled && (config.demo || done.has('administrator-invited') || done.has('demo-finished'))) return;
  // The program is read from its sources only when there is something to do: a server has it once more, built, for its pages.
  const { fillNew, inviteFirst } = await import('./filling.ts');
  await (filled ? inviteFirst(config, tell) : fillNew(config, unfinished, tell, size));
}

async function milestones(url: string): Promise<Set<string>> {
  const db = connect(url, { max: 1 });
  const rows = await all(db, sql<{ name: string }>`select milestone.name from kernel.milestone`).finally(() => db.destroy());
  return new Set(rows.map(({ name }) => name));
}

async function hasUnits(url: string): Promise<boolean> {
  const db = connect(url, { max: 1 });
  const row = await one(db, sql`select 1 from kernel.unit limit 1`).finally(() => db.destroy());
  return row !== undefined;
}
