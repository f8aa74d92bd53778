import Type from 'typebox';
import { found } from '#base/problem/index.ts';
import { translator } from '#base/text/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { Signed, signStatement } from '#kernel/proof/index.ts';
import { currentBook } from '#kernel/rule/index.ts';
import { closed } from '../model.ts';
import { calculate, type Speech } from './calculate.ts';
import { readDecrees } from './decrees.ts';
import { Calculation, Facts } from './model.ts';
import type { Law } from './person.ts';
import { printCalculation } from './print.ts';
import { project, Projection, ProjectionInput } from './project.ts';
import { Registered, registeredOf } from './registered.ts';

/** The law as it stands for this request; read it once for many calculations. */
export async function currentLaw(ctx: Pick<Ctx, 'db' | 'services'>): Promise<Law> {
  return { book: await currentBook(ctx.db, ctx.services.root), decrees: readDecrees(ctx.services.root) };
}

const speechOf = (ctx: Ctx): Speech => ({ t: translator(ctx.locale, ctx.services.root), locale: ctx.locale });

/** What is due to a person. Asked with POST, so that no fact gets into an address; a read, so that nothing is stored or audited. */
export const calculateEntitlement = operation({
  name: 'transition.calculate',
  summary: 'What is due to a person who loses a post: monthly pay and every regime with each part, article and standing. Nothing of it is kept.',
  kind: 'read',
  http: 'POST /transition/calculations',
  permission: 'public',
  input: Facts,
  output: Calculation,
  run: async (ctx, facts) => calculate(await currentLaw(ctx), facts, speechOf(ctx)),
});

/** Leaving earlier or later, and staying, learning, moving and leaving side by side. */
export const projectEntitlement = operation({
  name: 'transition.project',
  summary: 'What changes when a person leaves earlier or later, and what staying, learning, moving and leaving come to. Nothing of it is kept.',
  kind: 'read',
  http: 'POST /transition/projections',
  permission: 'public',
  input: ProjectionInput,
  output: Projection,
  run: async (ctx, input) => project(await currentLaw(ctx), input),
});

/** A calculation as a signed file that only the asker has. */
export const signCalculation = operation({
  name: 'transition.sign-calculation',
  summary: 'A calculation with its facts as a signed receipt (khue verify --receipt checks it). Nothing of it is kept.',
  kind: 'read',
  http: 'POST /transition/receipts',
  permission: 'public',
  input: Facts,
  output: Signed,
  run: async (ctx, facts) => signStatement(ctx, 'calculation', { facts, calculation: calculate(await currentLaw(ctx), facts, speechOf(ctx)) }),
});

/** A calculation as a PDF that only the asker has. */
export const printEntitlement = operation({
  name: 'transition.print-calculation',
  summary: 'A calculation as a PDF with its signed receipt. Nothing of it is kept.',
  kind: 'read',
  http: 'POST /transition/calculation-papers',
  permission: 'public',
  limit: { times: 60, seconds: 600 },
  input: Facts,
  output: Type.Object({ content: Type.String({ description: 'The PDF, base64' }) }, closed),
  run: async (ctx, facts) => {
    const { bytes } = await printCalculation(ctx, facts, calculate(await currentLaw(ctx), facts, speechOf(ctx)));
    return { content: Buffer.from(bytes).toString('base64') };
  },
});

/** What the register knows of whoever asks, to start a calculation from. */
export const readOwnFacts = operation({
  name: 'transition.read-own-facts',
  summary: 'What the register knows of you that a calculation can start from; you can correct all of it.',
  kind: 'read',
  http: 'GET /transition/own-facts',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Registered,
  run: async (ctx) => {
    const personId = found(personOf(ctx.actor), 'transition-entitlement.no-facts');
    return found(await registeredOf(ctx, personId), 'transition-entitlement.no-facts');
  },
});

/** The operations about what is due. */
export const entitlementOperations = [calculateEntitlement, projectEntitlement, signCalculation, printEntitlement, readOwnFacts];
