import { describe, expect, test } from 'vitest';
import { missingToEnd, type Readiness } from './gate.ts';

const STEPS = { 'offer-retraining': '2026-10-01', 'decline-retraining': '2026-10-05', 'give-notice': '2026-10-20', 'receive-work': '2026-11-10' };
const ready: Readiness = {
  impact: true,
  plan: 'announced',
  steps: new Map(Object.entries(STEPS)),
  calculated: true,
  isProtected: false,
  appeals: 0,
  noticeDays: 30,
  day: '2026-11-19',
};
const without = (...steps: string[]) => new Map(Object.entries(STEPS).filter(([step]) => !steps.includes(step)));
const missing = (change: Partial<Readiness>) => missingToEnd({ ...ready, ...change }).map(({ code }) => code.replace('transition-cases.', ''));

describe('what stands between a person and the end of the employment', () => {
  test('nothing, when everything is there: the last of the days of notice is over', () => expect(missing({})).toEqual([]));

  test.each<[string, Partial<Readiness>, string]>([
    ['art. 44: the union had no say on the impact', { impact: false }, 'needs-consultation'],
    ['art. 44: the plan is adopted, not announced', { plan: 'adopted' }, 'needs-plan'],
    ['art. 44: there is no plan', { plan: null }, 'needs-plan'],
    ['art. 42 para 3: no retraining was offered', { steps: without('offer-retraining') }, 'needs-retraining-offer'],
    ['art. 42 para 3: nobody has answered the offer', { steps: without('decline-retraining') }, 'needs-retraining-answer'],
    ['art. 42 para 3: the retraining that was accepted runs', { steps: new Map([...without('decline-retraining'), ['accept-retraining', '2026-10-05']]) }, 'in-retraining'],
    ['arts. 46, 47: nothing was computed', { calculated: false }, 'needs-calculation'],
    ['art. 42 para 6: no notice', { steps: without('give-notice') }, 'needs-notice'],
    ['art. 42 para 6: one day of notice is left', { day: '2026-11-18' }, 'notice-runs'],
    ['the work was not handed over', { steps: without('receive-work') }, 'needs-hand-over'],
    ['art. 37: somebody who is protected', { isProtected: true }, 'is-protected'],
    ['chapter XIV: an appeal is open', { appeals: 1 }, 'appeal-open'],
  ])('Labour Code, %s', (_, change, code) => expect(missing(change)).toEqual([code]));

  test('retraining that was broken off counts as answered', () => {
    expect(missing({ steps: new Map([...without('decline-retraining'), ['break-off', '2026-10-10']]) })).toEqual([]);
  });

  test('everything that is missing is told at once', () => {
    expect(missing({ impact: false, plan: null, steps: new Map(), calculated: false, isProtected: true, appeals: 2 })).toHaveLength(8);
  });
});
