import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes: it is begun first, so that the other files run beside it and nothing long is left for the end. */
const LONGEST = ['tests/walks/walks.test.ts', 'tests/walks/learning.test.ts', 'tests/server.test.ts', 'tests/walks/', 'src/cli/backup/', 'tests/cli.test.ts', 'src/base/postgres/'];

/** The order of the test files: the long ones named here first, then as vitest would (the longest of the last run, on a fresh clone the largest). */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = new Set(LONGEST.flatMap((path) => sorted.filter(({ moduleId }) => moduleId.includes(path))));
    return [...long, ...sorted.filter((file) => !long.has(file))];
  }
}
