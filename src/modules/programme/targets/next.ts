import { missingFrom, type Status } from './status.ts';
import type { ServingLine, TargetLine } from './model.ts';

/** What is known of a target when it is decided what is to be done next. */
export type NextQuestion = {
  key: string;
  indicator: string;
  unitId: string;
  status: Status;
  counted: boolean;
  overdue: boolean;
  latestDay: string | null;
  periodMonths: number;
  today: string;
  /** Whether the asker may propose an initiative. */
  mayPropose: boolean;
  serving: readonly ServingLine[];
};

/**
 * What to do about a target: report where a value is missing; where it is late or at risk, see that an initiative runs, then that its milestones are kept;
 * past its day, nothing but to read the result.
 */
export function nextOf(question: NextQuestion): TargetLine['next'] {
  const { key, indicator, unitId, status, counted, overdue, latestDay, periodMonths, today, mayPropose, serving } = question;
  const here = `/targets/${key}`;
  const report = `/indicators/${indicator}?unit=${unitId}`;
  if (overdue) return status === 'no-data' && !counted ? { key: 'plans.next-report-past', n: 0, href: report } : { key: 'plans.next-read', n: 0, href: here };
  const silent = latestDay === null || today >= missingFrom(latestDay, periodMonths);
  if (silent && !counted) return { key: 'plans.next-report', n: 0, href: report };
  if (status === 'reached' || status === 'on-track' || status === 'no-data') return { key: `plans.next-${status}`, n: 0, href: here };
  const running = serving.filter(({ state }) => state === 'running');
  const late = running.filter((one) => one.late);
  if (late.length > 0) return { key: 'plans.next-push', n: late.length, href: `/roadmap/${late[0]?.key ?? ''}` };
  if (running.length > 0) return { key: 'plans.next-review', n: running.length, href: `${here}#initiatives` };
  const waiting = serving.filter(({ state }) => state === 'proposed' || state === 'approved');
  if (waiting.length > 0) return { key: 'plans.next-start', n: waiting.length, href: `/roadmap/${waiting[0]?.key ?? ''}` };
  return { key: 'plans.next-propose', n: 0, href: mayPropose ? `/roadmap/new?target=${key}` : here };
}
