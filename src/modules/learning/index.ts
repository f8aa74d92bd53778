import type { Manifest } from '#kernel/manifest/index.ts';
import { personal } from './personal.ts';
import { learningAwaiting } from './assignment/awaiting.ts';
import { excuseAudience } from './assignment/bulk.ts';
import { assignCourse, endAssignment, listAssignments, previewAudience } from './assignment/operations.ts';
import { remindTask } from './assignment/reminders.ts';
import { syncTask } from './assignment/sync.ts';
import { withdrawExcuse } from './assignment/withdraw.ts';
import { exportTeam } from './assignment/team-file.ts';
import { excusePerson, listMine, listTeam, readAssigned, remindTeam } from './assignment/team.ts';
import { authoringOperations, authoringAwaiting } from './authoring/index.ts';
import { classOperations } from './classes/all.ts';
import { classesAwaiting } from './classes/awaiting.ts';
import { laterTask } from './classes/later.ts';
import { CLASS_MATERIAL_PURPOSE, openClassMaterial } from './classes/materials.ts';
import { offerTask } from './classes/offers.ts';
import { loadCourses } from './courses/load.ts';
import { listCourses, readCourse, readGuide, readLesson, readSheet } from './courses/operations.ts';
import { listRecommended } from './courses/recommend.ts';
import { dutyTask, keepDuties } from './credit/hours.ts';
import { outsideOperations, readOutsidePaper } from './credit/outside.ts';
import { creditOperations } from './credit/own.ts';
import { awardTask } from './curricula/award.ts';
import { curriculumOperations } from './curricula/operations.ts';
import { effectOperations } from './effect/operations.ts';
import { HAND_IN_PURPOSE, handInOperations, markingAwaiting, openHandInFile } from './handins/index.ts';
import { facts, permissions } from './model.ts';
import { discussionOperations } from './notes/discussion.ts';
import { markOperations } from './notes/marks.ts';
import { badgeOperations } from './player/badge.ts';
import { packageOperations } from './packages/index.ts';
import { answerCheck, readCheck, startCheck } from './player/checks.ts';
import { finishLesson, moveToNewest } from './player/finish.ts';
import { answerBlock, readTask, startCourse } from './player/operations.ts';
import { printCertificate, printTranscript, readTranscript } from './player/record.ts';
import { createRecordClient, listRecordClients, revokeRecordClient } from './records/clients.ts';
import { eraseOwnRecords, readOwnRecords } from './records/own.ts';
import { poolAwaiting, poolOperations, poolTask } from './pool/index.ts';
import { ratios, sets } from './sets.ts';

export { excuseAudience } from './assignment/bulk.ts';
export { REMINDERS } from './assignment/rules.ts';
export { assignCourse, endAssignment, listAssignments, previewAudience } from './assignment/operations.ts';
export { listAssignedProgress, listCompletedAssignments, type AssignedProgress } from './assignment/progress.ts';
export { syncAll as syncAssignments } from './assignment/sync.ts';
export { withdrawExcuse } from './assignment/withdraw.ts';
export { exportTeam } from './assignment/team-file.ts';
export { excusePerson, listMine as listMyLearning, listTeam, readAssigned, remindTeam } from './assignment/team.ts';
export * from './authoring/index.ts';
export { checkIn, dropAttendance, noteAttendance, readClassList, settleSession, showClassCode } from './classes/attendance.ts';
export { findForClass, findForUnit } from './classes/candidates.ts';
export { changeParticulars, listClassPeople, moveSession, removeFromClass } from './classes/changes.ts';
export { correctClassAttendance } from './classes/corrections.ts';
export { listCourseCosts, noteClassCost, readClassCosts, withdrawClassCost } from './classes/costs.ts';
export { addClassMaterial, removeClassMaterial } from './classes/materials.ts';
export { evaluateClass, inviteToClass, leaveClass, readClassEvaluations, takeOffer, takePlace } from './classes/membership.ts';
export { addClassSession, cancelClass, createClass, listClasses, readClass, readInvitation } from './classes/operations.ts';
export type { BlockView } from './courses/model.ts';
export { listTaught, type TaughtCourse } from './courses/taught.ts';
export { listCourses, readCourse, readGuide, readLesson, readSheet } from './courses/operations.ts';
export { listRecommended } from './courses/recommend.ts';
export { countSessions, type Session } from './credit/hours.ts';
export { checkOutside, handInOutside, listOutsideAsked } from './credit/outside.ts';
export { exportOwnRecord, exportRecord, giveConsent, listConsenting, listOwnConsents, readHours, withdrawConsent } from './credit/own.ts';
export { award as awardCertifications } from './curricula/award.ts';
export type { PartView } from './curricula/model.ts';
export { createCurriculum, endCurriculum, listCurricula, readCurriculum } from './curricula/operations.ts';
export { rateCourse, readEffect } from './effect/operations.ts';
export { listCoursePeople, readEnrolment } from './effect/people.ts';
export { listPosts, listReported, moderatePost, reportPost, withdrawPost, writePost } from './notes/discussion.ts';
export { keepMark, listMarks, readMark } from './notes/marks.ts';
export { checkCompletion, readCertificationBadge, readCourseBadge } from './player/badge.ts';
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
  retirePackage,
  standardOfToken,
  type PackageFile,
} from './packages/index.ts';
export * from './pool/index.ts';
export { recordStatements } from './records/record.ts';
export { printCertificate, printTranscript, readTranscript } from './player/record.ts';

/** Courses and curricula, the progress of learners, what counts, and who must learn what. */
export const learning: Manifest = {
  name: 'learning',
  operations: [
    listCourses,
    readCourse,
    readLesson,
    readSheet,
    readGuide,
    listRecommended,
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
    exportTeam,
    withdrawExcuse,
    readAssigned,
    excusePerson,
    excuseAudience,
    remindTeam,
    previewAudience,
    assignCourse,
    endAssignment,
    listAssignments,
    ...curriculumOperations,
    ...outsideOperations,
    ...creditOperations,
    ...markOperations,
    ...discussionOperations,
    ...effectOperations,
    ...badgeOperations,
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
    ...classOperations,
    ...poolOperations,
  ],
  permissions,
  facts,
  sets,
  ratios,
  documents: { 'learning.outside': readOutsidePaper, [HAND_IN_PURPOSE]: openHandInFile, [CLASS_MATERIAL_PURPOSE]: openClassMaterial },
  jobs: [syncTask, remindTask, awardTask, dutyTask, poolTask, offerTask, laterTask],
  start: async (ctx) => {
    await loadCourses(ctx);
    await keepDuties(ctx);
  },
  awaits: (ctx) => [...learningAwaiting(ctx), ...classesAwaiting(ctx), ...authoringAwaiting(ctx), ...markingAwaiting(ctx), ...poolAwaiting(ctx)],
  personal,
};
