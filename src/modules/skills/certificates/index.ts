import { every } from '#kernel/job/index.ts';
import { printOwnCertificate, readBadge } from './files.ts';
import { lapseCertificates } from './lapse.ts';
import { issueCertificates, listCertificates, revokeCertificate } from './officer.ts';
import { endShare, listOwnCertificates, requestAttestation, shareCertificate } from './own.ts';
import { probeOperations } from './probes/operations.ts';
import { checkBadgeFile, checkCertificate, readIssuer, readStatusList } from './public.ts';

export { checkBadge, isGood, type Finding } from './badge/check.ts';
export { signCompletion, type Completion } from './badge/completion.ts';
export { newCode, readCode } from './code.ts';
export { issueCertificates, listCertificates, revokeCertificate } from './officer.ts';
export { endShare, listOwnCertificates, requestAttestation, shareCertificate } from './own.ts';
export { answerProbe, beginProbe, probesAwaiting, readProbe } from './probes/operations.ts';
export { printOwnCertificate, readBadge } from './files.ts';
export { listProven, type Proven } from './proven.ts';
export { checkBadgeFile, checkCertificate, readIssuer, readStatusList } from './public.ts';
export { certificateRatios, certificateSets } from './sets.ts';

/** What can be asked of certificates. */
export const certificateOperations = [
  listOwnCertificates,
  requestAttestation,
  shareCertificate,
  endShare,
  readBadge,
  printOwnCertificate,
  listCertificates,
  issueCertificates,
  revokeCertificate,
  checkCertificate,
  checkBadgeFile,
  readIssuer,
  readStatusList,
  ...probeOperations,
];

/** Notes lapsed certificates once an hour. */
export const certificateTasks = [every(3600, 'skills.lapse-certificates', async (ctx) => void (await lapseCertificates(ctx)))];
