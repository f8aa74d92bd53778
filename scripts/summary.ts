import type { Reporter, TestModule } from 'vitest/node';

/** How many of the slowest files are named. */
const SLOWEST = 10;

/** Names the slowest files and the time of the run (docs/developers/tests.md), then `N passed, N failed` alone on the last line, which the continuous integration reads. */
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
    const lines = [...times(modules), `${passed} passed, ${failed} failed`];
    process.on('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  },
};

/** How long the run took and its slowest files, with what they need to begin (imports, their database) and what their tests take. */
function times(modules: ReadonlyArray<TestModule>): string[] {
  const files = modules.map((module) => {
    const { prepareDuration, environmentSetupDuration, setupDuration, collectDuration, duration } = module.diagnostic();
    return { name: module.relativeModuleId, begin: prepareDuration + environmentSetupDuration + setupDuration + collectDuration, tests: duration };
  });
  const slowest = files.toSorted((a, b) => b.begin + b.tests - a.begin - a.tests).slice(0, SLOWEST);
  return [
    `Slowest of ${files.length} files (seconds to begin + seconds of tests):`,
    ...slowest.map(({ name, begin, tests }) => `${seconds(begin)} + ${seconds(tests)}  ${name}`),
    `All tests took ${Math.round(process.uptime())} s, without installing and building.`,
  ];
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1).padStart(6);
