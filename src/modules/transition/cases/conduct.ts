import { refuseMissing } from '#kernel/gate/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { Conduct, Moment } from '#kernel/procedure/index.ts';
import { listStatements } from '../consultation/index.ts';
import { missingToEnd, readinessOf } from './gate.ts';
import { appealProcedure, personProcedure } from './procedure.ts';
import { findCalculation, listPersonCases } from './store.ts';

/** Refuses with everything that is missing before a step of a person's case may be taken. */
export async function mustSuitPersonStep(ctx: Ctx, { caseId, happened }: Pick<Moment, 'caseId' | 'happened'>): Promise<void> {
  const [held] = await listPersonCases(ctx.db, { caseId });
  if (held === undefined) return;
  if (happened.step === 'end') refuseMissing(missingToEnd(await readinessOf(ctx, held, happened.day)));
  if (happened.step === 'give-notice') await mayGiveNotice(ctx, caseId, held);
  if (happened.step === 'receive-work') {
    const handed = (await listStatements(ctx.db, caseId)).some(({ kind }) => kind === 'hand-over');
    refuseMissing(handed ? [] : [{ code: 'transition-cases.needs-hand-over-list' }]);
  }
}

/** Notice is given only on an announced plan, to somebody not protected, who has the calculation before her or him. */
async function mayGiveNotice(ctx: Ctx, caseId: string, held: { initiative: string; personId: string; caseId: string }): Promise<void> {
  const ready = await readinessOf(ctx, held, ctx.today);
  const early = ['transition-cases.needs-consultation', 'transition-cases.needs-plan', 'transition-cases.is-protected', 'transition-cases.needs-calculation'];
  refuseMissing(missingToEnd({ ...ready, calculated: (await findCalculation(ctx.db, caseId)) !== undefined }).filter(({ code }) => early.includes(code)));
}

/** Cases of people and their appeals, with what of this module belongs to their steps. */
export const caseConducts: Conduct[] = [
  { versions: [personProcedure], before: mustSuitPersonStep, href: (caseId) => `/transition/cases/${caseId}` },
  { versions: [appealProcedure], href: (caseId) => `/transition/appeals/${caseId}` },
];
