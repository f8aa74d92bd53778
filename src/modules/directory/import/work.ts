import { all, inTransaction, one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import { every, type Task } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { findActor, mayAnywhere, system } from '#kernel/org/index.ts';
import { NOTHING, type Counts, type StoredImport, type Work, type Worker } from './model.ts';
import { postsWorker } from './posts/index.ts';
import { readLines } from './read.ts';
import { staffWorker } from './staff/index.ts';
import { beginAttempt, changeImport, clearFindings, countErrors, getImport, listWaiting } from './store.ts';
import { undo } from './undo.ts';
import { unitsWorker } from './units/index.ts';

const WORKERS: Record<StoredImport['kind'], Worker> = { staff: staffWorker, posts: postsWorker, units: unitsWorker };

/** Tries that are made before an import is given up; a process that was killed used one up. */
const MOST_ATTEMPTS = 5;
/** Days after which a list that was never run is dropped, with what it found. */
const KEPT_DAYS = 7;

/**
 * Works on imports that wait, one after the other. The state in the table is the queue: work is one transaction, so that a process killed in
 * the middle leaves the import as it was, and the next one that runs this task begins it again.
 */
export const importTask: Task = every(1, 'directory.work-imports', async (ctx) => {
  for (const id of await listWaiting(ctx.db)) await workOn(ctx, id);
  await dropOld(ctx);
});

/** Carries out what an import waits for (check, run or undo) and answers it as it then stands; tells how far it has come. Does nothing when it waits for nothing. */
export async function workOn(ctx: Ctx, id: string, onProgress: (phase: string, done: number) => void = () => undefined): Promise<StoredImport> {
  const attempt = await beginAttempt(ctx.db, id);
  if (attempt === undefined) return getImport(ctx.db, id);
  try {
    if (attempt > MOST_ATTEMPTS) throw new Problem('limit', 'import.given-up', { attempts: MOST_ATTEMPTS });
    await inTransaction(ctx.db, (db) =>
      step({ ...ctx, db }, id, async (phase, done) => {
        onProgress(phase, done);
        await tell(ctx, id, phase, done);
      }),
    );
  } catch (error) {
    if (!(error instanceof Problem)) ctx.services.log.error({ import: id, err: error }, 'import failed');
    if (!(error instanceof Problem) && attempt < MOST_ATTEMPTS && isLost(error)) throw error;
    const problem = error instanceof Problem ? error : new Problem('conflict', 'import.failed');
    const { state } = await getImport(ctx.db, id);
    await changeImport(ctx.db, id, ['checking', 'running', 'undoing'], { state: state === 'undoing' ? 'done' : 'failed', problem: problem.code, problemValues: problem.values });
  }
  return getImport(ctx.db, id);
}

/** Whether the connection went away: then nothing is known to be wrong with the list, and the work begins again. */
function isLost(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code !== 'string' || /^(08|57P|ECONN|EPIPE)/.test(code);
}

async function step(ctx: Ctx, id: string, progress: Work['progress']): Promise<void> {
  await all(ctx.db, sql`select pg_advisory_xact_lock(hashtextextended(${`directory.import ${id}`}, 0))`);
  const item = await getImport(ctx.db, id);
  const acting: Ctx = { ...ctx, actor: await askerOf(ctx, item) };
  const work: Work = { ctx: acting, item, progress };
  if (item.state === 'checking') await check(work);
  if (item.state === 'running') await run(work);
  if (item.state === 'undoing') await undo(work);
}

/** Who asked for the import, with the roles held today; the right to import may have been withdrawn meanwhile. */
async function askerOf(ctx: Ctx, item: StoredImport): Promise<Ctx['actor']> {
  if (item.createdBy === null) return system('import');
  const actor = await findActor(ctx.db, item.createdBy, ctx.today);
  if (actor === undefined || !mayAnywhere(actor, 'directory.import')) throw new Problem('forbidden', 'import.asker-gone');
  return actor;
}

async function check(work: Work): Promise<void> {
  const worker = WORKERS[work.item.kind];
  await worker.forget?.(work);
  const found = await prepare(work, undefined);
  if (found.errorCount === 0 && found.rowCount > 0) {
    await worker.preview(work);
    await worker.keep?.(work);
  }
  await changeImport(work.ctx.db, work.item.id, ['checking'], { ...found, state: found.errorCount === 0 ? 'checked' : 'refused', ...SETTLED });
}

/** Checks once more, since the register may have changed, and carries the list out; with errors nothing of it is carried out. */
async function run(work: Work): Promise<void> {
  const { db, actor, requestId, now } = work.ctx;
  const { id, kind } = work.item;
  const worker = WORKERS[kind];
  const found = await prepare(work, await worker.resume?.(work));
  if (found.errorCount > 0) {
    await changeImport(db, id, ['running'], { ...found, state: 'refused', ...SETTLED });
    return;
  }
  await work.progress('writing', found.rowCount);
  if (found.rowCount > 0) await worker.apply(work);
  await worker.forget?.(work);
  await changeImport(db, id, ['running'], { ...found, state: 'done', ...SETTLED, finishedAt: now.toString() });
  await writeAudit(db, { operation: 'directory.run-import', outcome: 'done', actor, requestId, subject: id, detail: { kind, ...found.counts } });
}

/** What holds of an import once its work is done, however it ended. */
const SETTLED = { phase: 'waiting', attempts: 0, problem: null } as const;

/**
 * Reads the file (or takes up the lines it was read into) and checks it against the register; answers what it found. The import's own row is
 * changed only at the very end of the work: until then progress is written to it from outside the transaction.
 */
async function prepare(work: Work, resumed: number | undefined): Promise<{ rowCount: number; errorCount: number; counts: Counts }> {
  const {
    ctx: { db },
    item,
  } = work;
  await clearFindings(db, item.id);
  const worker = WORKERS[item.kind];
  const rowCount = resumed ?? (await readLines(work, await worker.begin(work)));
  const counts = rowCount === 0 ? NOTHING : await worker.check(work);
  return { rowCount, errorCount: await countErrors(db, item.id), counts };
}

/** Says how far the work has come, outside its transaction, so that the page can show it. */
async function tell(ctx: Ctx, id: string, phase: string, done: number): Promise<void> {
  await all(
    ctx.db,
    sql`
    update directory.import
    set phase = ${phase}, done = greatest(import.done, ${done})
    where import.id = ${id}`,
  );
}

async function dropOld(ctx: Ctx): Promise<void> {
  const old = await one(
    ctx.db,
    sql<{ id: string }>`
    select import.id
    from directory.import
    where import.state in ('uploaded', 'refused', 'checked', 'failed')
      and import.changed_at < ${ctx.now.toString()}::timestamptz - ${`${KEPT_DAYS} days`}::interval
    limit 1`,
  );
  if (old === undefined) return;
  await changeImport(ctx.db, old.id, ['uploaded', 'refused', 'checked', 'failed'], { state: 'dropped' });
  await clearFindings(ctx.db, old.id);
  await all(ctx.db, sql`delete from directory.import_staff_line as kept where kept.import_id = ${old.id}`);
}
