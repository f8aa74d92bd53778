// Khuê's learning record store beside another one that already runs on this machine, both asked over HTTP by the same client in one run, a store of the same few statements each.
// Usage: node bench/xapi-beside.ts ADDRESS [STATEMENTS]     ADDRESS: where the other store takes statements, with its credential: http://user:password@localhost:8081/xAPI/statements
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_ROLE, connect } from '#base/db/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { createRecordClient, newSecret } from '#modules/learning/index.ts';
import { testCtx } from '../tests/ctx.ts';
import { open } from './client.ts';
import { withServer } from './server.ts';

const [other, stored = '5000'] = process.argv.slice(2);
if (other === undefined) throw new Error('usage: node bench/xapi-beside.ts ADDRESS [STATEMENTS]');
const BATCH = 50;
const AT_ONCE = 8;
const HOME = 'http://localhost:3000/';
const pick = (most: number): number => Math.floor(Math.random() * most);

function statement(): object {
  return {
    id: randomUUID(),
    actor: { account: { homePage: HOME, name: `a${pick(500)}` } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { vi: 'hoàn thành' } },
    object: { id: `${HOME}lesson/${pick(50)}`, definition: { name: { vi: 'Bài học' }, type: 'http://adlnet.gov/expapi/activities/lesson' } },
    result: { completion: true, success: true, score: { scaled: 0.9 } },
    context: { registration: randomUUID(), contextActivities: { parent: [{ id: `${HOME}course` }] } },
    timestamp: '2026-11-23T09:00:00+07:00',
  };
}

/** The text of a request to a store. */
function requestTo(store: URL, method: string, query: string, body?: unknown): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const key = Buffer.from(`${store.username}:${store.password}`).toString('base64');
  const head = [`${method} ${store.pathname}${query} HTTP/1.1`, `host: ${store.host}`, `authorization: Basic ${key}`, 'x-experience-api-version: 1.0.3'];
  if (body !== undefined) head.push('content-type: application/json', `content-length: ${Buffer.byteLength(text)}`);
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}

/** Sends so many requests, some at once; milliseconds of each, sorted, and how long all took. */
async function send(store: URL, count: number, make: () => string): Promise<{ times: number[]; seconds: number }> {
  const times: number[] = [];
  const begun = performance.now();
  let left = count;
  const sending = async (): Promise<void> => {
    const line = await open(Number(store.port));
    while (left-- > 0) {
      const asked = performance.now();
      const status = await line.ask(make());
      if (status !== 200) throw new Error(`${store.host} answered ${status}`);
      times.push(performance.now() - asked);
    }
    line.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sending));
  return { times: times.toSorted((a, b) => a - b), seconds: (performance.now() - begun) / 1000 };
}

async function measure(name: string, store: URL): Promise<void> {
  const batches = Math.ceil(Number(stored) / BATCH);
  const batch = () => requestTo(store, 'POST', '', Array.from({ length: BATCH }, statement));
  const single = () => requestTo(store, 'POST', '', statement());
  const question = () => {
    const agent = encodeURIComponent(JSON.stringify({ account: { homePage: HOME, name: `a${pick(500)}` } }));
    return requestTo(store, 'GET', `?agent=${agent}&activity=${encodeURIComponent(`${HOME}lesson/${pick(50)}`)}&since=2026-01-01T00:00:00Z`);
  };
  const written = await send(store, batches, batch);
  console.log(name.padEnd(8), `batches of ${BATCH} until ${batches * BATCH} are stored`.padEnd(44), `${Math.round((batches * BATCH) / written.seconds)} statements/s`);
  for (const [what, count, make] of [['one by one', 600, single] as const, ['by agent, activity, since', 600, question] as const]) {
    const { times, seconds } = await send(store, count, make);
    const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
    console.log(name.padEnd(8), what.padEnd(44), `${Math.round(count / seconds)}/s  p50 ${at(0.5)}  p95 ${at(0.95)} ms`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
chmodSync(folder, 0o755);
const postgres = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(postgres.url, 'migrations');
  const db = connect(postgres.url, { role: APP_ROLE, max: 1 });
  const { secret, secretSha256 } = newSecret();
  const { key } = await perform(createRecordClient, testCtx(db), { name: 'bench', scopes: ['all'], secretSha256, mostPerMinute: 1_000_000 });
  await db.destroy();
  await withServer(
    postgres.url,
    folder,
    async ({ port }) => {
      await measure('other', new URL(other));
      await measure('Khuê', new URL(`http://${key}:${secret}@localhost:${port}/xapi/statements`));
    },
    { KHUE_DEMO: '0' },
  );
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
