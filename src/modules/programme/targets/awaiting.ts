import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { addDays } from '#base/day/index.ts';
import { lookAt } from './lines.ts';

/** Days before a value on the way is due at which it appears on Today. */
const AHEAD_DAYS = 30;

/** The targets that the person answers for and that need them: late ones, ones at risk, ones whose data are missing, values on the way that are due soon. */
export async function listTargetsAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const mine = (await lookAt(ctx, { personId })).filter(({ line }) => !line.overdue);
  return mine.flatMap(({ line, stored }): Awaiting[] => {
    const values = { title: ctx.locale === 'vi' ? line.titleVi : line.titleEn };
    const href = `/targets/${line.key}`;
    const standing =
      line.status === 'late' || line.status === 'at-risk' || line.status === 'no-data' ? [{ key: `plans.awaiting-${line.status}`, values, href, due: line.due }] : [];
    const soon = stored.milestones.filter(({ day }) => day >= ctx.today && day <= addDays(ctx.today, AHEAD_DAYS));
    return [...standing, ...soon.map(({ day }) => ({ key: 'plans.awaiting-milestone', values, href, due: day }))];
  });
}
