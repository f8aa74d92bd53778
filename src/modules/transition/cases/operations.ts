import Type from 'typebox';
import { Value } from 'typebox/value';
import { found, Problem } from '#base/problem/index.ts';
import { translator } from '#base/text/index.ts';
import { caseRead, openCase } from '#kernel/case/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { addStatement, findProgress, listStatements } from '../consultation/index.ts';
import { calculate, currentLaw, digestOf } from '../entitlement/index.ts';
import { Calculation, Facts } from '../entitlement/model.ts';
import { initiativeId, prose, unitOfInitiative } from '../impact/index.ts';
import { closed } from '../model.ts';
import { listPlanPeople } from '../plan/index.ts';
import { missingToEnd, readinessOf } from './gate.ts';
import { printInCase } from './print.ts';
import { readCaseFacts } from './registered.ts';
import { addCalculation, addPersonCase, findCalculation, listPersonCases, type PersonCase } from './store.ts';

const caseId = Type.String({ format: 'uuid', description: 'Case' });

/** Opens a case for everybody on the lists of an adopted plan. */
export const openPersonCases = operation({
  name: 'transition.open-person-cases',
  summary: 'Open a case for each person on the lists of an adopted or announced plan; whoever has one already keeps it.',
  kind: 'write',
  http: 'POST /transition/plans/{initiative}/cases',
  permission: 'transition.handle-cases',
  unit: (ctx, { initiative }) => unitOfInitiative(ctx, initiative),
  input: Type.Object({ initiative: initiativeId, title: prose('Title of the initiative, as it stands in lists', 150) }, closed),
  output: Type.Object({ opened: Type.Integer({ description: 'Cases opened now' }) }, closed),
  trace: ({ initiative }, { opened }) => ({ subject: initiative, detail: { opened } }),
  run: async (ctx, { initiative, title }) => {
    const unitId = await unitOfInitiative(ctx, initiative);
    const { plan, number } = await findProgress(ctx.db, initiative);
    if (number === null || (plan !== 'adopted' && plan !== 'announced')) throw new Problem('conflict', 'transition-cases.needs-plan');
    const have = new Set((await listPersonCases(ctx.db, { initiative })).map(({ personId, postId }) => `${personId} ${postId}`));
    const fresh = (await listPlanPeople(ctx.db, initiative, number)).filter(({ personId, postId }) => !have.has(`${personId} ${postId}`));
    for (const [index, { personId, postId, postingId }] of fresh.entries()) {
      const parties = [
        { party: 'worker', personId },
        { party: 'union', unitId },
      ];
      const { id } = await openCase(ctx, { procedure: 'transition.person', unitId, title: `${title} · ${have.size + index + 1}`, subject: personId, parties });
      await addPersonCase(ctx.db, { caseId: id, initiative, number, personId, postId, postingId });
    }
    return { opened: fresh.length };
  },
});

const Kept = Type.Object(
  {
    facts: Facts,
    result: Calculation,
    digest: Type.String({ description: 'SHA-256 of facts and result: whoever sees the same digest sees the same calculation' }),
    number: Type.Integer({ description: 'Number of the calculation in the case' }),
    by: Type.Union([Type.String(), Type.Null()], { description: 'Name of who made it' }),
    at: Type.String({ description: 'When' }),
  },
  closed,
);

const Whole = Type.Object(
  {
    personId: Type.String({ description: 'Person' }),
    name: Type.String({ description: 'Name' }),
    initiative: initiativeId,
    post: Type.String({ description: 'Post concerned' }),
    postId: Type.String({ description: 'The post' }),
    calculation: Type.Union([Kept, Type.Null()], { description: 'The latest calculation; the same for the person, the union and the employer' }),
    written: Type.Array(
      Type.Object({ kind: Type.String({ description: 'hand-over' }), body: Type.String({ description: 'What was written' }), day: Type.String({ description: 'When' }) }, closed),
      { description: 'What was written into the case' },
    ),
    missing: Type.Array(
      Type.Object(
        {
          code: Type.String({ description: 'Text key; the sentence names the article' }),
          values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What fills it' }),
        },
        closed,
      ),
      { description: 'Everything that is not there yet before the person may be ended' },
    ),
  },
  closed,
);

async function wholeOf(ctx: Ctx, held: PersonCase) {
  const kept = await findCalculation(ctx.db, held.caseId);
  const missing = missingToEnd(await readinessOf(ctx, held, ctx.today));
  const statements = await listStatements(ctx.db, held.caseId);
  return {
    personId: held.personId,
    name: held.name,
    initiative: held.initiative,
    post: held.post,
    postId: held.postId,
    calculation:
      kept === undefined
        ? null
        : {
            facts: Value.Parse(Facts, kept.facts),
            result: Value.Parse(Calculation, kept.result),
            digest: kept.digest,
            number: kept.number,
            by: kept.madeBy,
            at: kept.madeAt.toISOString(),
          },
    written: statements.map(({ kind, body, day }) => ({ kind, body, day })),
    missing: missing.map(({ code, values = {} }) => ({ code, values })),
  };
}

/** The case for whoever may see it; throws `missing`. */
async function openOne(ctx: Ctx, id: string): Promise<PersonCase> {
  await caseRead.run(ctx, { id });
  const [held] = await listPersonCases(ctx.db, { caseId: id });
  return found(held, 'case.no-case');
}

