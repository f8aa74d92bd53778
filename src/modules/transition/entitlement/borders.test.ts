import { describe, expect, test } from 'vitest';
import { calculate } from './calculate.ts';
import type { Facts, RegimeKey } from './model.ts';
import { law, of, official, vi, worker } from './testing.ts';

const leaver: Facts = { ...official, day: '2026-01-01', reason: 'streamlining' };

describe('who has a part in a regime, on both sides of each border', () => {
  test.each<[string, Facts, RegimeKey, boolean]>([
    ['Decree 178 art. 7: the last month before the age', { ...official, monthsEarly: 1 }, 'reorganisation-early', true],
    ['Decree 178 art. 7: not from the day of the age on', { ...official, monthsEarly: 0 }, 'reorganisation-early', false],
    ['Decree 178 art. 7: ten years before the age', { ...official, monthsEarly: 120 }, 'reorganisation-early', true],
    ['Decree 178 art. 7: not a month more', { ...official, monthsEarly: 121 }, 'reorganisation-early', false],
    ['Decree 178 art. 7: 15 years with insurance', { ...official, insuredMonths: 180 }, 'reorganisation-early', true],
    ['Decree 178 art. 7: not a month less', { ...official, insuredMonths: 179 }, 'reorganisation-early', false],
    ['Decree 154 art. 6: two years before the age', { ...leaver, monthsEarly: 24 }, 'streamlining-early', true],
    ['Decree 154 art. 6: not 23 months', { ...leaver, monthsEarly: 23 }, 'streamlining-early', false],
    ['Decree 154 art. 6: five years before the age', { ...leaver, monthsEarly: 60 }, 'streamlining-early', true],
    ['Decree 154 art. 6: not 61 months', { ...leaver, monthsEarly: 61 }, 'streamlining-early', false],
    ['Decree 154: technology is a reason', { ...leaver, reason: 'technology' }, 'streamlining-leave', true],
    ['Decree 154: reorganisation is a reason', { ...leaver, reason: 'reorganisation' }, 'streamlining-leave', true],
    ['Decree 154: leaving by agreement is none', { ...leaver, reason: 'agreement' }, 'streamlining-leave', false],
    ['Decree 154 art. 8: nothing to learn, no training', { ...leaver, birthDate: '1990-01-01', sex: 'male', insuredMonths: 120 }, 'streamlining-train', false],
    ['Labour Code art. 47: reorganisation takes posts too', { ...worker, reason: 'reorganisation' }, 'job-loss', true],
    ['Labour Code arts. 1, 2: no civil servant has job-loss allowance', { ...worker, kind: 'civil-servant' }, 'job-loss', false],
    ['Labour Code arts. 1, 2: no public employee has severance allowance by it here', { ...worker, reason: 'agreement', kind: 'public-employee' }, 'severance', false],
  ])('%s', (_, facts, regime, applies) => {
    expect(of(facts, regime).standing !== 'not-applicable').toBe(applies);
  });

  test.each(['cadre', 'civil-servant'] as const)('Decree 178 art. 9: a %s has three months to look for work', (kind) => {
    expect(of({ ...official, kind }, 'reorganisation-leave').amounts['search']).toBe(3 * 15_356_250);
  });
});

describe('amounts at a border', () => {
  test('Decree 178 art. 7: below two years early only the lump sum is counted, the rest is named; from two years on all of it', () => {
    expect(of({ ...official, monthsEarly: 23 }, 'reorganisation-early')).toMatchObject({ amounts: { lump: 23 * 15_356_250 }, missing: ['service'] });
    expect(Object.keys(of({ ...official, monthsEarly: 24 }, 'reorganisation-early').amounts)).toEqual(['lump', 'years', 'service']);
  });

  test('pay is rounded half up to the đồng before anything is multiplied', () => {
    // 2.345 × 1.001 × 2,340,000 = 5,492,787.3; with 1.003 it is 5,503,761.9.
    const paid = (allowance: string) => calculate(law, { ...official, coefficient: '2.345', position: '0', allowances: [allowance] }, vi).pay.amount;
    expect([paid('0.1'), paid('0.3')]).toEqual([5_492_787, 5_503_762]);
  });

  test('Decree 145/2020 art. 8 para 3: months that were paid for already do not count again', () => {
    expect(of({ ...worker, paidMonths: 24 }, 'job-loss').total).toBe(30_000_000);
  });
});

describe('what cannot be, at its border', () => {
  const faults = (facts: Facts): string[] => {
    try {
      calculate(law, facts, vi);
      return [];
    } catch (error) {
      return error instanceof Error && 'errors' in error && Array.isArray(error.errors)
        ? error.errors.map(({ at, code }) => `${at} ${code.replace('transition-entitlement.wrong-', '')}`)
        : ['?'];
    }
  };
  const short = { insuredMonths: 0, workedMonths: 0, monthsEarly: 30 };
  test.each<[string, Facts, string[]]>([
    ['born on the day of leaving', { ...official, ...short, birthDate: '2025-05-01' }, ['/birthDate birth']],
    ['fifteen on the day of leaving', { ...official, ...short, birthDate: '2010-05-01' }, []],
    ['a day too young', { ...official, ...short, birthDate: '2010-05-02' }, ['/birthDate young']],
    ['a hundred years', { ...official, ...short, birthDate: '1925-05-01' }, []],
    ['a hundred and one', { ...official, ...short, birthDate: '1924-05-01' }, ['/birthDate old']],
    ['a decision on the day of leaving', { ...official, decisionDay: '2025-05-01', leaveDecisionDay: '2025-05-01' }, []],
    ['decided after leaving', { ...official, leaveDecisionDay: '2025-05-02' }, ['/leaveDecisionDay leave-decision']],
    ['work as long as age allows', { ...official, birthDate: '1990-05-01', insuredMonths: 240, workedMonths: 240 }, []],
    ['work a month longer', { ...official, birthDate: '1990-05-01', insuredMonths: 240, workedMonths: 241 }, ['/workedMonths service']],
    ['all months insured or paid for', { ...worker, paidMonths: 60 }, []],
    ['a month more than worked', { ...worker, paidMonths: 61 }, ['/unemploymentInsuredMonths unemployment']],
  ])('%s', (_, facts, found) => {
    expect(faults(facts)).toEqual(found);
  });
});
