import { addDays, earlierFirst, type Day } from '#base/day/index.ts';
import { byName } from '#base/text/index.ts';
import { addWorkingDays, type Calendar } from '#kernel/calendar/index.ts';
import { endedPeriods } from '../indicators/rules.ts';
import type { Indicator } from '../indicators/model.ts';
import type { DueReport, DueState, ReportLine } from './model.ts';

/** Periods of an indicator that are looked back upon: two years of quarters. */
const LOOK_BACK = 8;

/** A unit that may have to report, with its kind and its first day. */
export type Reporter = { unitId: string; kind: string; nameVi: string; nameEn: string; since: Day };

/** What stands reported: the state of the report that counts or awaits, by indicator, unit and period. */
export type Standing = { id: string; indicator: string; unitId: string; periodFrom: Day; state: ReportLine['state'] };

/** Whether a unit reports an indicator: it is one of the kinds that each do, or where no kinds are named, the owner. */
export function reports(indicator: Pick<Indicator, 'formula' | 'reporters' | 'owner' | 'retired'>, unit: Pick<Reporter, 'unitId' | 'kind'>): boolean {
  if (indicator.formula.kind !== 'reported' || indicator.retired) return false;
  return indicator.reporters.length === 0 ? indicator.owner.unitId === unit.unitId : indicator.reporters.includes(unit.kind);
}

/** The last day on which a report for a period is in time: `termWorkingDays` after its last day, in working days. */
export function deadlineOf(periodTo: Day, termWorkingDays: number, calendar: Calendar): Day {
  return addWorkingDays(addDays(periodTo, -1), termWorkingDays, calendar);
}

/** Every report that these units owe today for the periods that have ended, what is late first. A unit owes none for a period before it existed. */
export function dueReports(indicators: readonly Indicator[], units: readonly Reporter[], standing: readonly Standing[], today: Day, calendar: Calendar): DueReport[] {
  const known = new Map(standing.map((one) => [`${one.indicator} ${one.unitId} ${one.periodFrom}`, one]));
  const due = indicators.flatMap((indicator) => {
    const who = units.filter((unit) => reports(indicator, unit));
    if (who.length === 0) return [];
    return endedPeriods(indicator.reportingFrom, today, indicator.periodicity, LOOK_BACK).flatMap(({ from, to }) => {
      const deadline = deadlineOf(to, indicator.termWorkingDays, calendar);
      return who
        .filter(({ since }) => since < to)
        .map(({ unitId, nameVi, nameEn }): DueReport => {
          const report = known.get(`${indicator.key} ${unitId} ${from}`);
          const { key, nameVi: titleVi, nameEn: titleEn } = indicator;
          const state = stateOf(report?.state, deadline, today);
          return {
            indicator: key,
            nameVi: titleVi,
            nameEn: titleEn,
            unit: { id: unitId, nameVi, nameEn },
            periodFrom: from,
            periodTo: to,
            deadline,
            state,
            report: report?.id ?? null,
          };
        });
    });
  });
  return due.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state] || earlierFirst(a.deadline, b.deadline) || byName(a.nameVi, b.nameVi) || byName(a.unit.nameVi, b.unit.nameVi));
}

const URGENCY: Record<DueState, number> = { overdue: 0, returned: 1, due: 2, 'self-reported': 3, appraised: 4 };

function stateOf(report: ReportLine['state'] | undefined, deadline: Day, today: Day): DueState {
  if (report === 'returned') return 'returned';
  if (report === 'self-reported') return 'self-reported';
  if (report === 'accepted' || report === 'changed') return 'appraised';
  return today > deadline ? 'overdue' : 'due';
}

/** Whether something is still to be done by the unit. */
export function isOpen(state: DueState): boolean {
  return state === 'overdue' || state === 'returned' || state === 'due';
}
