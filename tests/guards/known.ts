/**
 * What the guards find and is still to be mended, each by its first words. The list may only shrink: nothing new is added to it,
 * and a line goes with the change that mends it.
 */
const known = [
  'bench/table-file.ts imports src/base/table-file/zip.ts',
  'demo/',
  'src/kernel/message/message.test.ts: 302 lines',
  'src/modules/directory/register/acts.ts:138: 43 lines',
  'src/kernel/account/accounts.ts:56: 46 lines',
  'src/program/index.ts:41: 52 lines',
  'src/kernel/set/verify.ts:22 takes all columns',
  'src/kernel/set/verify.ts:24 takes all columns',
  'set.list-sets: output',
  'set.read-figures: ',
  'set.read-children: output',
  'set.read-trend: ',
  'set.list-members: output',
  'document.read-own: output',
  'calendar.list-days: output.covers',
  'nobody asks for programme.',
  'variable KHUE_MAIL_FROM has no row',
  'variable KHUE_OIDC_',
  'variable KHUE_SECRET has no row',
  'variable KHUE_SIGN_IN_FAILURES has no row',
  'variable KHUE_SMTP_URL has no row',
  'README.md: docs/images/',
  'README.vi.md: docs/images/',
];

/** What was found and is not yet known. */
export function beyondKnown(found: string[]): string[] {
  return found.filter((line) => !known.some((start) => line.startsWith(start)));
}
