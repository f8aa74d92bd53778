import { Trouble } from '#base/trouble/index.ts';
import type { Command } from './command.ts';
import { migrated } from './database.ts';

export const demoCommand: Command = {
  name: 'demo',
  summary: 'Makes the demo city in an empty database: the real units of Hà Nội with imaginary staff and two years of history',
  words: [],
  options: {
    people: { type: 'string', help: 'People in post today (3000; at least 1000)', value: 'N' },
    months: { type: 'string', help: 'Months of history (24)', value: 'M' },
    seed: { type: 'string', help: 'The same seed makes the same city (1)', value: 'S' },
  },
  run: async ({ config, text }) => {
    const size = { people: whole('people', text('people'), 3000, 1000), months: whole('months', text('months'), 24, 1), seed: whole('seed', text('seed'), 1, 0) };
    const { firstStart } = await import('#program/first-start.ts');
    await migrated(config, (databaseUrl) => firstStart({ ...config, databaseUrl, demo: true }, (line) => console.error(line), size));
  },
};

function whole(name: string, text: string | undefined, usual: number, least: number): number {
  const value = text === undefined ? usual : Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Trouble(`--${name} takes a whole number of at least ${least}, not "${text}".`, `--${name} phải là số nguyên từ ${least} trở lên, không phải "${text}".`);
}
