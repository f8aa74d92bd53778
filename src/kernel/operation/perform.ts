import { createHash } from 'node:crypto';
import type { Static, TSchema } from 'typebox';
import type { Validator } from 'typebox/compile';
import { brokenConstraint, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { faultsOf, validatorOf } from '#base/schema/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import { may, mayAnywhere, getRoot, permissionTitle, personOf, type Actor } from '#kernel/org/index.ts';
import type { AnyOperation, Ctx, Operation, Trace } from './model.ts';
import { noteWrite } from './recent.ts';

/**
 * Carries out an operation: permission → input → what it checks beforehand → transaction → work → audit in the same transaction.
 * A refusal is audited in a transaction of its own. Throws `Problem` when refused.
 */
export async function perform<I extends TSchema, O extends TSchema>(op: Operation<I, O>, ctx: Ctx, input: unknown): Promise<Static<O>> {
  try {
    refuseWithoutPermission(op, ctx, input);
    const valid = checked(op, input);
    if (op.limit !== undefined) await ctx.countUse?.(op.name, op.limit);
    await op.beforehand?.(valid);
    if (op.kind === 'read' && !(await looks(op, ctx, valid)) && op.exports !== true) {
      await authorise(op, ctx, valid);
      return verified(op, await op.run(ctx, valid));
    }
    const output = await inTransaction(ctx.db, (db) => carryOut(op, { ...ctx, db }, valid));
    if (op.kind === 'write') noteWrite(ctx.actor);
    return output;
  } catch (error) {
    const problem = asProblem(error);
    if (problem === undefined) throw error;
    if (problem.kind === 'forbidden') await auditRefusal(op, ctx, problem);
    throw problem;
  }
}

async function carryOut<I extends TSchema, O extends TSchema>(op: Operation<I, O>, ctx: Ctx, input: Static<I>): Promise<Static<O>> {
  await authorise(op, ctx, input);
  const noted = op.kind === 'write' && op.repeatable !== true;
  const repeated = noted ? await claimRequest(op, ctx, input) : undefined;
  if (repeated !== undefined) return repeated.output;
  const own = isOwner(op, ctx.actor, input);
  const looking = !own && (await looks(op, ctx, input));
  if (looking && !ctx.purpose?.trim() && ctx.actor.kind !== 'system') {
    throw new Problem('invalid', 'operation.purpose-missing', {}, [{ at: '/purpose', code: 'operation.purpose-missing' }]);
  }
  const output = verified(op, await op.run(ctx, input));
  const trace: Trace = op.trace?.(input, output) ?? {};
  await writeAudit(ctx.db, {
    operation: op.name,
    outcome: 'done',
    actor: ctx.actor,
    requestId: ctx.requestId,
    purpose: ctx.purpose,
    ...trace,
    lookedAt: looking ? op.looksAt?.(input, output) : [],
  });
  if (noted) await keepAnswer(op, ctx, output);
  return output;
}

/** Whether the answer shows the record of a person. */
async function looks(op: AnyOperation, ctx: Ctx, input: unknown): Promise<boolean> {
  return op.looksAt !== undefined && (await (op.asksPurpose?.(ctx, input) ?? true));
}

/** Before anything of the input is looked at: whoever has the permission nowhere learns nothing about the input. */
function refuseWithoutPermission(op: AnyOperation, ctx: Ctx, input: unknown): void {
  if (op.permission === 'public' || ctx.actor.kind === 'system') return;
  if (ctx.actor.kind === 'anonymous') throw new Problem('forbidden', 'operation.sign-in-first');
  if (op.permission === 'signed-in' || mayAnywhere(ctx.actor, op.permission)) return;
  if (isOwner(op, ctx.actor, input)) return;
  throw new Problem('forbidden', 'operation.not-allowed', { permission: permissionTitle(op.permission, ctx.locale) });
}

async function authorise(op: AnyOperation, ctx: Ctx, input: unknown): Promise<void> {
  if (op.unit === undefined || op.permission === 'public' || op.permission === 'signed-in') return;
  if (ctx.actor.kind === 'system' || isOwner(op, ctx.actor, input)) return;
  const unitId = (await op.unit(ctx, input)) ?? (await getRoot(ctx.db, ctx.today)).id;
  if (await may(ctx.db, ctx.actor, op.permission, unitId, ctx.today)) return;
  throw new Problem('forbidden', 'operation.not-allowed-here', { permission: permissionTitle(op.permission, ctx.locale) });
}

function isOwner(op: AnyOperation, actor: Actor, input: unknown): boolean {
  if (op.owner === undefined || typeof input !== 'object' || input === null) return false;
  const person = personOf(actor);
  return person !== undefined && op.owner(input) === person;
}

function checked<I extends TSchema>(op: Operation<I>, input: unknown): Static<I> {
  const validator = validatorOf(op.input);
  if (isValid<Static<I>>(validator, input)) return input;
  throw new Problem('invalid', 'operation.input-invalid', {}, faultsOf(op.input, input));
}

function isValid<T>(validator: Validator, value: unknown): value is T {
  return validator.Check(value);
}

/** In tests every answer is checked against the output schema, so that the API description cannot lie. */
function verified<O extends TSchema>(op: Operation<TSchema, O>, output: Static<O>): Static<O> {
  if (process.env['NODE_ENV'] !== 'test') return output;
  const validator = validatorOf(op.output);
  if (!validator.Check(output)) {
    const first = [...validator.Errors(output)].map((error) => `${error.instancePath} ${error.message}`).join('; ');
    throw new Error(`${op.name} answered something its output schema does not describe: ${first}`);
  }
  return output;
}

function claimKey(ctx: Ctx): string {
  return personOf(ctx.actor) ?? (ctx.actor.kind === 'system' ? `system:${ctx.actor.name}` : 'anonymous');
}

/** Answers with the stored output when this request was carried out before; waits while the same one is under way. */
async function claimRequest(op: AnyOperation, ctx: Ctx, input: unknown): Promise<{ output: never } | undefined> {
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('base64url');
  const claimed = await one(
    ctx.db,
    sql<{ request_id: string }>`
      insert into kernel.request (actor, request_id, operation, input_hash)
      values (${claimKey(ctx)}, ${ctx.requestId}, ${op.name}, ${hash})
      on conflict do nothing
      returning request_id`,
  );
  if (claimed !== undefined) return undefined;
  const earlier = await one(
    ctx.db,
    sql<{ input_hash: string; output: never }>`
      select request.input_hash, request.output
      from kernel.request
      where request.actor = ${claimKey(ctx)}
        and request.request_id = ${ctx.requestId}
        and request.operation = ${op.name}`,
  );
  if (earlier?.input_hash !== hash) throw new Problem('conflict', 'operation.request-reused');
  return { output: earlier.output };
}

async function keepAnswer(op: AnyOperation, ctx: Ctx, output: unknown): Promise<void> {
  await sql`
    update kernel.request
    set output = ${JSON.stringify(output ?? null)}
    where request.actor = ${claimKey(ctx)}
      and request.request_id = ${ctx.requestId}
      and request.operation = ${op.name}`.execute(ctx.db);
}

async function auditRefusal(op: AnyOperation, ctx: Ctx, problem: Problem): Promise<void> {
  const db: Db = ctx.db;
  await writeAudit(db, {
    operation: op.name,
    outcome: 'refused',
    actor: ctx.actor,
    requestId: ctx.requestId,
    purpose: ctx.purpose,
    problem: problem.code,
  });
}

/** A broken constraint is the input's fault, and its name is the problem's code; anything else unknown is a defect. */
function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  const constraint = brokenConstraint(error);
  return constraint === undefined ? undefined : new Problem('conflict', `constraint.${constraint}`);
}
