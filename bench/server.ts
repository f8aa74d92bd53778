import { spawn } from 'node:child_process';
import { freePort } from '#base/postgres/index.ts';

/** A server as `npm start` runs it, on a free port of this machine. */
export type Served = { port: number; pid: number | undefined };

/** Serves Khuê on the database for as long as `work` takes. Throws when the server ends before it is ready. */
export async function withServer(databaseUrl: string, folder: string, work: (served: Served) => Promise<void>, env: Record<string, string> = {}): Promise<void> {
  const port = await freePort();
  const server = spawn(process.execPath, ['--max-old-space-size=256', '--max-semi-space-size=16', 'src/server.ts'], {
    env: { ...process.env, PORT: String(port), DATABASE_URL: databaseUrl, KHUE_DATA: folder, KHUE_LOG: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.stdout.on('data', (line: Buffer) => line.includes('ready at') && resolve());
      server.on('exit', () => reject(new Error('the server ended')));
    });
    await work({ port, pid: server.pid });
  } finally {
    const ended = new Promise((resolve) => void server.once('exit', resolve));
    if (server.kill('SIGTERM')) await ended;
  }
}
