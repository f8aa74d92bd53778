import { expect, test } from 'vitest';
import { BLOCK_FIELDS } from '#modules/learning/authoring/model.ts';
import { byNumber } from './words.ts';

test('what belongs to one option or criterion stands together, the rest for itself, nothing is lost', () => {
  const groups = byNumber(BLOCK_FIELDS.assignment);
  expect(groups.filter(({ n }) => n !== '').map(({ n, specs }) => `${n}: ${specs.map(({ name }) => name).join(' ')}`)).toEqual(
    [1, 2, 3, 4, 5].map((n) => `${n}: criterion${n} low${n} mid${n} high${n}`),
  );
  expect(groups.filter(({ n }) => n === '').every(({ specs }) => specs.length === 1)).toBe(true);
  expect(groups.flatMap(({ specs }) => specs)).toEqual(BLOCK_FIELDS.assignment);
});
