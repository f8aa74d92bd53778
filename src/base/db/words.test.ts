import { expect, test } from 'vitest';
import { wordPatterns } from './index.ts';

test.each([
  ['', []],
  ['  Trần   Bình ', ['%Trần%', '%Bình%']],
  ['Trần'.normalize('NFD'), ['%Trần%']],
  ['100% a_b c\\d', ['%100\\%%', '%a\\_b%', '%c\\\\d%']],
])('each word of %j is looked for anywhere, its signs as they are', (text, patterns) => {
  expect(wordPatterns(text)).toEqual(patterns);
});
