import type { Manifest } from '#kernel/manifest/index.ts';
import { personal } from './personal.ts';
import { briefingOperations, openBriefing } from './briefing/index.ts';
import { cityOperations } from './city/index.ts';
import { digestTask } from './digest/index.ts';
import { indicatorFacts, indicatorOperations, loadTask } from './indicators/index.ts';
import { meetingsAwaiting, meetingFacts, meetingOperations, meetingPermissions, noticeTask, readConclusionEvidence } from './meetings/index.ts';
import { loadPlans, loadPlansTask, planFacts, planOperations } from './plans/index.ts';
import { appraisedValues, publishingOperations } from './publishing/index.ts';
import { listDueReports, reportsAwaiting, prepareReport } from './reports/due.ts';
import { reportFacts } from './reports/model.ts';
import { scoresAwaiting, readScoreEvidence, scorecardFacts, scorecardOperations, scorecardPermissions } from './scorecards/index.ts';
import { appraiseReport, listIndicatorReports, listReportsToAppraise, readEvidence, readReport, reportIndicator, withdrawReport } from './reports/operations.ts';
import { roadmapAwaiting, readInitiativeEvidence, roadmapFacts, roadmapOperations } from './roadmap/index.ts';
import { targetsAwaiting, targetFacts, targetOperations } from './targets/index.ts';

export * from './briefing/index.ts';
export * from './city/index.ts';
export * from './indicators/index.ts';
export * from './meetings/index.ts';
export * from './plans/index.ts';
export * from './publishing/index.ts';
export * from './roadmap/index.ts';
export * from './targets/index.ts';
export { listDueReports, prepareReport } from './reports/due.ts';
export type { DueReport, ReportLine } from './reports/model.ts';
export { appraiseReport, listIndicatorReports, listReportsToAppraise, readReport, reportIndicator, withdrawReport } from './reports/operations.ts';
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
    ...publishingOperations,
    ...cityOperations,
    ...briefingOperations,
    ...meetingOperations,
  ],
  permissions: [
    'programme.report-values',
    'programme.appraise-values',
    'programme.edit-indicators',
    'programme.edit-targets',
    'programme.edit-roadmap',
    'programme.approve-initiatives',
    ...scorecardPermissions,
    ...meetingPermissions,
  ],
  facts: [...planFacts, ...targetFacts, ...roadmapFacts, ...indicatorFacts, ...reportFacts, ...scorecardFacts, ...meetingFacts],
  documents: {
    'programme.evidence': readEvidence,
    'programme.score-evidence': readScoreEvidence,
    'programme.initiative-evidence': readInitiativeEvidence,
    'programme.conclusion-evidence': readConclusionEvidence,
    'programme.briefing': openBriefing,
  },
  sets: [],
  ratios: [],
  sources: [appraisedValues],
  jobs: [loadTask, loadPlansTask, noticeTask, digestTask],
  awaits: async (ctx) => [...(await reportsAwaiting(ctx)), ...targetsAwaiting(ctx), ...roadmapAwaiting(ctx), ...(await scoresAwaiting(ctx)), ...meetingsAwaiting(ctx)],
  personal,
};
