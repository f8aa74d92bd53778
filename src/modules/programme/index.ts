import type { Manifest } from '#kernel/manifest/index.ts';
import { indicatorFacts, indicatorOperations, loadTask } from './indicators/index.ts';
import { loadPlans, loadPlansTask, planFacts, planOperations } from './plans/index.ts';
import { listDueReports, listReportsAwaiting, prepareReport, remindTask } from './reports/due.ts';
import { reportFacts } from './reports/model.ts';
import { listScoresAwaiting, readScoreEvidence, scorecardFacts, scorecardOperations, scorecardPermissions } from './scorecards/index.ts';
import { appraiseReport, listIndicatorReports, listReportsToAppraise, readEvidence, readReport, reportIndicator, withdrawReport } from './reports/operations.ts';
import { listRoadmapAwaiting, readInitiativeEvidence, roadmapFacts, roadmapOperations } from './roadmap/index.ts';
import { listTargetsAwaiting, targetFacts, targetOperations, watchTargets } from './targets/index.ts';

export * from './indicators/index.ts';
export * from './plans/index.ts';
export * from './roadmap/index.ts';
export * from './targets/index.ts';
export { listDueReports, prepareReport } from './reports/due.ts';
export type { DueReport, ReportLine } from './reports/model.ts';
export { appraiseReport, listIndicatorReports, listReportsToAppraise, readEvidence, readReport, reportIndicator, withdrawReport } from './reports/operations.ts';
export * from './scorecards/index.ts';

/** Programmes, targets and the roadmap, the indicators they stand on, and what is reported about those. */
export const programme: Manifest = {
  name: 'programme',
  operations: [
    ...planOperations,
    loadPlans,
    ...targetOperations,
    ...roadmapOperations,
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
  permissions: [
    'programme.report-values',
    'programme.appraise-values',
    'programme.edit-indicators',
    'programme.edit-targets',
    'programme.edit-roadmap',
    'programme.approve-initiatives',
    ...scorecardPermissions,
  ],
  facts: [...planFacts, ...targetFacts, ...roadmapFacts, ...indicatorFacts, ...reportFacts, ...scorecardFacts],
  documents: { 'programme.evidence': readEvidence, 'programme.score-evidence': readScoreEvidence, 'programme.initiative-evidence': readInitiativeEvidence },
  sets: [],
  ratios: [],
  jobs: [loadTask, remindTask, loadPlansTask, watchTargets],
  listAwaiting: async (ctx) => (await Promise.all([listReportsAwaiting(ctx), listTargetsAwaiting(ctx), listRoadmapAwaiting(ctx), listScoresAwaiting(ctx)])).flat(),
};
