import type { Ctx } from '#kernel/operation/index.ts';
import { mustSuitPersonStep } from '../cases/index.ts';
import { mustSuitConsultationStep } from '../consultation/index.ts';
import type { CaseOfLetter } from './store.ts';

/** Refuses with everything that is missing before a step may be taken, so that nobody drafts and signs in vain. */
export async function mustBeReady(ctx: Ctx, { caseId, procedure }: CaseOfLetter, step: string): Promise<void> {
  const moment = { caseId, happened: { step, day: ctx.today, data: {} } };
  if (procedure === 'transition.person') await mustSuitPersonStep(ctx, moment);
  if (procedure.startsWith('transition.consult-')) await mustSuitConsultationStep(ctx, moment);
}
