import { addDays, formatDay, type Day } from '#base/day/index.ts';
import type { Gate, GatedAct, Missing } from '#kernel/gate/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { at, currentBook, decimalText } from '#kernel/rule/index.ts';
import { findProgress } from '../consultation/index.ts';
import { listProtected } from '../plan/index.ts';
import { countOpenAppeals, findCalculation, findPostOf, holdsAnother, listAssessed, listInitiativesOfPost, listPersonCases, listStepDays, type PersonCase } from './store.ts';

/** What is known of a case when somebody is to be ended. */
export type Readiness = {
  impact: boolean;
  plan: string | null;
  steps: ReadonlyMap<string, Day>;
  calculated: boolean;
  isProtected: boolean;
  appeals: number;
  /** Days of notice that the law asks for. */
  noticeDays: number;
  day: Day;
};

/**
 * Everything that is not there yet before a person may be ended: consultation and plan (Labour Code art. 44), retraining offered and answered (art. 42.3), the calculation
 * (arts. 46, 47), notice given and its days over (art. 42.6), work handed over, no protection (art. 37), no open appeal.
 */
export function missingToEnd(ready: Readiness): Missing[] {
  const notice = ready.steps.get('give-notice');
  const over = notice === undefined ? undefined : addDays(notice, ready.noticeDays);
  const missing: (Missing | undefined)[] = [
    ready.impact ? undefined : { code: 'transition-cases.needs-consultation' },
    ready.plan === 'announced' ? undefined : { code: 'transition-cases.needs-plan' },
    missingRetraining(ready.steps),
    ready.calculated ? undefined : { code: 'transition-cases.needs-calculation' },
    notice === undefined ? { code: 'transition-cases.needs-notice', values: { n: ready.noticeDays } } : undefined,
    over !== undefined && ready.day < over ? { code: 'transition-cases.notice-runs', values: { n: ready.noticeDays, day: formatDay(over) } } : undefined,
    ready.steps.has('receive-work') ? undefined : { code: 'transition-cases.needs-hand-over' },
    ready.isProtected ? { code: 'transition-cases.is-protected' } : undefined,
    ready.appeals > 0 ? { code: 'transition-cases.appeal-open', values: { n: ready.appeals } } : undefined,
  ];
  return missing.filter((one) => one !== undefined);
}

/** Retraining must be offered first, and not be taken up: who learns is not ended (Labour Code art. 42.3). */
function missingRetraining(steps: Readiness['steps']): Missing | undefined {
  if (!steps.has('offer-retraining')) return { code: 'transition-cases.needs-retraining-offer' };
  if (steps.has('decline-retraining') || steps.has('break-off')) return undefined;
  return { code: steps.has('accept-retraining') ? 'transition-cases.in-retraining' : 'transition-cases.needs-retraining-answer' };
}

/** What is known of a case on a day. */
export async function readinessOf(ctx: Ctx, { caseId, initiative, personId }: Pick<PersonCase, 'caseId' | 'initiative' | 'personId'>, day: Day): Promise<Readiness> {
  const { impact, plan } = await findProgress(ctx.db, initiative);
  const notice = at(await currentBook(ctx.db, ctx.services.root), 'job-loss-notice-days', day);
  return {
    impact,
    plan,
    steps: await listStepDays(ctx.db, caseId),
    calculated: (await findCalculation(ctx.db, caseId)) !== undefined,
    isProtected: (await listProtected(ctx.db, [personId], day)).has(personId),
    appeals: await countOpenAppeals(ctx.db, caseId),
    noticeDays: Number(decimalText(notice.value)),
    day,
  };
}

/** States in which a case lets a post be closed. */
const DONE = ['redeployed', 'left', 'closed', 'stayed'];

/** What even a move to other work waits for. */
const CONSULTED = ['transition-cases.needs-consultation', 'transition-cases.needs-plan'];

/** No post that an assessment names is closed, and nobody in one is ended, before everything is there. Other posts are no business of this gate. */
export const transitionGate: Gate = {
  missing: async (ctx, act) => {
    const held = act.what === 'close-post' ? { postId: act.postId } : await findPostOf(ctx.db, act.postingId);
    if (held === undefined) return [];
    const initiatives = await listInitiativesOfPost(ctx.db, held.postId);
    if (initiatives.length === 0) return [];
    return act.what === 'close-post'
      ? missingToClose(
          ctx,
          held.postId,
          initiatives.map(({ initiative }) => initiative),
        )
      : missingForHolder(ctx, act);
  },
  concerned: async (ctx, acts) => {
    const postings = acts.flatMap((act) => (act.what === 'end-posting' ? [act.postingId] : []));
    const named = await listAssessed(ctx.db, postings);
    return acts.flatMap((act, place) => ((act.what === 'close-post' ? named.posts.has(act.postId) : named.postings.has(act.postingId)) ? [place] : []));
  },
};

async function missingToClose(ctx: Ctx, postId: string, initiatives: readonly string[]): Promise<Missing[]> {
  const missing: Missing[] = [];
  for (const initiative of initiatives) {
    const { impact, plan } = await findProgress(ctx.db, initiative);
    if (!impact) missing.push({ code: 'transition-cases.needs-consultation' });
    if (plan !== 'announced') missing.push({ code: 'transition-cases.needs-plan' });
  }
  const open = (await listPersonCases(ctx.db, { postId })).filter(({ state }) => !DONE.includes(state)).length;
  return open === 0 ? missing : [...missing, { code: 'transition-cases.case-runs', values: { n: open } }];
}

async function missingForHolder(ctx: Ctx, { postingId, day, into }: Extract<GatedAct, { what: 'end-posting' }>): Promise<Missing[]> {
  const [held] = await listPersonCases(ctx.db, { postingId });
  if (held === undefined) return [{ code: 'transition-cases.no-case-yet' }];
  if (held.state === 'stayed') return [];
  const ready = await readinessOf(ctx, held, day);
  if (held.state === 'left' || (held.state === 'closed' && ready.steps.has('end'))) return [];
  const redeployed = held.state === 'redeployed' || held.state === 'closed';
  if (into !== undefined) return redeployed ? [] : [...missingToEnd(ready).filter(({ code }) => CONSULTED.includes(code)), { code: 'transition-cases.not-redeployed' }];
  if (redeployed) return (await holdsAnother(ctx.db, postingId, day)) ? [] : [{ code: 'transition-cases.no-new-post' }];
  return [...missingToEnd(ready), { code: 'transition-cases.not-decided' }];
}
