import type { Manifest } from '#kernel/manifest/index.ts';
import { facts } from './model.ts';
import { listScoresAwaiting, scorecardFacts, scorecardOperations, scorecardPermissions } from './scorecards/index.ts';
import { exportTargets, listTargets, readEvidence, readTarget, reportValue, withdrawReport } from './operations.ts';

export type { ReportLine, Standing, TargetLine } from './model.ts';
export { exportTargets, listTargets, readEvidence, readTarget, reportValue, withdrawReport } from './operations.ts';

export {
  appraiseScore,
  assignScore,
  compareUnits,
  exportRanking,
  exportScorecard,
  importIndex,
  indexCsv,
  indexWorkbook,
  listIndexes,
  rankUnits,
  readComponent,
  readIndex,
  readScorecard,
  readScoreEvidence,
  returnScore,
  score,
  selfScore,
  type Index,
  type Ranking,
  type RankLine,
  type ScoreAct,
  type ScoreLine,
  type ScoreValue,
} from './scorecards/index.ts';

/** The targets of the programme and what is reported about them. */
export const programme: Manifest = {
  name: 'programme',
  operations: [listTargets, readTarget, reportValue, withdrawReport, readEvidence, exportTargets, ...scorecardOperations],
  permissions: ['programme.report-values', ...scorecardPermissions],
  facts: [...facts, ...scorecardFacts],
  sets: [],
  ratios: [],
  jobs: [],
  listAwaiting: listScoresAwaiting,
};
