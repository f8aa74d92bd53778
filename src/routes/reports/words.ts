import type { DueReport, Indicator, ReportLine } from '#modules/programme/index.ts';
import type { Text } from '#ui/context.ts';
import type { Status, Tone } from '#ui/types.ts';

const REPORT_TONES: Record<ReportLine['state'], Tone> = {
  'self-reported': 'info',
  accepted: 'good',
  changed: 'caution',
  returned: 'bad',
  corrected: 'none',
  withdrawn: 'none',
};

/** How a report stands, as a word with its tone. */
export function reportStatus(state: ReportLine['state'], t: Text['t']): Status {
  return { tone: REPORT_TONES[state], text: t(`reports.state-${state}`) };
}

const DUE_TONES: Record<DueReport['state'], Tone> = { overdue: 'bad', returned: 'bad', due: 'caution', 'self-reported': 'info', appraised: 'good' };

/** How a report that is owed stands, as a word with its tone. */
export function dueStatus(state: DueReport['state'], t: Text['t']): Status {
  return { tone: DUE_TONES[state], text: t(`reports.due-${state}`) };
}

/** A period as people name it: tháng 3/2026, quý III/2026, 6 tháng đầu năm 2026, năm 2026. */
export function periodText(from: string, periodicity: Indicator['periodicity'], t: Text['t']): string {
  const [year = '', month = ''] = from.split('-');
  if (periodicity === 'year') return t('reports.period-year', { year });
  if (periodicity === 'half-year') return t(month === '01' ? 'reports.period-first-half' : 'reports.period-second-half', { year });
  if (periodicity === 'quarter') return t('reports.period-quarter', { quarter: ['I', 'II', 'III', 'IV'][Math.floor((Number(month) - 1) / 3)] ?? '', year });
  return t('reports.period-month', { month: String(Number(month)), year });
}

/** The period of an owed report by its length. */
export function lengthOf({ periodFrom, periodTo }: { periodFrom: string; periodTo: string }): Indicator['periodicity'] {
  const months = (Number(periodTo.slice(0, 4)) - Number(periodFrom.slice(0, 4))) * 12 + Number(periodTo.slice(5, 7)) - Number(periodFrom.slice(5, 7));
  return months === 1 ? 'month' : months === 3 ? 'quarter' : months === 6 ? 'half-year' : 'year';
}

/** The views of the list of owed reports, in their order. */
export const DUE_FILTERS = ['open', 'overdue', 'returned', 'due', 'self-reported', 'appraised', 'all'] as const;

/** The views of the list of reports to appraise, in their order. */
export const APPRAISE_FILTERS = ['self-reported', 'accepted', 'changed', 'returned', 'all'] as const;
