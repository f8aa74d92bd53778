import type { Manifest } from '#kernel/manifest/index.ts';
import { personal } from './personal.ts';
import { skillsAwaiting } from './awaiting.ts';
import { awarenessOperations } from './awareness/index.ts';
import { bankOperations, loadBank } from './bank/index.ts';
import { calibrateJob, calibrationOperations } from './calibration/index.ts';
import { certificateOperations, certificateRatios, certificateSets, certificateTasks, probesAwaiting } from './certificates/index.ts';
import { checkingOperations } from './checking/operations.ts';
import { contestOperations, rescoreJob } from './contests/index.ts';
import { frameworkOperations } from './frameworks/index.ts';
import { groupOperations, keepRequired, ratios, requiredTask, sets } from './groups/index.ts';
import { facts, permissions } from './model.ts';
import { loadRequirements, requirementOperations } from './requirements/index.ts';
import { sessionOperations } from './sessions/index.ts';
import { countTask, exposureTask, sittingOperations } from './sittings/index.ts';

export * from './awareness/index.ts';
export * from './bank/index.ts';
export * from './certificates/index.ts';
export * from './calibration/index.ts';
export * from './contests/index.ts';
export * from './frameworks/index.ts';
export {
  exportGaps,
  gapCondition,
  gapsOfPerson,
  keepRequired,
  listGaps,
  listRequiredLevels,
  listUnitResults,
  measuredRows,
  readUnitSkills,
  requiredCondition,
  type GapLine,
  type LevelLine,
  type PersonLine,
  type RequiredLevel,
  type UnitFigures,
  type UnitSkills,
} from './groups/index.ts';
export * from './requirements/index.ts';
export * from './sessions/index.ts';
export { fillInQuestionnaires, sitChecks, sitLive, type PlannedCheck, type PlannedQuestionnaire, type PlannedRating } from './simulation/index.ts';
export * from './sittings/index.ts';

/** Digital awareness and competence: frameworks, requirements, item bank, measurement. */
export const skills: Manifest = {
  name: 'skills',
  operations: [
    ...frameworkOperations,
    ...requirementOperations,
    ...bankOperations,
    ...checkingOperations,
    ...sittingOperations,
    ...sessionOperations,
    ...contestOperations,
    ...calibrationOperations,
    ...certificateOperations,
    ...awarenessOperations,
    ...groupOperations,
  ],
  permissions,
  facts,
  sets: [...sets, ...certificateSets],
  ratios: [...ratios, ...certificateRatios],
  jobs: [rescoreJob, calibrateJob, countTask, exposureTask, requiredTask, ...certificateTasks],
  awaits: (ctx) => [...skillsAwaiting(ctx), ...probesAwaiting(ctx)],
  start: async (ctx) => {
    await loadBank(ctx);
    await loadRequirements(ctx);
    await keepRequired(ctx);
  },
  personal,
};
