export { addPlan, changePlan, listPlans, listUnitsToChoose, planOperations, previewPlan, readPlan } from './operations.ts';
export { loadPlans, loadPlansTask, loadProgrammes } from './load.ts';
export { planFacts, type Basis, type Change, type Goal, type Plan, type UnitName } from './model.ts';
