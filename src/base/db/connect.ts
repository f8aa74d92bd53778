import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Writable } from 'node:stream';
import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely';
import pg from 'pg';

/** Tables are reached through `sql` text only, so the schema type stays empty (decision 0003). */
export type Tables = Record<never, never>;

/** A handle that can run statements: the pool, or a transaction. Inside a transaction pass the transaction on. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

const DATE = 1082;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * The role under which the application works. It may add facts and audit lines but not change them
 * (migration 0001 grants it); the owner's role is used for migrations only.
 */
export const APP_ROLE = 'khue_app';

/** A pool of at most `max` connections to `url`; `role` is taken on by each connection before its first statement. */
export function connect(url: string, options: { role?: string; max?: number } = {}): Db {
  const most = options.max ?? 10;
  const few = Math.min(most, FEW);
  const pool = new pg.Pool({
    connectionString: url,
    max: few,
    min: few,
    // What is looked up by its key comes once: remembering it (memoize) costs a third of a long list and saves nothing.
    options: `-c enable_memoize=off${options.role === undefined ? '' : ` -c role=${options.role}`}`,
    types: { getTypeParser: parserOf },
    application_name: 'khue',
    // Statements are sent without waiting for the answer to the last one: what is handed over to `later` needs it.
    pipeline: true,
  });
  pool.on('error', () => {
    // A connection that dies while idle is replaced by the pool; the next statement reports a lasting fault.
  });
  // One that dies in a transaction, between two statements, has nobody to tell: the next statement reports it, and the process goes on.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: prepared(pool, growing(pool, few, most)) }) });
}

/** Connections that are kept and do all the work as long as it is short: for each processor one that works and one that is being spoken to. */
const FEW = Math.max(4, 2 * availableParallelism());
/** How long nothing must have become free before one more connection is made, in ms. */
const STUCK_MS = 200;

/**
 * Lets a pool of `few` connections grow up to `most` while all are busy with something long. A busy connection is mostly free again in a few
 * milliseconds; a new one costs PostgreSQL more, since it knows no table and no plan yet: a thousand people who come at once are served sooner by few.
 * The returned function is told that a connection is asked for.
 */
function growing(pool: pg.Pool, few: number, most: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watch = (): void => {
    if (timer === undefined && pool.waitingCount > 0 && few < most) timer = setTimeout(grow, STUCK_MS);
  };
  const grow = (): void => {
    timer = undefined;
    if (pool.waitingCount === 0 || pool.totalCount >= most) return;
    pool.options.max = pool.totalCount + 1;
    // Given back as soon as it is there, it goes to whoever has waited longest.
    void pool.connect().then(
      (client) => client.release(),
      () => undefined,
    );
    watch();
  };
  pool.on('release', () => {
    clearTimeout(timer);
    timer = undefined;
    watch();
  });
  pool.on('remove', () => {
    pool.options.max = Math.max(few, pool.totalCount);
  });
  // The pool has put the request in its queue by then.
  return () => queueMicrotask(watch);
}

/** Statements whose plans a connection keeps at the most; texts beyond that are planned each time. */
const MOST_PREPARED = 1000;
/** How often a text is sent before it is kept: what a start says once takes no room. */
const SENT_BEFORE = 3;
/** Texts that are counted at the most, so that made-up ones do not fill the memory. */
const MOST_COUNTED = 5000;

/** The name by which connections know a statement again, once it has come often enough. */
function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  const sent = new Map<string, number>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MOST_PREPARED) return known;
    const times = (sent.get(text) ?? 0) + 1;
    if (times < SENT_BEFORE) {
      if (sent.size >= MOST_COUNTED) sent.clear();
      sent.set(text, times);
      return undefined;
    }
    sent.delete(text);
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
    names.set(text, name);
    return name;
  };
}

/** Begins the statements that nobody waits for, see `later`. */
export const LATER = '/* later */';
/** What such a statement answers meanwhile, in pg's form. */
const NO_ANSWER = { command: '', rowCount: 0, rows: [] };

type Statement = { text: string; values?: unknown[] | undefined };

/**
 * Lets each connection parse and plan a statement once: the text gets a name by which PostgreSQL knows it again (protocol level, so a pooler
 * between must support prepared statements: PgBouncer from 1.21). Planning is most of the time of our short statements.
 * What nobody waits for, the begin of a transaction and what is handed over to `later`, travels with the next statement: much of the time of a
 * short statement goes into waking the process that it is for.
 */
function prepared(pool: pg.Pool, onConnect: () => void): PostgresPool {
  const nameOf = statementNames();
  const wrapped = new WeakSet<pg.PoolClient>();
  const wrap = (client: pg.PoolClient): pg.PoolClient => {
    const plain = client.query.bind(client);
    const stream = streamOf(client);
    const send = (text: unknown, values?: unknown[]): Promise<unknown> => {
      const name = typeof text === 'string' && values !== undefined && values.length > 0 ? nameOf(text) : undefined;
      return Reflect.apply(plain, client, name === undefined ? [text, values] : [{ name, text, values }]);
    };
    let kept: Statement[] = [];
    const query = (text: unknown, values?: unknown[]): Promise<unknown> => {
      if (typeof text === 'string' && (text === 'begin' || text.startsWith(LATER))) {
        kept.push({ text, values });
        return Promise.resolve(NO_ANSWER);
      }
      if (kept.length === 0) return send(text, values);
      const before = text === 'rollback' ? [] : kept;
      const unbegun = kept[0]?.text === 'begin' && (text === 'rollback' || (text === 'commit' && kept.length === 1));
      kept = [];
      if (unbegun) return Promise.resolve(NO_ANSWER);
      stream.cork();
      const answers = [...before.map((one) => send(one.text, one.values)), send(text, values)];
      stream.uncork();
      return Promise.all(answers).then((all) => all.at(-1));
    };
    return Object.assign(client, { query });
  };
  return {
    options: pool.options,
    connect: async () => {
      onConnect();
      const client = await pool.connect();
      if (wrapped.has(client)) return client;
      wrapped.add(client);
      return wrap(client);
    },
    end: () => pool.end(),
  };
}

/** The stream to PostgreSQL, which pg keeps to itself. */
function streamOf(client: object): Pick<Writable, 'cork' | 'uncork'> {
  const connection = 'connection' in client ? client.connection : undefined;
  const stream = typeof connection === 'object' && connection !== null && 'stream' in connection ? connection.stream : undefined;
  if (stream instanceof Writable) return stream;
  throw new Error('pg keeps its stream somewhere else now: see base/db/connect.ts');
}

function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid === DATE) return (text: string) => text;
  if (oid === INT8 || oid === NUMERIC) return Number;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
}
