// The learning record store beside 5 million statements: statements a second in batches of 50 and one by one, and questions by agent, activity and since. Requests go
// through everything but the socket. Run: node bench/xapi.ts [statements] [seconds]   (an own PostgreSQL in a temporary folder, as in production)
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all, APP_ROLE, connect, one, sql, type Db } from '#base/db/index.ts';
import { migrate } from '#base/migration/index.ts';
import { startPostgres } from '#base/postgres/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { answerXapi, createRecordClient, newSecret } from '#modules/learning/index.ts';
import { testCtx } from '../tests/ctx.ts';

const [stored = 5_000_000, seconds = 10] = process.argv.slice(2).map(Number);
const AGENTS = 50_000;
const ACTIVITIES = 500;
const AT_ONCE = 8;

function line(what: string, measured: string, goal = ''): void {
  console.log(`${what.padEnd(60)} ${measured.padStart(34)}   ${goal}`);
}

const key = (text: string) => sql.raw(`encode(substr(sha256(convert_to(${text}, 'UTF8')), 1, 16), 'hex')::uuid`);
const AGENT = `'account http://localhost:3000/ a' || (n * 7919 % ${AGENTS})`;
const ACTIVITY = `'http://localhost:3000/lesson/' || (n * 31 / ${AGENTS} + n) % ${ACTIVITIES}`;

/** Statements of a year, each about a lesson of a course, stored by SQL with all they are found by. */
async function addStatements(owner: Db): Promise<void> {
  await all(owner, sql`set session_replication_role = replica`);
  const indexes = await all(
    owner,
    sql<{ name: string; definition: string }>`
    select i.indexname as name, i.indexdef as definition
    from pg_indexes as i
    where i.schemaname = 'learning'
      and i.tablename in ('statement', 'statement_face', 'statement_activity')
      and i.indexname like '%_idx'`,
  );
  for (const { name } of indexes) await sql.raw(`drop index learning.${name}`).execute(owner);
  const at = sql.raw(`timestamptz '2026-01-01' + n * interval '6 seconds'`);
  const body = sql.raw(`'{"id":"' || md5('s' || n)::uuid || '","actor":{"account":{"homePage":"http://localhost:3000/","name":"a' || (n * 7919 % ${AGENTS})
    || '"}},"verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},"object":{"id":"' || ${ACTIVITY} || '"},"context":{"contextActivities":{"parent":[{"id":"http://localhost:3000/course"}]}},"version":"1.0.0"}'`);
  await all(
    owner,
    sql`
    insert into learning.statement (place, id, stored, body) overriding system value
    select n, md5('s' || n)::uuid, ${at}, ${body}
    from generate_series(1::bigint, ${stored}::bigint) as n`,
  );
  await all(
    owner,
    sql`
    insert into learning.statement_face (place, source, stored, agent, verb, activity)
    select n, md5('s' || n)::uuid, ${at}, ${key(AGENT)}, ${key(`'http://adlnet.gov/expapi/verbs/completed'`)}, ${key(ACTIVITY)}
    from generate_series(1::bigint, ${stored}::bigint) as n`,
  );
  await all(
    owner,
    sql`
    insert into learning.statement_activity (activity, stored, place, source)
    select ${key(`'http://localhost:3000/course'`)}, ${at}, n, md5('s' || n)::uuid
    from generate_series(1::bigint, ${stored}::bigint) as n`,
  );
  for (const { definition } of indexes) await sql.raw(definition).execute(owner);
  await all(owner, sql`select setval(pg_get_serial_sequence('learning.statement', 'place'), ${stored})`);
  await all(owner, sql`set session_replication_role = default`);
  await all(owner, sql`vacuum analyze`);
  await all(owner, sql`checkpoint`);
}

const pick = (most: number): number => Math.floor(Math.random() * most);

function statement(): object {
  const lesson = `http://localhost:3000/lesson/${pick(ACTIVITIES)}`;
  return {
    id: randomUUID(),
    actor: { account: { homePage: 'http://localhost:3000/', name: `a${pick(AGENTS)}` } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { vi: 'hoàn thành' } },
    object: { id: lesson, definition: { name: { vi: 'Bài học' }, type: 'http://adlnet.gov/expapi/activities/lesson' } },
    result: { completion: true, success: true, score: { scaled: 0.9 } },
    context: { registration: randomUUID(), contextActivities: { parent: [{ id: 'http://localhost:3000/course' }] } },
    timestamp: '2026-11-23T09:00:00+07:00',
  };
}

