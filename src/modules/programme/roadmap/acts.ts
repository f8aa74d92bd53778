import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, mayAnywhere, permissionTitle, personOf } from '#kernel/org/index.ts';
import { closed, dayAs, keyOf } from '../plans/model.ts';
import { lockPlans } from '../plans/store.ts';
import { MOST_DONG, STATES } from './model.ts';
import { getInitiative, situationOf } from './operations.ts';
import { obstacles, STEPS } from './rules.ts';
import { addEvidence, addReached, addSpending, addStep, listStoredInitiatives, type StoredInitiative } from './store.ts';

const EDIT = 'programme.edit-roadmap';
const key = keyOf('the initiative');
const done = Type.Object({ key: Type.String({ description: 'Initiative' }) }, closed);
const unitOf = async (ctx: Ctx, input: { key: string }) => (await getInitiative(ctx, input.key)).unitId;

/** Takes an initiative to its next state. Which permission decides depends on the step: approving, and stopping what was approved, is the steering committee's. */
export const stepInitiative = operation({
  name: 'programme.step-initiative',
  summary: 'Approve, begin, finish or stop an initiative; one that changes posts is not approved before its impact on people was assessed.',
  kind: 'write',
  http: 'POST /programme/initiatives/{key}/steps',
  permission: 'signed-in',
  input: Type.Object(
    {
      key,
      to: Type.Enum([...STATES], { description: 'State it comes to' }),
      reason: Type.Optional(Type.String({ maxLength: 500, description: 'Why; needed to stop and to finish' })),
      seen: Type.Optional(Type.Enum([...STATES], { description: 'State that was on screen; another one is a conflict' })),
    },
    closed,
  ),
  output: done,
  trace: ({ key: initiative, to }) => ({ detail: { initiative, to } }),
  run: async (ctx, { key: asked, to, reason = '', seen }) => {
    refuseOutsiders(ctx);
    await lockPlans(ctx.db);
    const all = await listStoredInitiatives(ctx.db, ctx.today);
    const one = found(
      all.find((other) => other.key === asked),
      'roadmap.no-initiative',
    );
    if (seen !== undefined && seen !== one.state) throw new Problem('conflict', 'roadmap.stepped-meanwhile');
    const step = STEPS.find(({ from, to: next }) => from === one.state && next === to);
    if (step === undefined) throw new Problem('conflict', 'roadmap.no-such-step');
    if (!(await may(ctx.db, ctx.actor, step.permission, one.unitId, ctx.today))) {
      throw new Problem('forbidden', 'operation.not-allowed-here', { permission: permissionTitle(step.permission, ctx.locale) });
    }
    const [first, ...more] = obstacles(situationOf(one, all, ctx.locale), to);
    if (first !== undefined)
      throw new Problem(
        'conflict',
        first.code,
        first.values,
        [first, ...more].map(({ code, values }) => ({ at: '/to', code, values })),
      );
    if (step.reason && reason.trim().length < 3) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/reason', code: 'operation.input.required' }]);
    await take(ctx, one, to, reason.trim());
    return { key: asked };
  },
});

/** Whoever has neither permission anywhere learns nothing about initiatives by trying. */
function refuseOutsiders(ctx: Ctx): void {
  if (mayAnywhere(ctx.actor, EDIT) || mayAnywhere(ctx.actor, 'programme.approve-initiatives')) return;
  throw new Problem('forbidden', 'operation.not-allowed', { permission: permissionTitle(EDIT, ctx.locale) });
}

async function take(ctx: Ctx, one: StoredInitiative, to: StoredInitiative['state'], reason: string): Promise<void> {
  const [factId = ''] = await record(ctx, [{ kind: 'programme.initiative-stepped', subject: one.id, unitId: one.unitId, day: ctx.today, data: { from: one.state, to } }]);
  const takenBy = personOf(ctx.actor) ?? null;
  await addStep(ctx.db, { id: one.id, number: one.step + 1, from: one.state, state: to, reason, day: ctx.today, takenBy, takenAt: ctx.now.toString(), factId });
  if (one.personId === null || one.personId === takenBy) return;
  await notify(ctx, { to: [one.personId], key: `roadmap.told-${to}`, values: { title: one.titleVi }, href: `/roadmap/${one.key}` });
}

