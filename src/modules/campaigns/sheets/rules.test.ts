import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCode, partsOf, readAnswers, readCode, shownCode } from './rules.ts';

const SIGNS = [...'23456789ABCDEFGHJKLMNPQRSTVWXYZ'];
const codes = fc.array(fc.nat(30), { minLength: 6, maxLength: 6 }).map((chance) => makeCode(() => chance.shift() ?? 0));

describe('codes of sheets', () => {
  test('a code is read as it is printed, in small letters and with spaces too', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(readCode(shownCode(code))).toBe(code);
        expect(readCode(` ${code.toLowerCase()} `)).toBe(code);
      }),
    );
  });

  test('every single wrong sign is found', () => {
    fc.assert(
      fc.property(codes, fc.nat(6), fc.constantFrom(...SIGNS), (code, at, sign) => {
        fc.pre(code[at] !== sign);
        expect(readCode(code.slice(0, at) + sign + code.slice(at + 1))).toBeUndefined();
      }),
    );
  });

  test('every two neighbours that changed places are found', () => {
    fc.assert(
      fc.property(codes, fc.nat(5), (code, at) => {
        const [a = '', b = ''] = [code[at], code[at + 1]];
        fc.pre(a !== b);
        expect(readCode(code.slice(0, at) + b + a + code.slice(at + 2))).toBeUndefined();
      }),
    );
  });

  test.each(['', 'ABC', '0000000', 'ABCDEFGH', 'IIIIIII'])('"%s" is no code', (typed) => expect(readCode(typed)).toBeUndefined());
});

describe('answers', () => {
  test.each([
    ['ABCD', [0, 1, 2, 3]],
    ['a b c d', [0, 1, 2, 3]],
    ['1234', [0, 1, 2, 3]],
    ['1-0.', [0, null, null, null]],
    ['', []],
  ])('"%s" is %j', (typed, read) => expect(readAnswers(typed)).toEqual(read));

  test.each(['ABX', '129', 'A?'])('"%s" holds a sign that is none', (typed) => expect(readAnswers(typed)).toBeUndefined());

  test.each([
    ['7K4F-Q2M 13240', { code: '7K4F-Q2M', answers: '13240' }],
    [' 7K4FQ2M  1324 0 ', { code: '7K4FQ2M', answers: '13240' }],
    ['7K4FQ2M', { code: '7K4FQ2M', answers: '' }],
    ['', { code: '', answers: '' }],
  ])('the entry "%s" is parted', (entry, parts) => expect(partsOf(entry)).toEqual(parts));

  test.each([
    ['13240', '7K4FQ2M', { code: '7K4FQ2M', answers: '13240' }],
    ['1 3 2 4 0', '7K4FQ2M', { code: '7K4FQ2M', answers: '13240' }],
    ['7K4F-Q2M', '2345678', { code: '2345678', answers: '7K4F-Q2M' }],
    ['ZZZZZZ2 13240', '7K4FQ2M', { code: '7K4FQ2M', answers: 'ZZZZZZ213240' }],
    ['2222222 13240', '7K4FQ2M', readCode('2222222') === undefined ? { code: '7K4FQ2M', answers: '222222213240' } : { code: '2222222', answers: '13240' }],
  ])('the entry "%s" after the code %s is parted', (entry, known, parts) => expect(partsOf(entry, known)).toEqual(parts));
});
