import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Item } from '#content/skills/item.ts';
import { openControls, parseAnswer } from './answer.ts';
import { faultsOf } from './check.ts';
import { mark } from './marking.ts';
import type { Answer } from './model.ts';
import { controlsOf, publicItem } from './public.ts';
import { SAMPLES } from './testing.ts';
import { numbersIn, sameText } from './typed.ts';

const samples = Object.values(SAMPLES);

describe('an answer is right or wrong', () => {
  test.each<[Item['kind'], Answer, boolean]>([
    ['single', { answer: ['b'] }, true],
    ['single', { answer: ['a'] }, false],
    ['single', { answer: ['a', 'b'] }, false],
    ['single', {}, false],
    ['multiple', { answer: ['d', 'a'] }, true],
    ['multiple', { answer: ['a'] }, false],
    ['multiple', { answer: ['a', 'b', 'd'] }, false],
    ['multiple', { answer: ['a', 'a'] }, false],
    ['order', { c: ['1'], a: ['2'], b: ['3'] }, true],
    ['order', { c: ['1'], a: ['3'], b: ['2'] }, false],
    ['order', { c: ['1'], a: ['1'], b: ['1'] }, false],
    ['order', { c: ['1'], a: ['2'] }, false],
    ['match', { l1: ['r2'], l2: ['r1'] }, true],
    ['match', { l1: ['r1'], l2: ['r2'] }, false],
    ['match', { l1: ['r2'] }, false],
    ['short', { answer: ['thung rac'] }, true],
    ['short', { answer: ['  THÙNG   RÁC. '] }, true],
    ['short', { answer: ['Đã  xoá'] }, true],
    ['short', { answer: ['Hộp thư đến'] }, false],
    ['short', { answer: [''] }, false],
    ['hot-text', { answer: ['p2'] }, true],
    ['hot-text', { answer: ['p1', 'p2'] }, false],
    ['task', { 'r2-tong': ['= sum( b2 : b4 )'], 'answer-dong': ['r1'] }, true],
    ['task', { 'r2-tong': ['45,0'], 'answer-dong': ['r1'] }, true],
    ['task', { 'r2-tong': ['=SUM(B2:B4)'] }, false],
    ['task', { 'r2-tong': ['SUM(B2:B4)'], 'answer-dong': ['r1'] }, false],
    ['task', { 'r2-tong': ['=SUM(B2:B4)'], 'answer-dong': ['r2'] }, false],
  ])('%s %j: %s', (kind, answer, right) => {
    expect(mark(SAMPLES[kind], answer)).toBe(right);
  });

  test.each([
    ['1.234,5', 1234.5],
    ['1234.5', 1234.5],
    ['1,234.5', 1234.5],
    ['1 234,5', 1234.5],
    ['1234,50', 1234.5],
    ['12 %', 12],
    ['12%', 12],
    ['12 %', 0.12],
    ['1.234', 1234],
    ['1.234', 1.234],
    ['1.234.567', 1234567],
    ['45 hộ', 45],
    ['−3,5', -3.5],
    ['+7', 7],
  ])('the number %s may be %d', (text, value) => {
    expect(numbersIn(text)).toContain(value);
  });

  test.each(['', 'mười hai', '1.23.4', '1,2.3,4', '12 hoặc 13', 'khoảng 12', '1..2', '12/11'])('"%s" is no number', (text) => {
    expect(numbersIn(text)).toEqual([]);
  });

  test.each([
    ['=SUM(C2;C6)', '=sum( C2 , C6 )', true],
    ['=B2*0,1', '=B2*0.1', true],
    ['=IF(A1>5;0,5;1)', '=IF(A1>5,0.5,1)', true],
    ['=ROUND(A1,2)', '=ROUND(A1;2)', true],
    ['=B2*$C$1', '=B2*C1', false],
    ['=SUM(B2:B6)', '=SUM(B2:B7)', false],
    ['dichvucong.gov.vn', 'https://dichvucong.gov.vn/', true],
    ['dichvucong.gov.vn', 'dich-vu-cong.gov.vn', false],
    ['khoa hoá', 'khoa hóa', true],
    ['Nghị định 30/2020', 'nghi dinh 30-2020', true],
  ])('%s and %s are the same: %s', (accepted, typed, same) => {
    expect(sameText(typed, accepted)).toBe(same);
  });

  test('a number within its tolerance is right', () => {
    const item: Item = { ...SAMPLES.short, key: { number: 12.5, tolerance: 0.1 } };
    expect(['12,5', '12.6 %', '12,4'].map((text) => mark(item, { answer: [text] }))).toEqual([true, true, true]);
    expect(['12,7', '125', 'mười hai'].map((text) => mark(item, { answer: [text] }))).toEqual([false, false, false]);
  });
});

