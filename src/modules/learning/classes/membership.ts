import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { homeOf, learnerOf } from '../player/acts.ts';
import { findStages, readMeans } from './evaluation-store.ts';
import { classFor, isFor, ledClass, mustBeOpen, peopleOf } from './lead.ts';
import { ClassId, Evaluations, StaffCodes } from './model.ts';
import { leavePlace, placePeople, takeWaited } from './places.ts';

/** Takes a place. */
export const takePlace = operation({
  name: 'learning.take-class-place',
  summary: 'Take a place in a class that the asker’s unit or one above it holds; on the waiting list when there is none.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/places',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId }, closed),
  output: Type.Object({ state: Type.Enum(['placed', 'waiting', 'known'], { description: 'known: had one or waits already' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const me = learnerOf(ctx);
    const row = await classFor(ctx, id);
    mustBeOpen(row);
    if (row.lastDay < ctx.today) throw new Problem('conflict', 'learning-classes.over');
    if (row.leads) throw new Problem('conflict', 'learning-classes.leads-already');
    const unitId = await homeOf(ctx, me);
    if (!(await isFor(ctx, row, unitId))) throw new Problem('forbidden', 'learning-classes.other-unit');
    const [placed] = await placePeople(ctx, id, [{ personId: me, unitId }]);
    const state: 'placed' | 'waiting' | 'known' = placed?.state ?? 'known';
    return { state };
  },
});

/** Gives it back. */
export const leaveClass = operation({
  name: 'learning.leave-class',
  summary: 'Give one’s place in a class back, leave its waiting list or decline a place offered; whoever waits longest is offered it, with days to answer.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/places/withdrawal',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId }, closed),
  output: Type.Object({ left: Type.Boolean({ description: 'Whether there was one' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => ({ left: await leavePlace(ctx, await classFor(ctx, id), learnerOf(ctx)) }),
});

/** Takes an offered place. */
export const takeOffer = operation({
  name: 'learning.take-class-offer',
  summary: 'Take the place of a class that was offered to the asker, who waited for one, by its last day.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/offers/acceptance',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId }, closed),
  output: Type.Object({ state: Type.Enum(['placed'], { description: 'placed' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const me = learnerOf(ctx);
    const row = await classFor(ctx, id);
    mustBeOpen(row);
    if (row.own !== 'offered' || !(await takeWaited(ctx, id, me))) throw new Problem('conflict', 'learning-classes.no-offer');
    return { state: 'placed' as const };
  },
});

/** Invites people. */
export const inviteToClass = operation({
  name: 'learning.invite-to-class',
  summary: 'Give people places in a class by their staff codes, or the waiting list when it is full; each is told. For whoever leads it or answers for training there.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/invitations',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId, people: StaffCodes(1) }, closed),
  output: Type.Object({ placed: Type.Integer({ description: 'New places' }), waiting: Type.Integer({ description: 'New on the waiting list' }) }, closed),
  trace: ({ id }, detail) => ({ subject: id, detail }),
  run: async (ctx, { id, people }) => {
    const row = await ledClass(ctx, id);
    mustBeOpen(row);
    const fresh = await placePeople(ctx, id, await peopleOf(ctx, people, 'people'));
    const placed = fresh.filter(({ state }) => state === 'placed').map(({ personId }) => personId);
    await notify(ctx, { to: placed, key: 'learning-classes.told-placed', values: { title: row.title }, href: `/learning/classes/${id}`, email: true });
    return { placed: placed.length, waiting: fresh.length - placed.length };
  },
});

const Mark = (description: string) => Type.Optional(Type.Integer({ minimum: 1, maximum: 5, description }));

/** Evaluates a class. */
export const evaluateClass = operation({
  name: 'learning.evaluate-class',
  summary: 'Say what a class was worth: at its end content and trainer, from 90 days after it what is used at work; once each, for those who attended.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/evaluations',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: ClassId,
      stage: Type.Enum(['end', 'later'], { description: 'end, or later: after 90 days' }),
      content: Mark('Content, 1 to 5'),
      trainer: Mark('Trainer, 1 to 5'),
      used: Mark('Used at work, 1 to 5'),
      remark: Type.Optional(Type.String({ maxLength: 1000, description: 'In own words, shown without the name' })),
    },
    closed,
  ),
  output: Type.Object({ stage: Type.String({ description: 'What was evaluated' }) }, closed),
  run: async (ctx, { id, stage, content = null, trainer = null, used = null, remark = null }) => {
    const me = learnerOf(ctx);
    if (!(await findStages(ctx.db, id, me, ctx.today)).includes(stage)) throw new Problem('conflict', 'learning-classes.evaluate-not-now');
    const asked = stage === 'end' ? { content, trainer } : { used };
    const errors = Object.entries(asked).flatMap(([name, mark]) => (mark === null ? [{ at: `/${name}`, code: 'learning-classes.mark-missing' }] : []));
    if (errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
    const unitId = await homeOf(ctx, me);
    const marks = stage === 'end' ? { content, trainer, used: null } : { content: null, trainer: null, used };
    await all(
      ctx.db,
      sql`
      insert into learning.class_evaluation (class_id, person_id, stage, unit_id, day, content, trainer, used, remark)
      values (${id}, ${me}, ${stage}, ${unitId}, ${ctx.today}, ${marks.content}, ${marks.trainer}, ${marks.used}, ${remark})`,
    );
    await record(ctx, [{ kind: 'learning.class-evaluated', subject: id, unitId, day: ctx.today, data: { stage } }]);
    return { stage };
  },
});

/** What those who attended say. */
export const readClassEvaluations = operation({
  name: 'learning.read-class-evaluations',
  summary: 'What those who attended say of a class, without names, for whoever leads it; means and remarks from ten answers on.',
  kind: 'read',
  http: 'GET /learning/classes/{id}/evaluations',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId }, closed),
  output: Evaluations,
  run: async (ctx, { id }) => readMeans(ctx.db, (await ledClass(ctx, id)).id),
});
