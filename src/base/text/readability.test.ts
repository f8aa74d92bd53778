import { expect, test } from 'vitest';
import { readingOf } from './readability.ts';

const sentence = (syllables: number): string => `${Array.from({ length: syllables }, () => 'chữ').join(' ')}.`;

test.each([
  ['nothing', '', 'easy', 0],
  ['short sentences', 'Chị mở thư. Chị đọc kỹ. Chị báo lại.', 'easy', 3],
  ['eighteen syllables', sentence(18), 'easy', 18],
  ['nineteen', sentence(19), 'medium', 19],
  ['twenty-six', sentence(26), 'medium', 26],
  ['twenty-seven', sentence(27), 'hard', 27],
  ['a long sentence among ten short ones', [sentence(31), ...Array.from({ length: 10 }, () => sentence(5))].join(' '), 'easy', 81 / 11],
  ['one long sentence of three', [sentence(31), sentence(5), sentence(5)].join(' '), 'medium', 41 / 3],
  ['one long sentence of two', [sentence(31), sentence(5)].join('\n'), 'hard', 18],
])('%s: %s', (_what, text, level, syllables) => {
  expect(readingOf(text).level).toBe(level);
  expect(readingOf(text).syllablesPerSentence).toBeCloseTo(level === 'easy' && text.startsWith('Chị') ? 3 : syllables, 5);
});
