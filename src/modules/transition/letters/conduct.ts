import { refuseMissing } from '#kernel/gate/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { Conduct, Moment } from '#kernel/procedure/index.ts';
import { listConsultations } from '../consultation/index.ts';
import { listPlanPeople } from '../plan/index.ts';
import { requiredFor } from './kinds.ts';
import { hasSigned } from './letter-store.ts';

/** A procedure whose steps that the law wants in writing are refused until their letter is signed; whoever stands on an announced plan is told. */
export function withLetters(conduct: Conduct): Conduct {
  return {
    ...conduct,
    before: async (ctx, moment) => {
      await conduct.before?.(ctx, moment);
      await mustBeWritten(ctx, moment);
    },
    after: async (ctx, moment) => {
      await conduct.after?.(ctx, moment);
      if (moment.procedure.name === 'transition.consult-plan' && moment.happened.step === 'announce') await tellPeople(ctx, moment.caseId);
    },
  };
}

async function mustBeWritten(ctx: Ctx, { caseId, procedure, standing, happened }: Moment): Promise<void> {
  const kind = requiredFor(procedure.name, happened.step);
  if (kind === undefined || (await hasSigned(ctx.db, caseId, kind, standing.number, happened.step))) return;
  refuseMissing([{ code: `transition-letters.needs-${kind}` }]);
}

async function tellPeople(ctx: Ctx, caseId: string): Promise<void> {
  const [held] = await listConsultations(ctx.db, { caseId });
  if (held === undefined) return;
  const people = await listPlanPeople(ctx.db, held.initiative, held.number);
  await notify(ctx, { to: people.map(({ personId }) => personId), key: 'transition-letters.plan-announced', href: '/transition/own', email: true });
}