/** Notes that a milestone was reached. */
export const reachMilestone = operation({
  name: 'programme.reach-milestone',
  summary: 'Note that a milestone of a running initiative was reached, on which day and what shows it.',
  kind: 'write',
  http: 'POST /programme/initiatives/{key}/milestones/{milestone}',
  permission: EDIT,
  unit: unitOf,
  input: Type.Object(
    {
      key,
      milestone: Type.String({ format: 'uuid', description: 'Milestone' }),
      day: dayAs('Day on which it was reached, not later than today'),
      note: Type.String({ minLength: 3, maxLength: 500, description: 'What shows it' }),
    },
    closed,
  ),
  output: done,
  trace: ({ key: initiative, milestone }) => ({ subject: milestone, detail: { initiative } }),
  run: async (ctx, { key: asked, milestone, day, note }) => {
    await lockPlans(ctx.db);
    const one = await getInitiative(ctx, asked);
    const mark = found(
      one.milestones.find(({ id }) => id === milestone),
      'roadmap.no-milestone',
    );
    if (one.state !== 'running') throw new Problem('conflict', 'roadmap.not-running');
    if (mark.doneOn !== null) throw new Problem('conflict', 'roadmap.milestone-done');
    if (day > ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/day', code: 'plans.day-to-come' }]);
    const [factId = ''] = await record(ctx, [{ kind: 'programme.milestone-reached', subject: one.id, unitId: one.unitId, day, data: { milestone } }]);
    await addReached(ctx.db, { id: one.id, milestone, day, note, by: personOf(ctx.actor) ?? null, factId });
    return { key: asked };
  },
});

/** Notes money spent on an initiative. */
export const spendMoney = operation({
  name: 'programme.spend-money',
  summary: 'Note money spent on an initiative, in đồng; a negative amount corrects an earlier note. All together is never below zero.',
  kind: 'write',
  http: 'POST /programme/initiatives/{key}/spending',
  permission: EDIT,
  unit: unitOf,
  input: Type.Object(
    {
      key,
      amount: Type.Integer({ minimum: -MOST_DONG, maximum: MOST_DONG, description: 'Đồng; below zero corrects' }),
      day: dayAs('Day, not later than today'),
      purpose: Type.String({ minLength: 3, maxLength: 500, description: 'What for, or why it corrects' }),
    },
    closed,
  ),
  output: done,
  trace: ({ key: initiative, amount, day }) => ({ detail: { initiative, amount, day } }),
  run: async (ctx, { key: asked, amount, day, purpose }) => {
    await lockPlans(ctx.db);
    const one = await getInitiative(ctx, asked);
    if (one.state !== 'running' && !(one.state === 'done' || one.state === 'stopped')) throw new Problem('conflict', 'roadmap.not-running');
    if (amount === 0) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/amount', code: 'roadmap.amount-zero' }]);
    if (one.spent + amount < 0 || one.spent + amount > MOST_DONG) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/amount', code: 'roadmap.amount-below' }]);
    if (day > ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/day', code: 'plans.day-to-come' }]);
    const id = newId();
    const [factId = ''] = await record(ctx, [{ kind: 'programme.money-spent', subject: one.id, unitId: one.unitId, day, value: amount, data: { spending: id } }]);
    await addSpending(ctx.db, { id, initiative: one.id, amount, day, purpose, by: personOf(ctx.actor) ?? null, at: ctx.now.toString(), factId });
    return { key: asked };
  },
});

const MEGABYTES = 10;

/** Adds a file that shows what an initiative did. */
export const addInitiativeEvidence = operation({
  name: 'programme.add-initiative-evidence',
  summary: 'Add a file to an initiative that shows what was done; a program or script is refused.',
  kind: 'write',
  http: 'POST /programme/initiatives/{key}/evidence',
  permission: EDIT,
  unit: unitOf,
  input: Type.Object(
    {
      key,
      about: Type.String({ minLength: 3, maxLength: 300, description: 'What it shows' }),
      file: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
          content: Type.String({ minLength: 1, maxLength: Math.ceil((MEGABYTES * 1_048_576 * 4) / 3), description: `The file as base64, at most ${MEGABYTES} MB` }),
        },
        { ...closed, description: 'The file' },
      ),
    },
    closed,
  ),
  output: Type.Object({ key: Type.String({ description: 'Initiative' }), documentId: Type.String({ description: 'Document' }) }, closed),
  trace: ({ key: initiative }, { documentId }) => ({ subject: documentId, detail: { initiative } }),
  run: async (ctx, { key: asked, about, file }) => {
    const one = await getInitiative(ctx, asked);
    const document = await keepDocument(ctx, { name: file.name, bytes: [Buffer.from(file.content, 'base64')], purpose: 'programme.initiative-evidence' });
    await addEvidence(ctx.db, { initiative: one.id, documentId: document.id, about, by: personOf(ctx.actor) ?? null });
    return { key: asked, documentId: document.id };
  },
});
