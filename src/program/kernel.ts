import { accountOperations, inviteJob } from '#kernel/account/index.ts';
import { operations as calendarOperations } from '#kernel/calendar/index.ts';
import { caseOperations, givenCases, givenCaseTask } from '#kernel/case/index.ts';
import { documentOperations, dropExpired } from '#kernel/document/index.ts';
import { dropOldDrafts, formOperations } from '#kernel/form/index.ts';
import { every } from '#kernel/job/index.ts';
import { awaits, type Manifest } from '#kernel/manifest/index.ts';
import { messageJobs, messageOperations, messageTasks } from '#kernel/message/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { procedureOperations } from '#kernel/procedure/index.ts';
import { openRecords, proofOperations, proofTasks } from '#kernel/proof/index.ts';
import { readRuleEvidence, ruleOperations } from '#kernel/rule/index.ts';
import { signOperations } from '#kernel/sign/index.ts';
import { dropOldExports, exportFile, listSets, refresh, setOperations, writeExportJob } from '#kernel/set/index.ts';

/** What the kernel itself offers, in the form in which modules do. */
export const kernel: Manifest = {
  name: 'kernel',
  operations: [
    ...setOperations,
    ...documentOperations,
    ...signOperations,
    ...messageOperations,
    ...accountOperations,
    ...calendarOperations,
    ...proofOperations,
    ...ruleOperations,
    ...formOperations,
    ...procedureOperations,
    ...caseOperations,
  ],
  awaits: ({ actor }) => {
    const person = personOf(actor);
    return person === undefined ? [] : [awaits(givenCases(person), (rows) => rows.map(givenCaseTask))];
  },
  permissions: ['calendar.edit', 'account.manage', 'audit.read', 'system.see-demo', 'proof.publish', 'proof.verify', 'rules.enter-official-text', 'case.move-version'],
  facts: [],
  documents: { 'set.export': exportFile, 'proof.records': openRecords, 'rule.evidence': readRuleEvidence },
  sets: [],
  ratios: [],
  jobs: [
    every(1, 'set.refresh', async (ctx) => void (await refresh(ctx.db, listSets()))),
    writeExportJob,
    inviteJob,
    dropOldExports,
    dropOldDrafts,
    every(3600, 'document.drop-expired', async (ctx) => void (await dropExpired(ctx))),
    ...messageTasks,
    ...messageJobs,
    ...proofTasks,
  ],
};
