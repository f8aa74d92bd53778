import type { Command } from './command.ts';

export const operationsCommand: Command = {
  name: 'operations',
  summary: 'Lists everything that can be asked of Khuê: name, kind, address, permission',
  words: [],
  options: { json: { type: 'boolean', help: 'With input and output schemas, as JSON' } },
  run: async ({ has }) => {
    const { operations } = await import('#program/index.ts');
    if (has('json')) {
      console.log(
        JSON.stringify(
          operations.map(({ name, summary, kind, http, permission, input, output }) => ({ name, summary, kind, http, permission, input, output })),
          null,
          2,
        ),
      );
      return;
    }
    const width = Math.max(...operations.map(({ name }) => name.length));
    for (const { name, kind, http, permission, summary } of operations) console.log(`${name.padEnd(width)}  ${kind.padEnd(5)}  ${http}  [${permission}]  ${summary}`);
  },
};
