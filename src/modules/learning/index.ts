import type { Manifest } from '#kernel/manifest/index.ts';
import { assignCourse, endAssignment, listAssignments, previewAudience } from './assignment/operations.ts';
import { listLearningAwaiting, remindTask } from './assignment/reminders.ts';
import { syncTask } from './assignment/sync.ts';
import { excusePerson, listMine, listTeam, readAssigned, remindTeam } from './assignment/team.ts';
import { authoringOperations, listAuthoringAwaiting } from './authoring/index.ts';
import { loadCourses } from './courses/load.ts';
import { listCourses, readCourse, readGuide, readLesson, readSheet } from './courses/operations.ts';
import { HAND_IN_PURPOSE, handInOperations, listMarkingAwaiting, openHandInFile } from './handins/index.ts';
import { facts, permissions } from './model.ts';
import { packageOperations } from './packages/index.ts';
import { answerCheck, readCheck, startCheck } from './player/checks.ts';
import { finishLesson, moveToNewest } from './player/finish.ts';
import { answerBlock, readTask, startCourse } from './player/operations.ts';
import { printCertificate, printTranscript, readTranscript } from './player/record.ts';
import { createRecordClient, listRecordClients, revokeRecordClient } from './records/clients.ts';
import { eraseOwnRecords, readOwnRecords } from './records/own.ts';
import { ratios, sets } from './sets.ts';

export { assignCourse, endAssignment, listAssignments, previewAudience } from './assignment/operations.ts';
export { syncAll as syncAssignments } from './assignment/sync.ts';
export { excusePerson, listMine as listMyLearning, listTeam, readAssigned, remindTeam } from './assignment/team.ts';
export * from './authoring/index.ts';
export type { BlockView } from './courses/model.ts';
export { listCourses, readCourse, readGuide, readLesson, readSheet } from './courses/operations.ts';
export { contestMarks, handIn, listHandIns, markHandIn, readHandIn, readHandIns, returnHandIn } from './handins/index.ts';
export { richOf } from './courses/markdown.ts';
export { finishLesson, moveToNewest } from './player/finish.ts';
export { answerCheck, readCheck, startCheck } from './player/checks.ts';
export { answerBlock, readTask, startCourse } from './player/operations.ts';
export { recordLearned, type Learned } from './player/history.ts';
export { createRecordClient, listRecordClients, revokeRecordClient } from './records/clients.ts';
export { issueLaunch, newSecret, type Credential } from './records/credential.ts';
export { eraseOwnRecords, readOwnRecords } from './records/own.ts';
export { answerXapi } from './records/http/answer.ts';
export { agentOf } from './records/people.ts';
export { boundaryOf, collect, partsOf } from './records/multipart.ts';
export {
  addPackage,
  fetchCredential,
  keepState,
  launchUnit,
  listPackages,
  openPackage,
  openPackageFile,
  PACKAGE_LIMITS,
  PACKAGE_PURPOSE,
  readOpening,
  readPackageReport,
  standardOfToken,
  type PackageFile,
} from './packages/index.ts';
export { recordStatements } from './records/record.ts';
export { printCertificate, printTranscript, readTranscript } from './player/record.ts';

/** Courses, the progress of learners, and who must learn what. */
export const learning: Manifest = {
  name: 'learning',
  operations: [
    listCourses,
    readCourse,
    readLesson,
    readSheet,
    readGuide,
    startCourse,
    answerBlock,
    readTask,
    startCheck,
    readCheck,
    answerCheck,
    readTranscript,
    printCertificate,
    printTranscript,
    listMine,
    listTeam,
    readAssigned,
    excusePerson,
    remindTeam,
    previewAudience,
    assignCourse,
    endAssignment,
    listAssignments,
    listRecordClients,
    createRecordClient,
    revokeRecordClient,
    readOwnRecords,
    eraseOwnRecords,
    finishLesson,
    moveToNewest,
    ...authoringOperations,
    ...handInOperations,
    ...packageOperations,
  ],
  permissions,
  facts,
  sets,
  ratios,
  jobs: [syncTask, remindTask],
  start: loadCourses,
  documents: { [HAND_IN_PURPOSE]: openHandInFile },
  listAwaiting: async (ctx) => [...(await listLearningAwaiting(ctx)), ...(await listAuthoringAwaiting(ctx)), ...(await listMarkingAwaiting(ctx))],
};