describe('what a learner is shown', () => {
  const secret = fc.stringMatching(/^[a-z]{12,16}$/).map((word) => `bimat${word}`);
  const change = (item: Item, words: string[]): Item => {
    const [a = '', b = '', c = '', d = ''] = words;
    const key: Item['key'] = Array.isArray(item.key) ? item.key.toReversed() : item.kind === 'task' ? { 'r2-tong': [c], 'answer-dong': ['r2'] } : item.key;
    const text = { ...item.text, vi: { ...item.text.vi, rationale: `${a} ${a}`, ...(item.kind === 'short' ? { accept: [b] } : {}) } };
    return { ...item, key, text, outcome_vi: `${d} kết quả`, outcome_en: `${d} outcome`, difficulty: 0.5, sources: [d] };
  };

  test('does not depend on key, explanation, accepted answers, difficulty or outcome, and has no trace of them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(secret, { minLength: 4, maxLength: 4 }), fc.constantFrom('vi' as const, 'en' as const), (item, words, locale) => {
        const shown = JSON.stringify(publicItem(change(item, words), locale));
        expect(shown).toBe(JSON.stringify(publicItem(item, locale)));
        expect(words.filter((word) => shown.includes(word))).toEqual([]);
        expect(shown).not.toMatch(/"(key|rationale|accept|difficulty|tolerance|outcome_vi|sources)"/);
      }),
    );
  });

  test('is in English where there is English', () => {
    expect(publicItem(SAMPLES.single, 'en')).toMatchObject({ locale: 'en', prompt: 'What should you type into the search box?' });
    expect(publicItem(SAMPLES.order, 'en').locale).toBe('vi');
  });

  test('puts each control to its line', () => {
    const { scene } = publicItem(SAMPLES.task, 'vi');
    expect(scene?.lines.map(({ controls }) => controls.map(({ id }) => id))).toEqual([[], ['r2-tong']]);
    expect(scene?.controls.map(({ id, choices }) => [id, choices.length])).toEqual([['answer-dong', 2]]);
  });
});

describe('an answer in a form', () => {
  test.each(samples.map((item) => [item.kind, item] as const))('%s: is read as it was given, and nothing else is', (_kind, item) => {
    const shown = publicItem(item, 'vi');
    const form = new FormData();
    for (const { id, kind, values } of controlsOf(shown)) {
      form.append(`a.${id}`, kind === 'text' ? '  45 ' : (values[0] ?? ''));
      form.append(`a.${id}`, 'khong-co');
    }
    form.append('a.la', 'x');
    const answer = parseAnswer(form, shown);
    expect(Object.keys(answer)).toEqual(controlsOf(shown).map(({ id }) => id));
    expect(Object.values(answer).flat()).not.toContain('khong-co');
  });

  test('says what is still open, and which positions are given twice', () => {
    const shown = publicItem(SAMPLES.order, 'vi');
    expect(openControls(shown, { c: ['1'], a: ['1'] })).toEqual([
      { control: 'b', why: 'empty' },
      { control: 'a', why: 'twice' },
      { control: 'c', why: 'twice' },
    ]);
    expect(openControls(shown, { c: ['1'], a: ['2'], b: ['3'] })).toEqual([]);
  });
});

describe('an item is checked', () => {
  test.each(samples.map((item) => [item.kind, item] as const))('the sample of %s has no fault', (_kind, item) => {
    expect(faultsOf(item)).toEqual([]);
  });

  test.each<[string, Item, string]>([
    ['a key that is no option', { ...SAMPLES.single, key: ['z'] }, 'key-nowhere'],
    ['two keys of a single choice', { ...SAMPLES.single, key: ['a', 'b'] }, 'key-one'],
    ['all options right', { ...SAMPLES.multiple, key: ['a', 'b', 'c', 'd'] }, 'key-several'],
    ['an order that lacks a step', { ...SAMPLES.order, key: ['a', 'b'] }, 'key-order'],
    ['a pair that is missing', { ...SAMPLES.match, key: { l1: ['r1'] } }, 'key-match'],
    ['a control without a key', { ...SAMPLES.task, key: { 'r2-tong': ['45'] } }, 'key-controls'],
    ['a choice that does not exist', { ...SAMPLES.task, key: { 'r2-tong': ['45'], 'answer-dong': ['r9'] } }, 'key-nowhere'],
    ['a task without a tool', { ...SAMPLES.task, text: SAMPLES.single.text }, 'no-scene'],
    ['no accepted answer', { ...SAMPLES.short, text: { vi: { ...SAMPLES.short.text.vi, accept: [] } } }, 'no-accept'],
    ['a difficulty outside its band', { ...SAMPLES.single, difficulty: 1 }, 'difficulty-band'],
    ['another competence', { ...SAMPLES.single, competence: '1.2' }, 'id-competence'],
  ])('%s', (_what, item, code) => {
    expect(faultsOf(item).map((fault) => fault.code)).toContain(`skills-bank.fault-${code}`);
  });
});
