import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '#base/zip/index.ts';
import { BROKEN, CMI5, SCORM12, SCORM2004, zipOf } from '#tests/packages.ts';
import { checkPackage, escapes } from './check.ts';
import { isDone, movesOn } from './rules.ts';

const source = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: async (start, end) =>
    (async function* () {
      yield bytes.subarray(start, end + 1);
    })(),
});

describe('a package is taken when it holds what its standard asks for', () => {
  test.each([
    ['scorm-1.2', SCORM12, [{ id: 'i1', href: 'bai.html', tracked: true, mastery: 60 }]],
    [
      'scorm-2004',
      SCORM2004,
      [
        { id: 'a', href: 'a.html', tracked: true },
        { id: 'b', href: 'b.html', tracked: true },
      ],
    ],
    ['cmi5', CMI5, [{ id: 'https://example.vn/khoa/bai-1', href: 'bai.html', moveOn: 'CompletedAndPassed', mastery: 0.8 }]],
  ])('%s', async (standard, files, items) => {
    const { faults, structure, entries } = await checkPackage(source(zipOf(files)));
    expect(faults).toEqual([]);
    expect(structure).toMatchObject({ standard, items });
    expect(entries).toHaveLength(files.length);
  });

  test('the rules of SCORM 2004 come along as the engine takes them', async () => {
    const { structure } = await checkPackage(source(zipOf(SCORM2004)));
    const skip = { action: 'skip', conditionCombination: 'all', conditions: [{ condition: 'objectiveSatisfied' }] };
    expect(JSON.parse(structure?.tree ?? '')).toMatchObject({
      id: 'o',
      sequencingControls: { flow: true, choice: false },
      children: [
        { id: 'a', deliveryControls: { completionSetByContent: true } },
        { id: 'b', sequencingRules: { preConditionRules: [skip] } },
      ],
    });
  });
});

describe('a package is refused, and told why, with', () => {
  test.each(Object.entries(BROKEN))('%s', async (_title, { bytes, name }) => {
    const { faults, structure } = await checkPackage(source(bytes));
    expect(faults.map((fault) => fault.name)).toContain(name);
    expect(structure === undefined || faults.length > 0).toBe(true);
  });

  test('a byte that was changed on its way', async () => {
    const bytes = zipOf(SCORM12);
    bytes.writeUInt8((bytes[90] ?? 0) ^ 0xff, 90);
    expect((await checkPackage(source(bytes))).faults).toMatchObject([{ name: 'zip-damaged' }]);
  });

  test('any bytes at all, without failing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect((await checkPackage(source(Buffer.from(bytes)))).faults).not.toEqual([]);
      }),
    );
  });
});

test('no path with a step upwards is a path in the package', () => {
  const step = fc.stringMatching(/^[a-z]{1,5}$/);
  fc.assert(fc.property(fc.array(step), fc.array(step), (before, after) => escapes([...before, '..', ...after].join('/'))));
  fc.assert(fc.property(fc.array(step, { minLength: 1 }), (steps) => !escapes(steps.join('/'))));
});

test.each([
  ['Passed', false, true, true],
  ['Passed', true, false, false],
  ['Completed', true, false, true],
  ['CompletedAndPassed', true, false, false],
  ['CompletedAndPassed', true, true, true],
  ['CompletedOrPassed', false, true, true],
  ['CompletedOrPassed', false, false, false],
  ['NotApplicable', false, false, true],
] as const)('cmi5 moveOn %s with completed %s and passed %s is done: %s', (rule, completed, passed, done) => {
  expect(movesOn(rule, { completed, passed, failed: false })).toBe(done);
});

test('a package without rules is done when every part is, and failed when one part is', () => {
  const part = (itemId: string, done: boolean, passed: boolean | null, score: number | null) => ({ itemId, done, passed, score });
  expect(isDone([{ id: 'a' }, { id: 'b' }], [part('a', true, true, 0.8)])).toEqual({ done: false, passed: true, score: 0.8 });
  expect(isDone([{ id: 'a' }, { id: 'b' }], [part('a', true, true, 0.8), part('b', true, null, 0.6)])).toEqual({ done: true, passed: true, score: 0.7 });
  expect(isDone([{ id: 'a' }, { id: 'b' }], [part('a', true, true, null), part('b', true, false, null)])).toEqual({ done: true, passed: false, score: null });
});
