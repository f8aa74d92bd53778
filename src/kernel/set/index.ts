export { readChildren, readFigures, readTrend, type Division, type Figure, type Point, type Shown } from './figure.ts';
export { listMembers, seesAll, type Member, type MembersQuery } from './members.ts';
export { set, sliceName, type Dimension, type RatioDefinition, type SetDefinition } from './model.ts';
export { setOperations } from './operations.ts';
export { hiddenCells, hiddenParts, MINIMUM_GROUP } from './protect.ts';
export { membersOf, readSizes } from './read.ts';
export { markChangedDefinitions, refresh } from './refresh.ts';
export { findWrongReadings } from './verify.ts';
export { declareSets, getFigure, getSet, listRatios, listSets } from './registry.ts';
