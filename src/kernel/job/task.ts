import pg from 'pg';
import type { Ctx } from '#kernel/operation/index.ts';

/** Something done again and again, in one process at a time. */
export type Task = { every: number; name: string; run: (ctx: Ctx) => Promise<void> };

/** A task repeated every `seconds` (0.1 or more) after its last run ended, in one of the running processes at a time; a failed run is logged and tried again at the next turn. */
export function every(seconds: number, name: string, run: (ctx: Ctx) => Promise<void>): Task {
  if (!(seconds >= 0.1)) throw new RangeError(`Task "${name}": every ${seconds} s is too often.`);
  return { every: seconds, name, run };
}

/** What a running task needs from outside. */
export type TaskHost = { url: string; makeCtx: (name: string) => Ctx; onError: (name: string, error: unknown) => void };

/** First key of our advisory locks (two-key form), so that they meet no other program's; the second is a hash of the task's name. */
const LOCK_SPACE = 7_420_932;

/**
 * Repeats tasks until the returned function is called, which waits for the runs under way.
 * Each task holds a session advisory lock on one connection of this process; when the process or the connection dies, another process takes over.
 */
export function startTasks(tasks: Task[], host: TaskHost): () => Promise<void> {
  const stopping = new AbortController();
  const session = new LockSession(host.url);
  const loops = tasks.map((task) => loop(task, host, session, stopping.signal));
  return async () => {
    stopping.abort();
    await Promise.all(loops);
    await session.end();
  };
}

async function loop(task: Task, host: TaskHost, session: LockSession, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await session.holds(task.name)) await task.run(host.makeCtx(task.name));
    } catch (error) {
      if (!signal.aborted) host.onError(task.name, error);
    }
    await pause(task.every * 1000, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** One connection that holds the locks of this process's tasks. */
class LockSession {
  readonly #url: string;
  readonly #held = new Set<string>();
  #client: Promise<pg.Client> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(url: string) {
    this.#url = url;
  }

  /** Whether this process has the task's lock now, taking it when it is free. Asked for one task after the other: they share a connection. */
  holds(name: string): Promise<boolean> {
    const answer = this.#turn.then(() => this.#take(name));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #take(name: string): Promise<boolean> {
    const client = await (this.#client ??= this.#connect());
    if (this.#held.has(name)) return true;
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as got', [LOCK_SPACE, name]);
    if (rows[0]?.got !== true) return false;
    this.#held.add(name);
    return true;
  }

  async end(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'khue tasks', options: '-c role=khue_app', keepAlive: true });
    const lost = () => {
      this.#held.clear();
      this.#client = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      return client;
    } catch (error) {
      lost();
      throw error;
    }
  }
}
