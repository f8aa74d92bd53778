import type { Reporter, TestModule } from 'vitest/node';

/** Prints `N passed, N failed` alone on the last line, which the continuous integration reads. */
export const summary: Reporter = {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled) {
    let passed = 0;
    // A file that could not be loaded and an error outside of any test are failures too.
    let failed = unhandled.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      passed += tests.filter((test) => test.result().state === 'passed').length;
      const broken = tests.filter((test) => test.result().state === 'failed').length;
      failed += broken === 0 && module.state() === 'failed' ? 1 : broken;
    }
    process.on('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  },
};
