import { refuseMissing, type Missing } from '#kernel/gate/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { Conduct, Moment } from '#kernel/procedure/index.ts';
import { missingInPlan } from '../plan/index.ts';
import { consultImpact, consultPlan } from './procedure.ts';
import { findProgress, listConsultations, listStatements, type Statement } from './store.ts';

/** What the written word must hold before a step may be taken. */
export function missingStatements(step: string, statements: readonly Statement[]): Missing[] {
  const of = (kind: string) => statements.filter((one) => one.kind === kind);
  const open = (kind: string, answer: string) => of(kind).filter(({ id }) => !of(answer).some(({ aboutId }) => aboutId === id)).length;
  const questions = open('question', 'answer');
  const points = open('point', 'reply');
  if (step === 'ask') return questions === 0 ? [{ code: 'transition-consultation.needs-question' }] : [];
  if (step === 'answer') return questions > 0 ? [{ code: 'transition-consultation.needs-answers', values: { n: questions } }] : [];
  if (step === 'meet' && of('minutes').length === 0) return [{ code: 'transition-consultation.needs-minutes' }];
  if (step === 'give-opinion' && of('opinion').length === 0) return [{ code: 'transition-consultation.needs-opinion' }];
  if (step === 'answer-opinion') return points > 0 ? [{ code: 'transition-consultation.needs-replies', values: { n: points } }] : [];
  return [];
}

/** Refuses with everything that is missing before a step of a consultation may be taken. */
export async function mustSuitConsultationStep(ctx: Ctx, { caseId, happened }: Pick<Moment, 'caseId' | 'happened'>): Promise<void> {
  refuseMissing(missingStatements(happened.step, await listStatements(ctx.db, caseId)));
  if (happened.step !== 'adopt') return;
  const [held] = await listConsultations(ctx.db, { caseId });
  if (held === undefined) return;
  const { impact } = await findProgress(ctx.db, held.initiative);
  refuseMissing([...(impact ? [] : [{ code: 'transition-consultation.needs-impact' }]), ...(await missingInPlan(ctx, held.initiative, held.number))]);
}

/** When the union has had its say on the impact, the programme may go on: this fact is what its approval looks for. */
async function afterImpact(ctx: Ctx, { caseId, happened }: Moment): Promise<void> {
  if (happened.step !== 'conclude') return;
  const [held] = await listConsultations(ctx.db, { caseId });
  if (held === undefined) return;
  await record(ctx, [{ kind: 'programme.impact-assessed', subject: held.initiative, unitId: held.unitId, day: happened.day, data: { case: caseId } }]);
}

const href = (caseId: string) => `/transition/consultations/${caseId}`;

/** The consultations of the union, with what of this module belongs to their steps. */
export const consultationConducts: Conduct[] = [
  { versions: [consultImpact], before: mustSuitConsultationStep, after: afterImpact, href },
  { versions: [consultPlan], before: mustSuitConsultationStep, href },
];
