import { join } from 'node:path';
import { migrate } from '#base/migration/index.ts';
import type { Command } from './command.ts';
import { opened } from './database.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Brings the database up to this version of Khuê',
  words: [],
  options: {},
  run: async ({ config }) => {
    const names = await opened(config, (url) => migrate(url, join(config.root, 'migrations')));
    for (const name of names) console.log(name);
    console.error(names.length === 0 ? 'The database was up to date.' : `${names.length} migrations applied.`);
  },
};
