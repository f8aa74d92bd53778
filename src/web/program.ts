import { readConfig } from '#base/config/index.ts';
import { onShutdown } from '#base/shutdown/index.ts';
import { Trouble } from '#base/trouble/index.ts';
import { startProgram, type Program } from '#program/index.ts';

let running: Promise<Program> | undefined;

/** The program that serves this process's pages, started at the first call and ended with the process. */
export function theProgram(): Promise<Program> {
  running ??= start();
  return running;
}

async function start(): Promise<Program> {
  const config = readConfig();
  if (config.databaseUrl === undefined) throw new Trouble('DATABASE_URL is not set: start Khuê with "npm start".', 'Chưa đặt DATABASE_URL: hãy chạy Khuê bằng "npm start".');
  const program = await startProgram({ ...config, databaseUrl: config.databaseUrl }, { jobs: true });
  onShutdown(program.stop);
  return program;
}
