import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { caseRead, maySeeCase, openCase } from '#kernel/case/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { findAssessment, initiativeId, prose, unitOfInitiative } from '../impact/index.ts';
import { closed } from '../model.ts';
import { findPlan } from '../plan/index.ts';
import { KINDS, WRITING } from './model.ts';
import { addConsultation, addStatement, findProgress, listConsultations, listStatements } from './store.ts';

const caseId = Type.String({ format: 'uuid', description: 'Case of the consultation' });
const aboutOf = Type.Enum(['impact', 'plan'], { description: 'The impact of an initiative, or its labour-use plan' });

/** Sends an assessment or a plan to the union. */
export const openConsultation = operation({
  name: 'transition.open-consultation',
  summary: 'Send the latest version of an assessment or of a labour-use plan to the union: opens the case of its consultation.',
  kind: 'write',
  http: 'POST /transition/consultations',
  permission: 'transition.assess',
  unit: (ctx, { initiative }) => unitOfInitiative(ctx, initiative),
  input: Type.Object({ initiative: initiativeId, about: aboutOf, title: prose('Title of the initiative, as it stands in lists', 200) }, closed),
  output: Type.Object({ id: caseId }, closed),
  trace: ({ initiative, about }, { id }) => ({ subject: initiative, detail: { about, case: id } }),
  run: async (ctx, { initiative, about, title }) => {
    const unitId = await unitOfInitiative(ctx, initiative);
    const file = about === 'impact' ? await findAssessment(ctx.db, initiative) : await findPlan(ctx.db, initiative);
    const { number } = found(file, about === 'impact' ? 'transition-impact.none' : 'transition-plan.none');
    const same = (await listConsultations(ctx.db, { initiative })).filter((one) => one.about === about && one.state !== 'withdrawn');
    if (same.some((one) => one.closedOn === null || one.number === number)) throw new Problem('conflict', 'transition-consultation.sent-already');
    if (about === 'plan' && !(await findProgress(ctx.db, initiative)).impact) throw new Problem('conflict', 'transition-consultation.needs-impact');
    const parties = ['employer', 'union', 'decider'].map((party) => ({ party, unitId }));
    const { id } = await openCase(ctx, { procedure: about === 'impact' ? 'transition.consult-impact' : 'transition.consult-plan', unitId, title, subject: initiative, parties });
    await addConsultation(ctx.db, { caseId: id, initiative, about, number });
    return { id };
  },
});

const StatementLine = Type.Object(
  {
    id: Type.String({ description: 'Statement' }),
    kind: Type.Enum([...KINDS], { description: 'What it is' }),
    aboutId: Type.Union([Type.String(), Type.Null()], { description: 'The question or point it answers' }),
    body: Type.String({ description: 'What was written' }),
    day: Type.String({ description: 'On which day' }),
    by: Type.Union([Type.String(), Type.Null()], { description: 'Name of who wrote it' }),
  },
  closed,
);

