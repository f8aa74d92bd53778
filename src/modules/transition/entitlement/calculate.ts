import type { Locale, Translate } from '#base/text/index.ts';
import type { Reason, Result } from '#kernel/rule/index.ts';
import { computeAll, type Outcome } from './compute.ts';
import type { Calculation, Facts } from './model.ts';
import { protectionsOf, standingOf } from './protection.ts';
import { mustBeChoosable, mustBeSound } from './sound.ts';
import type { Law } from './person.ts';
import { inWords } from './words.ts';

/** In which language sentences are written. */
export type Speech = { t: Translate; locale: Locale };

/**
 * Everything that is due to a person: monthly pay, every regime with each part in đồng, article and standing. Pure: the person alone, the union officer and the employer
 * get the very same. Throws `invalid` for facts that cannot be, regimes that exclude each other, and regimes outside their days.
 */
export function calculate(law: Law, facts: Facts, speech: Speech): Calculation {
  mustBeSound(law, facts);
  mustBeChoosable(law, facts, speech.t);
  const { known, outcomes } = computeAll(law, facts);
  const results = outcomes.map((outcome) => shown(outcome, law, facts, speech)).toSorted((a, b) => rank(a) - rank(b) || b.total - a.total);
  const best = results.find(({ standing }) => standing !== 'not-applicable');
  return {
    day: facts.day,
    pay: { amount: Number(known.pay.value), arithmetic: sentences(known.pay.because, speech), verified: known.pay.verified, because: [...known.pay.because] },
    monthsEarly: known.early ?? null,
    retirementDay: known.retirement?.day ?? null,
    protections: protectionsOf(facts).map(({ circumstance, cites }) => ({ circumstance, sentence: speech.t(`transition-entitlement.protected-${circumstance}`), cites })),
    regimes: results,
    best: best?.regime ?? null,
    verified: known.pay.verified && results.every(({ standing, verified }) => standing === 'not-applicable' || verified),
  };
}

/** The regime that counts: the one that was chosen where it applies, else the one with the highest amount; undefined where none applies. */
export function countingRegime({ regimes: chosen = [] }: Pick<Facts, 'regimes'>, { regimes, best }: Calculation): Calculation['regimes'][number] | undefined {
  const open = regimes.filter(({ standing }) => standing !== 'not-applicable');
  return open.find(({ regime }) => chosen.includes(regime)) ?? open.find(({ regime }) => regime === best);
}

const rank = ({ standing }: { standing: string }): number => (standing === 'not-applicable' ? 1 : 0);

function shown(outcome: Outcome, law: Law, facts: Facts, speech: Speech): Calculation['regimes'][number] {
  const { key, decree, applies, parts, missing, total } = outcome;
  const title = law.decrees.get(decree);
  return {
    regime: key,
    decree: (speech.locale === 'vi' ? title?.title_vi : title?.title_en) ?? '',
    standing: applies.value ? standingOf(facts) : 'not-applicable',
    parts: parts.map(({ part, result }) => partOf(part, result, speech)),
    missing,
    total: Number(total.value),
    totalInWords: inWords(total.value, speech.t, speech.locale),
    verified: total.verified,
    because: applies.because.map(({ key: sentence, inputs, cites }) => ({ sentence: speech.t(sentence, inputs), cites: [...cites] })),
  };
}

function partOf(part: string, result: Result<bigint>, speech: Speech): Calculation['regimes'][number]['parts'][number] {
  const own = result.because.at(-1);
  return {
    part,
    amount: Number(result.value),
    article: [...new Set((own?.cites ?? []).map(({ text }) => text))].join('; '),
    arithmetic: own === undefined ? '' : sentences([own], speech),
    verified: result.verified,
    because: [...result.because],
  };
}

function sentences(because: readonly Reason[], { t }: Speech): string {
  return because.map(({ key, inputs }) => t(key, inputs)).join(' ');
}
