import type { AnyOperation } from '#kernel/operation/index.ts';
import { appraiseScore, assignScore, returnScore, selfScore } from './acts.ts';
import { exportRanking, exportScorecard } from './export.ts';
import { importIndex, listIndexes, readIndex, score } from './indexes.ts';
import { compareUnits, rankUnits } from './ranking.ts';
import { readComponent, readScorecard, readScoreEvidence } from './view.ts';

export { appraiseScore, assignScore, returnScore, selfScore } from './acts.ts';
export { scoresAwaiting } from './awaiting.ts';
export { exportRanking, exportScorecard } from './export.ts';
export { indexCsv, indexWorkbook } from './import/template.ts';
export { importIndex, listIndexes, readIndex, score } from './indexes.ts';
export { facts as scorecardFacts, type Index, type RankLine, type ScoreAct, type ScoreLine, type ScoreValue } from './model.ts';
export { compareUnits, rankUnits, type Ranking } from './ranking.ts';
export { readComponent, readScorecard, readScoreEvidence } from './view.ts';

/** What can be asked about indexes, scorecards and rankings. */
export const scorecardOperations: AnyOperation[] = [
  listIndexes,
  readIndex,
  score,
  importIndex,
  readScorecard,
  readComponent,
  readScoreEvidence,
  selfScore,
  appraiseScore,
  returnScore,
  assignScore,
  rankUnits,
  compareUnits,
  exportScorecard,
  exportRanking,
];

/** Permissions that they ask for. */
export const scorecardPermissions = ['programme.edit-indexes', 'programme.self-score', 'programme.appraise-scores'];