/** A consultation with everything that was written. */
export const readConsultation = operation({
  name: 'transition.read-consultation',
  summary: 'A consultation: what it is about, everything that either side wrote, and what the asker may write now. Where it stands is told by case.read.',
  kind: 'read',
  http: 'GET /transition/consultations/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: caseId }, closed),
  output: Type.Object(
    {
      initiative: initiativeId,
      about: aboutOf,
      version: Type.Integer({ description: 'Version of the assessment or plan' }),
      statements: Type.Array(StatementLine, { description: 'Oldest first' }),
      mayWrite: Type.Array(Type.Enum([...KINDS]), { description: 'Kinds that the asker may write now' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    await caseRead.run(ctx, { id });
    const [held] = await listConsultations(ctx.db, { caseId: id });
    const { initiative, about, number, state, unitId } = found(held, 'case.no-case');
    const allowed = await Promise.all(KINDS.map((kind) => mayWrite(ctx, kind, { state, unitId })));
    const statements = (await listStatements(ctx.db, id)).flatMap((one) => KINDS.filter((kind) => kind === one.kind).map((kind) => ({ ...one, kind })));
    return { initiative, about, version: number, statements, mayWrite: KINDS.filter((_, index) => allowed[index]) };
  },
});

async function mayWrite(ctx: Ctx, kind: (typeof KINDS)[number], { state, unitId }: { state: string; unitId: string }): Promise<boolean> {
  const { permission, states } = WRITING[kind];
  return states.some((one) => one === state) && (await may(ctx.db, ctx.actor, permission, unitId, ctx.today));
}

/** Writes a question, an answer, minutes, the opinion, a point of it, or a reply. */
export const writeStatement = operation({
  name: 'transition.write-statement',
  summary: 'Write into a consultation what its state asks for: a question, an answer, minutes, the opinion, a point, a reply. The step that follows sends it.',
  kind: 'write',
  http: 'POST /transition/consultations/{id}/statements',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: caseId,
      kind: Type.Enum([...KINDS], { description: 'What it is' }),
      about: Type.Optional(Type.String({ format: 'uuid', description: 'The question or point that is answered' })),
      body: prose('What is written', 20_000),
      day: Type.Optional(Type.String({ format: 'date', description: 'Day of the meeting or writing; today unless said' })),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Statement' }) }, closed),
  trace: ({ id, kind }) => ({ subject: id, detail: { kind } }),
  run: async (ctx, { id, kind, about, body, day = ctx.today }) => {
    await caseRead.run(ctx, { id });
    const [held] = await listConsultations(ctx.db, { caseId: id });
    const consultation = found(held, 'case.no-case');
    if (!(await may(ctx.db, ctx.actor, WRITING[kind].permission, consultation.unitId, ctx.today))) throw new Problem('forbidden', 'case.not-yours');
    if (!WRITING[kind].states.some((state) => state === consultation.state)) throw new Problem('conflict', 'transition-consultation.not-now');
    if (day > ctx.today) throw new Problem('invalid', 'case.day-ahead', {}, [{ at: '/day', code: 'case.day-ahead' }]);
    await mustAnswer(ctx, id, kind, about);
    return { id: await addStatement(ctx.db, { caseId: id, kind, aboutId: about, body, day, by: personOf(ctx.actor), at: ctx.now }) };
  },
});

/** An answer names an open question of this case, a reply an open point; anything else names nothing. */
async function mustAnswer(ctx: Ctx, caseOf: string, kind: (typeof KINDS)[number], about: string | undefined): Promise<void> {
  const wanted = WRITING[kind].about;
  const statements = about === undefined ? [] : await listStatements(ctx.db, caseOf);
  const named = statements.find(({ id }) => id === about);
  if (wanted === undefined ? about !== undefined : named?.kind !== wanted) throw new Problem('invalid', 'transition-consultation.answers-nothing');
  if (wanted !== undefined && statements.some(({ aboutId }) => aboutId === about)) throw new Problem('conflict', 'transition-consultation.answered-already');
}

/** How far an initiative has come with its people. */
export const readProgress = operation({
  name: 'transition.read-progress',
  summary: 'How far an initiative has come: its consultations with where they stand, and whether the union has had its say.',
  kind: 'read',
  http: 'GET /transition/initiatives/{initiative}',
  permission: 'signed-in',
  input: Type.Object({ initiative: initiativeId }, closed),
  output: Type.Object(
    {
      impact: Type.Boolean({ description: 'Whether the union has had its say on the impact' }),
      plan: Type.Union([Type.String(), Type.Null()], { description: 'State of the consultation on the plan' }),
      consultations: Type.Array(
        Type.Object({ id: caseId, about: aboutOf, version: Type.Integer({ description: 'Version' }), state: Type.String({ description: 'State of the case' }) }, closed),
        { description: 'Those that the asker may open, latest first' },
      ),
      mayAssess: Type.Boolean({ description: 'Whether the asker assesses and plans there' }),
    },
    closed,
  ),
  run: async (ctx, { initiative }) => {
    const unitId = await unitOfInitiative(ctx, initiative);
    const { impact, plan } = await findProgress(ctx.db, initiative);
    const all = await listConsultations(ctx.db, { initiative });
    const open: typeof all = [];
    for (const one of all) if (await maySeeCase(ctx, one.caseId)) open.push(one);
    return {
      impact,
      plan,
      consultations: open.map(({ caseId: id, about, number, state }) => ({ id, about, version: number, state })),
      mayAssess: await may(ctx.db, ctx.actor, 'transition.assess', unitId, ctx.today),
    };
  },
});

/** The operations of consultations. */
export const consultationOperations = [openConsultation, readConsultation, writeStatement, readProgress];
