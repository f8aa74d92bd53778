import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of this test run, which goes with it; programs that a test starts have it too. */
export function runFolder(): string {
  const folder = process.env['KHUE_TEST_FOLDER'];
  if (folder === undefined) throw new Error('KHUE_TEST_FOLDER is set by tests/global.ts.');
  return folder;
}

/** A new folder for a test. */
export function testFolder(name: string): string {
  return mkdtempSync(join(runFolder(), `${name}-`));
}
