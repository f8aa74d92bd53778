import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import raw from '#content/skills/awareness.json' with { type: 'json' };
import { AwarenessForm } from '#content/skills/awareness.ts';
import { awarenessForm, pagesOf, questionsOf } from './form.ts';
import { reliabilityOf } from './reliability.ts';
import { creditOf, isAware, scoresOf, selfViewOf } from './rules.ts';

const questions = questionsOf(awarenessForm);
const question = (id: string) => questions.find((one) => one.id === id) ?? { id, part: 'knowledge' as const, choices: [], text_vi: '', text_en: '' };

describe('the questionnaire', () => {
  test('has about 25 questions in both languages, each id once, options that differ in what they count', () => {
    expect(Value.Check(AwarenessForm, raw)).toBe(true);
    expect([questions.length >= 24, questions.length <= 28]).toEqual([true, true]);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    const dull = questions.filter(({ choices }) => new Set(choices.map(({ credit }) => credit)).size < 2 || new Set(choices.map(({ id }) => id)).size < choices.length);
    expect(dull.map(({ id }) => id)).toEqual([]);
  });

  test('balances its statements: half of them are reversed', () => {
    const attitude = questions.filter(({ part }) => part === 'attitude');
    expect(attitude.filter(({ reversed }) => reversed === true)).toHaveLength(attitude.length / 2);
    expect(questions.filter(({ part, reversed }) => part !== 'attitude' && reversed === true)).toEqual([]);
  });

  test('does not betray the best answer by its place', () => {
    const places = questions
      .filter(({ options }) => options !== undefined)
      .map(({ choices }) => choices.findIndex(({ credit }) => credit === Math.max(...choices.map((one) => one.credit ?? 0))));
    const most = Math.max(...[...Map.groupBy(places, (place) => place).values()].map(({ length }) => length));
    expect(most / places.length).toBeLessThan(0.45);
  });

  test('says that it is not validated, and comes in pages of four at the most, one part each', () => {
    expect(awarenessForm.verified).toBe(false);
    const pages = pagesOf(awarenessForm);
    expect(pages.flat().map(({ id }) => id)).toEqual(questions.map(({ id }) => id));
    expect(pages.filter((page) => page.length === 0 || page.length > 4 || new Set(page.map(({ part }) => part)).size > 1)).toEqual([]);
  });
});

describe('what an answer counts', () => {
  test.each<[string, string, number | null, string]>([
    ['know-1', 'b', 1, 'the key'],
    ['know-1', 'a', 0, 'a wrong answer'],
    ['know-1', 'unsure', 0, 'not sure'],
    ['att-1', '5', 1, 'strong agreement with a statement for'],
    ['att-1', '2', 0.25, 'disagreement with a statement for'],
    ['att-2', '5', 0, 'strong agreement with a reversed statement'],
    ['att-2', '2', 0.75, 'disagreement with a reversed statement'],
    ['att-2', '3', 0.5, 'undecided counts the same both ways'],
    ['do-1', '0', 0, 'not once'],
    ['do-1', '4', 1, 'almost daily'],
    ['do-1', 'none', null, 'not part of the work'],
    ['case-1', 'c', 0.5, 'an answer that will do'],
    ['case-1', 'z', null, 'no option of the question'],
  ])('%s answered %s counts %s: %s', (id, given, credit) => {
    expect(creditOf(question(id), given)).toBe(credit);
  });

  test('agreeing with everything gives the middle in attitude, whoever agrees by habit', () => {
    for (const habit of ['1', '2', '3', '4', '5']) expect(scoresOf(awarenessForm, new Map(questions.map(({ id }) => [id, habit]))).attitude).toBe(50);
  });

  test('a part of which nothing belongs to the work has no score and is not held against anybody', () => {
    const best = new Map(
      questions.map(({ id, choices, reversed }) => [id, (reversed === true ? choices[0] : choices.toSorted((a, b) => (b.credit ?? -1) - (a.credit ?? -1))[0])?.id ?? '']),
    );
    for (const { id } of questions.filter(({ part }) => part === 'practice')) best.set(id, 'none');
    const scores = scoresOf(awarenessForm, best);
    expect(scores).toEqual({ knowledge: 100, attitude: 100, practice: null, situations: 100 });
    expect(isAware(awarenessForm, scores)).toBe(true);
  });

  test.each([
    [60, 60, 60, 60, true],
    [100, 100, 100, 39.9, false],
    [40, 80, 80, 40, true],
    [59, 60, 60, 60, false],
    [60, 60, null, 60, true],
  ])('scores %s, %s, %s, %s count as aware: %s (content: mean 60, none below 40)', (knowledge, attitude, practice, situations, expected) => {
    expect(isAware(awarenessForm, { knowledge, attitude, practice, situations })).toBe(expected);
  });
});

describe('how one sees oneself against what was measured', () => {
  test.each([
    [3, [0.1, 0.5, 0.35, 0.05], 'over', 1.65],
    [2, [0.1, 0.5, 0.35, 0.05], 'near', 0.65],
    [1, [0.1, 0.5, 0.35, 0.05], 'near', -0.35],
    [0, [0.1, 0.5, 0.35, 0.05], 'under', -1.35],
    [3, [0, 0.1, 0.7, 0.2], 'near', 0.9],
    [0, [1, 0, 0, 0], 'near', 0],
    [3, [0, 0, 0, 1], 'near', 0],
  ] as const)('rated %s against %j is %s', (rated, probabilities, verdict, gap) => {
    const view = selfViewOf(rated, probabilities);
    expect(view.verdict).toBe(verdict);
    expect(view.gap).toBeCloseTo(gap, 10);
  });
});

/** Scores made of a common column and one of their own, all uncorrelated: a full factorial design of ±1. */
function made(loadings: readonly number[]): number[][] {
  const runs = 2 ** (loadings.length + 1);
  const sign = (run: number, column: number) => (Math.floor(run / 2 ** column) % 2 === 0 ? 1 : -1);
  return Array.from({ length: runs }, (_, run) => loadings.map((loading, at) => loading * sign(run, 0) + sign(run, at + 1)));
}

describe('reliability', () => {
  test.each([
    [[1, 1, 1, 1], 0.8, 0.8, 'equal loadings: both are k·ρ/(1 + (k − 1)ρ), ρ = 0.5 (Spearman–Brown)'],
    [[1, 2, 3], 33 / 39, 36 / 39, 'unequal loadings: alpha lies below omega'],
    [[0, 0, 0], 0, 0, 'nothing in common'],
  ])('of loadings %j: alpha %f, omega %f; %s', (loadings, alpha, omega) => {
    const found = reliabilityOf(made(loadings));
    expect(found.alpha).toBeCloseTo(alpha, 6);
    expect(found.omega).toBeCloseTo(omega, 3);
  });

  test('is not said of one question, or without variation', () => {
    expect(reliabilityOf([[1], [2], [3]]).alpha).toBeNull();
    expect(
      reliabilityOf([
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ).toEqual({ people: 3, items: 2, alpha: null, omega: null });
  });
});
