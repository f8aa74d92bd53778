import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { initiativeId, prose, unitOfInitiative } from '../impact/index.ts';
import { closed } from '../model.ts';
import { id, nullable } from './model.ts';
import { addComment, listComments } from './store.ts';

const Comment = Type.Object({ initiative: initiativeId, body: prose('What you say of the plan', 4000) }, closed);

async function keep(ctx: Ctx, initiative: string, body: string, personId: string | null): Promise<{ id: string }> {
  await unitOfInitiative(ctx, initiative);
  const fresh = newId();
  await addComment(ctx.db, { id: fresh, initiative, personId, body, day: ctx.today });
  return { id: fresh };
}

/** A worker says something of a plan, under the own name. */
export const commentPlan = operation({
  name: 'transition.comment-plan',
  summary: 'Say something of a labour-use plan under your name; the union reads it.',
  kind: 'write',
  http: 'POST /transition/plans/{initiative}/comments',
  permission: 'signed-in',
  input: Comment,
  output: Type.Object({ id }, closed),
  trace: ({ initiative }) => ({ subject: initiative }),
  run: (ctx, { initiative, body }) => keep(ctx, initiative, body, personOf(ctx.actor) ?? null),
});

/** The same without a name. Whoever is signed in is refused, for the audit would name them; the page sends it without the session. */
export const commentAnonymously = operation({
  name: 'transition.comment-anonymously',
  summary: 'Say something of a labour-use plan without a name; only the union reads it. Send it without signing in, so that no log names you.',
  kind: 'write',
  http: 'POST /transition/plans/{initiative}/anonymous-comments',
  permission: 'public',
  limit: { times: 30, seconds: 3600 },
  input: Comment,
  output: Type.Object({ id }, closed),
  run: async (ctx, { initiative, body }) => {
    if (personOf(ctx.actor) !== undefined) throw new Problem('conflict', 'transition-union.not-anonymous');
    return keep(ctx, initiative, body, null);
  },
});

/** What workers said. */
export const listPlanComments = operation({
  name: 'transition.list-plan-comments',
  summary: 'What workers said of a labour-use plan, for the union: with names, and without.',
  kind: 'read',
  http: 'GET /transition/plans/{initiative}/comments',
  permission: 'transition.speak-for-union',
  unit: (ctx, { initiative }) => unitOfInitiative(ctx, initiative),
  input: Type.Object({ initiative: initiativeId }, closed),
  output: Type.Array(
    Type.Object({ id, body: Type.String({ description: 'What was said' }), day: Type.String({ description: 'When' }), by: nullable('Name; null without') }, closed),
  ),
  run: (ctx, { initiative }) => listComments(ctx.db, initiative),
});

/** The operations of comments on plans. */
export const commentOperations = [commentPlan, commentAnonymously, listPlanComments];
