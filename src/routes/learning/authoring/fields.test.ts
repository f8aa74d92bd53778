import { expect, test } from 'vitest';
import { byNumber } from './words.ts';

test.each([
  [
    ['title', 'criterion1', 'low1', 'criterion2', 'low2', 'pass'],
    ['title', 'criterion1 low1', 'criterion2 low2', 'pass'],
  ],
  [
    ['option1', 'option2', 'right2'],
    ['option1', 'option2 right2'],
  ],
  [
    ['title', 'text'],
    ['title', 'text'],
  ],
  [[], []],
])('what belongs to one option or criterion stands together, the rest for itself: %j', (names, groups) => {
  expect(byNumber(names.map((name) => ({ name }))).map(({ specs }) => specs.map(({ name }) => name).join(' '))).toEqual(groups);
});