type Ask = (method: string, query: Record<string, string>, body?: unknown) => Promise<{ status: number; text: string }>;

/** Asks as fast as answers come, from some places at once; gives the milliseconds of each, sorted. */
async function pace(work: () => Promise<void>, lasting: number, atOnce = AT_ONCE): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + lasting * 1000;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < end) {
        const begun = performance.now();
        await work();
        times.push(performance.now() - begun);
      }
    }),
  );
  return times.toSorted((a, b) => a - b);
}

const at = (times: number[], share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
const told = (times: number[]): string => `p50 ${at(times, 0.5)}  p95 ${at(times, 0.95)} ms`;

async function measure(ask: Ask): Promise<void> {
  const right = async (method: string, query: Record<string, string>, body?: unknown): Promise<void> => {
    const answer = await ask(method, query, body);
    if (answer.status !== 200) throw new Error(answer.text);
  };
  const batch = (): Promise<void> => right('POST', {}, Array.from({ length: 50 }, statement));
  const question = (more: Record<string, string>) => (): Promise<void> => {
    const agent = JSON.stringify({ account: { homePage: 'http://localhost:3000/', name: `a${pick(AGENTS)}` } });
    return right('GET', { agent, activity: `http://localhost:3000/lesson/${pick(ACTIVITIES)}`, since: '2026-03-01T00:00:00Z', ...more });
  };
  await pace(batch, 2);
  const batches = await pace(batch, seconds);
  line(`write: batches of 50, ${AT_ONCE} at once`, `${Math.round((batches.length * 50) / seconds)} statements/s`, '>= 2,000/s');
  const singles = await pace(() => right('POST', {}, statement()), seconds);
  line(`write: one by one, ${AT_ONCE} at once`, `${Math.round(singles.length / seconds)}/s  ${told(singles)}`, '>= 400/s');
  for (const [what, query] of QUESTIONS) line(`read: ${what}`, told(await pace(question(query), seconds / 2, 2)), what === 'agent, activity, since' ? 'p95 <= 30 ms' : '');
  line('read: newest of all, 100 a page', told(await pace(() => right('GET', {}), seconds / 2, 2)));
  line(
    'read: a verb that everything has, since',
    told(await pace(() => right('GET', { verb: 'http://adlnet.gov/expapi/verbs/completed', since: '2026-11-01T00:00:00Z' }), seconds / 2, 2)),
  );
}

const QUESTIONS: [what: string, more: Record<string, string>][] = [
  ['agent, activity, since', {}],
  ['agent, activity, since, each also where related', { related_agents: 'true', related_activities: 'true' }],
  ['agent and the course it lies in (related)', { activity: 'http://localhost:3000/course', related_activities: 'true' }],
];

const folder = mkdtempSync(join(tmpdir(), 'khue-bench-'));
const server = await startPostgres({ folder, onProgress: () => undefined });
try {
  await migrate(server.url, 'migrations');
  const owner = connect(server.url, { max: 1 });
  const db = connect(server.url, { role: APP_ROLE, max: 10 });
  const begun = performance.now();
  await addStatements(owner);
  const kept = await one(owner, sql<{ n: number }>`select count(*) as n from learning.statement_face`);
  line(`fill: ${kept?.n ?? 0} statements, by SQL`, `${((performance.now() - begun) / 1000).toFixed(1)} s`);
  const { secret, secretSha256 } = newSecret();
  const { key: user } = await perform(createRecordClient, testCtx(db), { name: 'bench', scopes: ['all'], secretSha256, mostPerMinute: 1_000_000 });
  const headers = { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`, 'x-experience-api-version': '1.0.3', 'content-type': 'application/json' };
  await measure(async (method, query, body) => {
    const request = new Request(`http://localhost:3000/xapi/statements?${new URLSearchParams(query).toString()}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await answerXapi(testCtx(db), request, 'statements');
    return { status: response.status, text: await response.text() };
  });
  await Promise.all([owner.destroy(), db.destroy()]);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
