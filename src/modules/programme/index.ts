import type { Manifest } from '#kernel/manifest/index.ts';
import { facts } from './model.ts';
import { exportTargets, listTargets, readEvidence, readTarget, reportValue, withdrawReport } from './operations.ts';

export type { ReportLine, Standing, TargetLine } from './model.ts';
export { exportTargets, listTargets, readEvidence, readTarget, reportValue, withdrawReport } from './operations.ts';

/** The targets of the programme and what is reported about them. */
export const programme: Manifest = {
  name: 'programme',
  operations: [listTargets, readTarget, reportValue, withdrawReport, readEvidence, exportTargets],
  permissions: ['programme.report-values'],
  facts,
  sets: [],
  ratios: [],
  jobs: [],
};
