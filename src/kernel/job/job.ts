import { AsyncLocalStorage } from 'node:async_hooks';
import { fromKysely, PgBoss, type Clock, type Db as BossDb } from 'pg-boss';
import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { one, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** Work that is done after the request that asked for it, in any process, at least once: `run` must bear being repeated. */
export type Job<I extends TSchema = TSchema> = {
  /** `module.verb-noun` */
  name: string;
  /** Closed object; ids and numbers only, since it is kept for days. */
  input: I;
  // Written as a method, so that jobs of all inputs fit into one list.
  run(ctx: Ctx, input: Static<I>): Promise<void>;
};

/** A job whose input type is not known: an element of a list of jobs. */
export type AnyJob = Job<TSchema>;

/** When and how often: `after` seconds (0 or more) from now; while a job with the same `singletonKey` waits, no second one is added. */
export type EnqueueOptions = { after?: number; singletonKey?: string };

/** Checks the types of a job where it is defined; returns it unchanged. */
export function job<I extends TSchema>(definition: Job<I>): Job<I> {
  return definition;
}

/** What pg-boss keeps of each queue: five more tries at growing intervals (about 5 s to 10 min), 15 min for one try, kept a week. */
export const QUEUE = {
  // `short`: one waiting job for each singleton key, any number without one.
  policy: 'short',
  notify: true,
  retryLimit: 5,
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: 600,
  expireInSeconds: 900,
  deleteAfterSeconds: 604_800,
} as const;

const validators = new WeakMap<TSchema, Validator>();

/** Whether `input` fits the job's schema. */
export function fits<I extends TSchema>(definition: Job<I>, input: unknown): input is Static<I> {
  const known = validators.get(definition.input) ?? Compile(definition.input);
  validators.set(definition.input, known);
  return known.Check(input);
}

/** Queues that this process knows to be committed; others are made within the transaction that needs them. */
export const madeQueues = new Set<string>();

/**
 * Asks for a job. Pass the transaction of the act that needs it: the job exists if and only if that act does.
 * Returns whether it was added (false when one with the same `singletonKey` waits already). Throws when the input does not fit (a defect).
 */
export async function enqueue<I extends TSchema>(db: Db, definition: Job<I>, input: Static<I>, options: EnqueueOptions = {}): Promise<boolean> {
  if (!fits(definition, input)) throw new Error(`Job "${definition.name}": the input does not fit its schema.`);
  if (!madeQueues.has(definition.name)) {
    await one(db, sql`select pgboss.create_queue(${definition.name}, ${JSON.stringify(QUEUE)}::jsonb)`);
  }
  const boss = fromKysely(db);
  return current.run(boss, async () => {
    await (started ??= begin());
    const id = await sender.send(
      definition.name,
      { input },
      {
        db: boss,
        singletonKey: options.singletonKey ?? crypto.randomUUID(),
        ...(options.after === undefined ? {} : { startAfter: options.after }),
      },
    );
    return id !== null;
  });
}

// Enqueuing needs a pg-boss that has read its queues, but never a connection of its own: it borrows that of the caller's transaction.
const current = new AsyncLocalStorage<BossDb>();
const borrowed: BossDb = {
  executeSql: async (text, values) => {
    const db = current.getStore();
    if (db === undefined) throw new Error('The sending side of the job queue works within enqueue() only.');
    return db.executeSql(text, values);
  },
};

// It must not do anything by itself between two calls, so its clock has no timers.
const stillClock: Clock = { now: Date.now, setTimeout: () => 0, clearTimeout: () => undefined, setInterval: () => 0, clearInterval: () => undefined };
const sender = new PgBoss({ db: borrowed, clock: stillClock, migrate: false, createSchema: false, supervise: false, schedule: false });
sender.on('error', () => undefined);
let started: Promise<unknown> | undefined;

function begin(): Promise<unknown> {
  return sender.start().catch((error: unknown) => {
    started = undefined;
    throw error;
  });
}
