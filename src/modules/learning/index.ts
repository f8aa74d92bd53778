import type { Manifest } from '#kernel/manifest/index.ts';
import { assignCourse, endAssignment, listAssignments, previewAudience } from './assignment/operations.ts';
import { listLearningAwaiting, remindTask } from './assignment/reminders.ts';
import { syncTask } from './assignment/sync.ts';
import { excusePerson, listMine, listTeam, readAssigned, remindTeam } from './assignment/team.ts';
import { loadCourses } from './courses/load.ts';
import { listCourses, readCourse, readGuide, readLesson, readSheet } from './courses/operations.ts';
import { facts, permissions } from './model.ts';
import { answerCheck, readCheck, startCheck } from './player/checks.ts';
import { answerBlock, readTask, startCourse } from './player/operations.ts';
import { printCertificate, printTranscript, readTranscript } from './player/record.ts';
import { ratios, sets } from './sets.ts';

export { assignCourse, endAssignment, listAssignments, previewAudience } from './assignment/operations.ts';
export { listAssignedProgress, type AssignedProgress } from './assignment/progress.ts';
export { syncAll as syncAssignments } from './assignment/sync.ts';
export { excusePerson, listMine as listMyLearning, listTeam, readAssigned, remindTeam } from './assignment/team.ts';
export type { BlockView } from './courses/model.ts';
export { listTaught, type TaughtCourse } from './courses/taught.ts';
export { listCourses, readCourse, readGuide, readLesson, readSheet } from './courses/operations.ts';
export { answerCheck, readCheck, startCheck } from './player/checks.ts';
export { answerBlock, readTask, startCourse } from './player/operations.ts';
export { recordLearned, type Learned } from './player/history.ts';
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
  ],
  permissions,
  facts,
  sets,
  ratios,
  jobs: [syncTask, remindTask],
  start: loadCourses,
  listAwaiting: listLearningAwaiting,
};
