import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { launchChromium } from '../scripts/chromium.ts';
import { testDatabase, type TestDatabase } from '#tests/database.ts';
import { demoCity } from '#tests/demo-city.ts';

/** A built server of its own for one test file, with the file's own database. */
export type App = {
  /** Address without a slash at the end. */
  url: string;
  database: TestDatabase;
  /** Folder that the server has as KHUE_DATA. */
  dataFolder: string;
  /** Everything the server has printed so far. */
  output: () => string;
  /** Asks the server to end (SIGTERM) and returns its exit code; done after the file's last test too. */
  stop: () => Promise<number | null>;
  /** Ends the server and starts it anew at the same address, with the same data and a clock that runs so many days ahead; what the calendar asks for is done at its start. */
  later: (days: number) => Promise<void>;
};

/** Opens a browser that is closed after the file's last test. */
export async function openBrowser(): Promise<Browser> {
  const browser = await launchChromium();
  afterAll(() => browser.close());
  return browser;
}

/** Starts the built server on a free port with a database of this test file, empty or a copy of the demo city; call it at the top of a file, after `npm run build`. */
export async function serveApp(options: { demo?: boolean; env?: Record<string, string> } = {}): Promise<App> {
  const city = options.demo ? await demoCity() : undefined;
  const database = await testDatabase(city?.template);
  const dataFolder = mkdtempSync(join(tmpdir(), 'khue-app-'));
  if (city !== undefined) cpSync(city.dataFolder, dataFolder, { recursive: true });
  chmodSync(dataFolder, 0o755);
  const env = { DATABASE_URL: database.url, KHUE_DATA: dataFolder, KHUE_DEMO: options.demo ? '1' : '0', ...options.env };
  let child = spawnServer(env);
  const stop = () => child.stop('SIGTERM');
  afterAll(async () => {
    await stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  const url = await child.ready();
  const later = async (days: number) => {
    await stop();
    child = spawnServer({
      ...env,
      PORT: new URL(url).port,
      KHUE_TEST_DAYS_LATER: String(days),
      NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'later.ts')).href}`,
    });
    await child.ready();
  };
  return { url, database, dataFolder, output: () => child.output(), stop, later };
}

/** A server process of a test. */
export type ServerProcess = {
  process: ChildProcess;
  output: () => string;
  /** Its address once it is ready; throws with its output when it ends before. */
  ready: () => Promise<string>;
  stop: (signal: NodeJS.Signals) => Promise<number | null>;
  /** Its exit code once it has ended. */
  ended: Promise<number | null>;
};

/** Starts `src/server.ts` with these variables on a free port (unless PORT is among them). */
export function spawnServer(env: Record<string, string>): ServerProcess {
  const { npm_lifecycle_event: _npm, DATABASE_URL: _url, NODE_ENV: _mode, VITEST: _vitest, ...inherited } = process.env;
  const child = spawn(process.execPath, ['src/server.ts'], { env: { ...inherited, PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  const ready = () =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const address = /is ready at (\S+)/.exec(output)?.[1];
        if (address !== undefined) resolve(address);
      };
      listeners.add(look);
      look();
      void ended.then((code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
    });
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { process: child, output: () => output, ready, stop, ended };
}
