import type { Command } from './command.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serves Khuê until it is told to stop (PORT, KHUE_DATA, DATABASE_URL, see docs/operators/install.md)',
  words: [],
  options: { port: { type: 'string', value: 'NUMBER', help: 'TCP port instead of PORT or 3000' } },
  run: async (call) => {
    const port = call.text('port');
    if (port !== undefined) process.env['PORT'] = port;
    const { serve } = await import('../server/serve.ts');
    await serve();
  },
};
