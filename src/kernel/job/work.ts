import { PgBoss } from 'pg-boss';
import { APP_ROLE } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { fits, madeQueues, QUEUE, type AnyJob } from './job.ts';
import { startTasks, type Task } from './task.ts';

/** Makes the surroundings of one run; `name` is the job's or task's, for the actor (`system(name)`) and the log. */
export type MakeCtx = (name: string) => Ctx;

/** Jobs of one name that a process carries out at the same time. */
const AT_ONCE = 2;

let running: { boss: PgBoss; stopTasks: () => Promise<void> } | undefined;

/**
 * Starts carrying out jobs and repeated tasks in this process; `url` is the database as its owner, the work runs as the application's role.
 * New jobs are heard of at once (LISTEN/NOTIFY), those that come due later within 5 s. Throws when it runs already.
 */
export async function startJobs(url: string, work: (AnyJob | Task)[], makeCtx: MakeCtx): Promise<void> {
  if (running !== undefined) throw new Error('Jobs run already in this process.');
  const jobs = work.filter((one): one is AnyJob => 'input' in one);
  const tasks = work.filter((one): one is Task => 'every' in one);
  const report = (name: string, error: unknown) => makeCtx(name).services.log.error({ job: name, err: error }, 'job failed');
  const boss = new PgBoss({
    connectionString: url,
    options: `-c role=${APP_ROLE}`,
    application_name: 'khue jobs',
    max: 3,
    migrate: false,
    createSchema: false,
    schedule: false,
    // Rebuilding an index needs its owner.
    reindex: false,
    useListenNotify: true,
  });
  boss.on('error', (error) => report('queue', error));
  await boss.start();
  running = { boss, stopTasks: async () => undefined };
  for (const one of jobs) await serve(boss, one, makeCtx, report);
  running.stopTasks = startTasks(tasks, { url, makeCtx, onError: report });
}

/** Lets the runs under way end (at most 20 s), then closes the connections; does nothing when no jobs run. */
export async function stopJobs(): Promise<void> {
  const { boss, stopTasks } = running ?? {};
  running = undefined;
  madeQueues.clear();
  await Promise.all([stopTasks?.(), boss?.stop({ graceful: true, timeout: 20_000 })]);
}

async function serve(boss: PgBoss, definition: AnyJob, makeCtx: MakeCtx, report: (name: string, error: unknown) => void): Promise<void> {
  const { policy, ...options } = QUEUE;
  await boss.createQueue(definition.name, { policy, ...options });
  await boss.updateQueue(definition.name, options);
  madeQueues.add(definition.name);
  await boss.work<{ input: unknown }>(definition.name, { batchSize: 1, localConcurrency: AT_ONCE, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 }, async (batch) => {
    for (const { data } of batch) {
      try {
        if (!fits(definition, data.input)) throw new Error(`Job "${definition.name}": the stored input does not fit its schema.`);
        await definition.run(makeCtx(definition.name), data.input);
      } catch (error) {
        report(definition.name, error);
        throw error;
      }
    }
  });
}