/** What stands in the case of a person, for employer and union. */
export const readPersonCase = operation({
  name: 'transition.read-person-case',
  summary: 'The case of a person with the calculation and everything that is still missing before the end; the person is told who looked.',
  kind: 'read',
  http: 'GET /transition/cases/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: caseId }, closed),
  output: Whole,
  looksAt: (_input, { personId }) => [personId],
  run: async (ctx, { id }) => wholeOf(ctx, await openOne(ctx, id)),
});

/** One's own cases. */
export const readOwnCases = operation({
  name: 'transition.read-own-cases',
  summary: 'Your own cases, with the calculation and what is still missing; the very same that employer and union see.',
  kind: 'read',
  http: 'GET /transition/own-cases',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(Type.Object({ id: caseId, ...Whole.properties }, closed)),
  run: async (ctx) => {
    const personId = personOf(ctx.actor);
    const held = personId === undefined ? [] : await listPersonCases(ctx.db, { personId });
    return Promise.all(held.map(async (one) => ({ id: one.caseId, ...(await wholeOf(ctx, one)) })));
  },
});

/** Computes what is due and keeps it in the case. */
export const calculateInCase = operation({
  name: 'transition.calculate-in-case',
  summary: 'Compute what is due to the person of a case and keep it there with its digest; person, union and employer use this one function and see one result.',
  kind: 'write',
  http: 'POST /transition/cases/{id}/calculations',
  permission: 'signed-in',
  input: Type.Object({ id: caseId, facts: Facts }, closed),
  output: Type.Object({ number: Type.Integer({ description: 'Number of the calculation' }), digest: Type.String({ description: 'SHA-256 of facts and result' }) }, closed),
  trace: ({ id }, { number }) => ({ subject: id, detail: { calculation: number } }),
  run: async (ctx, { id, facts }) => {
    const held = await openOne(ctx, id);
    if (held.closedOn !== null) throw new Problem('conflict', 'case.is-closed');
    const result = calculate(await currentLaw(ctx), facts, { t: translator(ctx.locale, ctx.services.root), locale: ctx.locale });
    const digest = digestOf(facts, result);
    const number = await addCalculation(ctx.db, { caseId: id, facts, result, digest, madeBy: personOf(ctx.actor) ?? null, at: ctx.now });
    return { number, digest };
  },
});

/** Writes down what is handed over, to whom. */
export const writeHandOver = operation({
  name: 'transition.write-hand-over',
  summary: 'The person lists what is handed over: work under way, files, devices, and to whom. The employer confirms it by a step.',
  kind: 'write',
  http: 'POST /transition/cases/{id}/hand-over',
  permission: 'signed-in',
  input: Type.Object({ id: caseId, body: prose('What is handed over, and to whom', 10_000) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Statement' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, body }) => {
    const held = await openOne(ctx, id);
    if (held.personId !== personOf(ctx.actor)) throw new Problem('forbidden', 'case.not-yours');
    if (!['noticed', 'handing'].includes(held.state)) throw new Problem('conflict', 'transition-cases.hand-over-not-now');
    return { id: await addStatement(ctx.db, { caseId: id, kind: 'hand-over', body, day: ctx.today, by: personOf(ctx.actor), at: ctx.now }) };
  },
});

/** Lodges an appeal. */
export const lodgeAppeal = operation({
  name: 'transition.lodge-appeal',
  summary: 'The person appeals against anything in the case; while the appeal is open nobody is ended.',
  kind: 'write',
  http: 'POST /transition/cases/{id}/appeals',
  permission: 'signed-in',
  input: Type.Object({ id: caseId, body: prose('What is appealed against, and why', 10_000) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Case of the appeal' }) }, closed),
  trace: ({ id }, output) => ({ subject: id, detail: { appeal: output.id } }),
  run: async (ctx, { id, body }) => {
    const held = await openOne(ctx, id);
    if (held.personId !== personOf(ctx.actor)) throw new Problem('forbidden', 'case.not-yours');
    const parties = [
      { party: 'worker', personId: held.personId },
      { party: 'union', unitId: held.unitId },
    ];
    const title = translator('vi', ctx.services.root)('transition-cases.appeal-title');
    const appeal = await openCase(ctx, { procedure: 'transition.appeal', unitId: held.unitId, title, subject: held.personId, parties, parentId: id });
    await addStatement(ctx.db, { caseId: appeal.id, kind: 'grounds', body, day: ctx.today, by: personOf(ctx.actor), at: ctx.now });
    return appeal;
  },
});

/** What an appeal says, for whoever has to do with it. */
export const readAppeal = operation({
  name: 'transition.read-appeal',
  summary: 'The grounds of an appeal, for the person, the employer and the union; where it stands is told by case.read.',
  kind: 'read',
  http: 'GET /transition/appeals/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: caseId }, closed),
  output: Type.Array(Type.Object({ body: Type.String({ description: 'What was written' }), day: Type.String({ description: 'When' }) }, closed)),
  run: async (ctx, { id }) => {
    await caseRead.run(ctx, { id });
    return (await listStatements(ctx.db, id)).map(({ body, day }) => ({ body, day }));
  },
});

/** The operations of cases. */
export const personCaseOperations = [openPersonCases, readPersonCase, readOwnCases, readCaseFacts, calculateInCase, printInCase, writeHandOver, lodgeAppeal, readAppeal];
