import { addInitiativeEvidence, reachMilestone, spendMoney, stepInitiative } from './acts.ts';
import { listInitiatives, readInitiative, readInitiativeEvidence } from './operations.ts';
import { changeInitiative, previewInitiative, proposeInitiative } from './write.ts';

export { addInitiativeEvidence, reachMilestone, spendMoney, stepInitiative } from './acts.ts';
export { roadmapAwaiting } from './awaiting.ts';
export { axisOf, placeOn, share as shareOfAxis, type Axis } from './gantt.ts';
export { roadmapFacts, STATES, type InitiativeLine } from './model.ts';
export { listInitiatives, readInitiative, readInitiativeEvidence } from './operations.ts';
export { changeInitiative, previewInitiative, proposeInitiative } from './write.ts';

/** The operations of the roadmap. */
export const roadmapOperations = [
  listInitiatives,
  readInitiative,
  previewInitiative,
  proposeInitiative,
  changeInitiative,
  stepInitiative,
  reachMilestone,
  spendMoney,
  addInitiativeEvidence,
  readInitiativeEvidence,
];
