import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A new folder for a test; it goes with the test run. */
export function testFolder(name: string): string {
  return mkdtempSync(join(inject('folder'), `${name}-`));
}
