export { listRequiredLevels, type RequiredLevel } from './levels.ts';
export type { GapLine, LevelLine, PersonLine, UnitFigures, UnitSkills } from './model.ts';
export { exportGaps, groupOperations, listGaps, listUnitResults, readUnitSkills } from './operations.ts';
export { gapCondition, gapsOfPerson, measuredRows, requiredCondition } from './conditions.ts';
export { keepRequired, requiredTask } from './required.ts';
export { ratios, sets } from './sets.ts';
