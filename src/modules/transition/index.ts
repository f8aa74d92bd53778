import type { Manifest } from '#kernel/manifest/index.ts';
import { personal } from './personal.ts';
import { balanceRatios, balanceSets, balanceTasks, humanBalance } from './balance/index.ts';
import { appealsAwaiting } from './cases/index.ts';
import { consultationsAwaiting } from './consultation/index.ts';
import { entitlementOperations } from './entitlement/index.ts';
import { permissions } from './model.ts';
import { lettersAwaiting, openLetterFile, PURPOSE } from './letters/index.ts';
import { peopleFacts, peopleGates, peopleOperations, peoplePermissions, peopleProcedures } from './people.ts';
import { payOperations, simulateJob } from './pay/index.ts';
import { aidAwaiting } from './union/index.ts';
import { workAwaiting, workTasks } from './work/index.ts';

export {
  calculateInCase,
  lodgeAppeal,
  openPersonCases,
  printInCase,
  readAppeal,
  readCaseFacts,
  readOwnCases,
  readOwnProtection,
  readPersonCase,
  stateProtection,
  writeHandOver,
} from './cases/index.ts';
export { openConsultation, readConsultation, readProgress, writeStatement } from './consultation/index.ts';
export * from './entitlement/index.ts';
export { listImpact, listPostsToAssess, listTasks, readAssessment, writeAssessment } from './impact/index.ts';
export {
  draftLetter,
  fileSignedPaper,
  isLetterKind,
  listCaseLetters,
  listUnionLetters,
  openLetterFile,
  prepareLetter,
  readLetter,
  receiveLetter,
  requiredFor,
  signLetter,
  writeUnionLetter,
  type LetterKind,
} from './letters/index.ts';
export { listToPlace, readPlan, writePlan } from './plan/index.ts';
export { answerAid, askAid, closeMatter, commentAnonymously, commentPlan, listOwnAid, listPlanComments, openMatter, readDesk } from './union/index.ts';
export * from './pay/index.ts';
export { fixDue, notePayment, watchBehind } from './balance/index.ts';
export * from './work/index.ts';

/** Nobody's post goes without them: impact, plan, consultation, a case for each, what is due, and pay policies. */
export const transition: Manifest = {
  name: 'transition',
  operations: [...entitlementOperations, ...payOperations, ...peopleOperations],
  permissions: [...permissions, ...peoplePermissions],
  facts: peopleFacts,
  sets: balanceSets,
  ratios: balanceRatios,
  balances: [humanBalance],
  jobs: [simulateJob, ...workTasks, ...balanceTasks],
  procedures: peopleProcedures,
  gates: peopleGates,
  personal,
  documents: { [PURPOSE]: openLetterFile },
  awaits: (ctx) => [...consultationsAwaiting(ctx), ...appealsAwaiting(ctx), ...aidAwaiting(ctx), ...lettersAwaiting(ctx), ...workAwaiting(ctx)],
};
