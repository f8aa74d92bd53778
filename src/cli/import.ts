import type { Command } from './command.ts';
import { migrated } from './database.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'Imports a list (staff, posts or units) from an XLSX or CSV file, wholly or not at all; prints what changed as JSON, or every error',
  words: ['KIND', 'FILE'],
  options: {
    as: { type: 'string', help: 'Staff code or e-mail of the person who imports; without it the system does', value: 'ACCOUNT' },
    'end-unit': { type: 'string', help: 'The file is the full register of the unit with this code: what it does not name ends', value: 'CODE' },
    'end-day': { type: 'string', help: 'First day on which what the file does not name no longer holds', value: 'YYYY-MM-DD' },
  },
  run: async (call) => {
    const { importList } = await import('./import-list.ts');
    return migrated(call.config, (url) => importList(call, url));
  },
};
