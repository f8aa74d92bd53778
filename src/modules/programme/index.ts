import type { Manifest } from '#kernel/manifest/index.ts';
import { indicatorFacts, indicatorOperations, loadTask } from './indicators/index.ts';
import { exportTargets, listTargets, readTarget, reportValue } from './operations.ts';
import { listDueReports, listReportsAwaiting, prepareReport, remindTask } from './reports/due.ts';
import { reportFacts } from './reports/model.ts';
import { listScoresAwaiting, readScoreEvidence, scorecardFacts, scorecardOperations, scorecardPermissions } from './scorecards/index.ts';
import { appraiseReport, listIndicatorReports, listReportsToAppraise, readEvidence, readReport, reportIndicator, withdrawReport } from './reports/operations.ts';

export * from './indicators/index.ts';
export type { Standing, TargetLine } from './model.ts';
export { exportTargets, listTargets, readTarget, reportValue } from './operations.ts';
export { listDueReports, prepareReport } from './reports/due.ts';
export type { DueReport, ReportLine } from './reports/model.ts';
export { appraiseReport, listIndicatorReports, listReportsToAppraise, readEvidence, readReport, reportIndicator, withdrawReport } from './reports/operations.ts';
export * from './scorecards/index.ts';

/** The indicators and targets of the programme and what is reported about them. */
export const programme: Manifest = {
  name: 'programme',
  operations: [
    listTargets,
    readTarget,
    reportValue,
    exportTargets,
    ...indicatorOperations,
    listDueReports,
    prepareReport,
    reportIndicator,
    listIndicatorReports,
    listReportsToAppraise,
    readReport,
    appraiseReport,
    withdrawReport,
    readEvidence,
    ...scorecardOperations,
  ],
  permissions: ['programme.report-values', 'programme.appraise-values', 'programme.edit-indicators', ...scorecardPermissions],
  facts: [...indicatorFacts, ...reportFacts, ...scorecardFacts],
  documents: { 'programme.evidence': readEvidence, 'programme.score-evidence': readScoreEvidence },
  sets: [],
  ratios: [],
  jobs: [loadTask, remindTask],
  listAwaiting: async (ctx) => [...(await listReportsAwaiting(ctx)), ...(await listScoresAwaiting(ctx))],
};
