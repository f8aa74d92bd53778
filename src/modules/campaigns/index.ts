import type { Manifest } from '#kernel/manifest/index.ts';
import { campaignsAwaiting } from './awaiting.ts';
import { boardOperations } from './board/operations.ts';
import { summaryOperations } from './board/summaries.ts';
import { climbTask } from './channels/climb.ts';
import { sendTask } from './channels/dispatch.ts';
import { needed } from './channels/needed.ts';
import { contactOperations } from './contact/operations.ts';
import { effectOperations, renewalTask } from './effect/operations.ts';
import { peopleOperations } from './board/people.ts';
import { gatheringChanges } from './gatherings/changing.ts';
import { gatheringOperations } from './gatherings/operations.ts';
import { reopeningOperations } from './gatherings/reopening.ts';
import { kioskOperations } from './kiosk/operations.ts';
import { letterBackOperations } from './letters/back.ts';
import { letterOperations } from './letters/operations.ts';
import { knowerOperations } from './library/knowers.ts';
import { libraryOperations } from './library/operations.ts';
import { fileOperations } from './messages/files.ts';
import { itemOperations } from './messages/items.ts';
import { loadContent } from './messages/load.ts';
import { messageOperations } from './messages/operations.ts';
import { messageUndoOperations } from './messages/undo.ts';
import { facts, permissions } from './model.ts';
import { personal } from './personal.ts';
import { personalOperations } from './personal/operations.ts';
import { linkTask } from './personal/link.ts';
import { syncTask } from './roster/sync.ts';
import { correctionOperations } from './sheets/correct.ts';
import { sheetOperations } from './sheets/operations.ts';
import { runningOperations } from './running/operations.ts';
import { advanceTask } from './running/start.ts';
import { templateOperations } from './running/templates.ts';
import { undoOperations } from './running/undo.ts';
import { ratios, sets } from './sets.ts';

export { exportRoster, listPeople } from './board/people.ts';
export { listSummaries } from './board/summaries.ts';
export { readBoard, readSummary } from './board/operations.ts';
export { climbLadders } from './channels/climb.ts';
export { followOutbox, sendDue } from './channels/dispatch.ts';
export { sendAgain } from './contact/again.ts';
export { listExcused } from './contact/excused.ts';
export { listHelped } from './contact/helped.ts';
export { excuseLine, listContact, noteHelp } from './contact/operations.ts';
export { answerWave, listOwnWaves, readWave } from './effect/asking.ts';
export { beginRenewals, openWave, readEffect } from './effect/operations.ts';
export { listFaded } from './effect/faded.ts';
export { listSteps } from './effect/steps.ts';
export { dropWave } from './effect/undo.ts';
export { cancelGathering, changeGathering } from './gatherings/changing.ts';
export { attend, closeGathering, listGatherings, markAttendance, planGathering, readGathering, showAttendance } from './gatherings/operations.ts';
export { reopenGathering, showReopening } from './gatherings/reopening.ts';
export { enterKiosk, issueCode, leaveKiosk, listCodes, stayOn } from './kiosk/operations.ts';
export { listHandedLetters, takeBackLetters } from './letters/back.ts';
export { handLetters, listLetters, printLetters } from './letters/operations.ts';
export { exportKnowers, listKnowers } from './library/knowers.ts';
export { listLibrary, listNamed, readDocument, saveDocument } from './library/operations.ts';
export { addFile, readFileOf } from './messages/files.ts';
export { reviewItem, saveItem } from './messages/items.ts';
export { loadContent, shippedId } from './messages/load.ts';
export { itemFields } from './messages/rules.ts';
export { dropFile, dropMessage, withdrawMessage } from './messages/undo.ts';
export { decideMessage, listMessages, readMessage, saveMessage, submitMessage } from './messages/operations.ts';
export { answerTask, finishTask, listMine as listMyCampaigns, openTask, readTask as readCampaignTask } from './personal/operations.ts';
export { KIOSK_MINUTES, newSecret } from './personal/link.ts';
export { correctSheet, listKeyedSheets, readSheet } from './sheets/correct.ts';
export { enterSheet, makeSheets, printSheetsOperation } from './sheets/operations.ts';
export { partsOf } from './sheets/rules.ts';
export { syncRosters } from './roster/sync.ts';
export { decideCampaign, faultsOfDraft, listCampaigns, readCampaign, saveCampaign, stopCampaign, submitCampaign } from './running/operations.ts';
export { imagineDay, type Imagined } from './simulation/index.ts';
export { imagineWave, type ImaginedWave } from './simulation/wave.ts';
export { askLater } from './running/tired.ts';
export type { TestPlan } from './model.ts';
export { DEFAULT_PLAN } from './understanding/sequential.ts';
export { listTemplates } from './running/templates.ts';
export { dropCampaign, withdrawCampaign } from './running/undo.ts';

/** Messages that are understood by everybody they are meant for, and the rules in force in plain words. */
export const campaigns: Manifest = {
  name: 'campaigns',
  operations: [
    ...knowerOperations,
    ...libraryOperations,
    ...messageOperations,
    ...itemOperations,
    ...fileOperations,
    ...messageUndoOperations,
    ...templateOperations,
    ...summaryOperations,
    ...boardOperations,
    ...peopleOperations,
    ...contactOperations,
    ...kioskOperations,
    ...gatheringOperations,
    ...gatheringChanges,
    ...reopeningOperations,
    ...sheetOperations,
    ...correctionOperations,
    ...letterOperations,
    ...letterBackOperations,
    ...personalOperations,
    ...effectOperations,
    // The address of one campaign comes last: it would take in the others.
    ...runningOperations,
    ...undoOperations,
  ],
  permissions,
  personal,
  needed,
  facts,
  sets,
  ratios,
  jobs: [advanceTask, syncTask, climbTask, sendTask, linkTask, renewalTask],
  start: loadContent,
  awaits: campaignsAwaiting,
};
