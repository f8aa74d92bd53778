/** A share from 0 to 1 with the bounds of its 95 % interval. */
export type Share = { share: number; from: number; to: number };

/** 97.5 % point of the normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/** Wilson's interval of a share: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212. Undefined for nobody. */
export function wilson(hits: number, n: number): Share | undefined {
  if (n <= 0) return undefined;
  const p = hits / n;
  const middle = (p + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  return { share: p, from: Math.max(0, middle - half), to: Math.min(1, middle + half) };
}

/**
 * The share of those tested who have understood, corrected for the known error rates of the test, with the 95 % interval of the observed share (Wilson) carried over.
 * W. J. Rogan, B. Gladen, "Estimating prevalence from the results of a screening test", American Journal of Epidemiology 107 (1978), 71–76.
 * `yes` of `n` were taken to have understood at their first test. Undefined for nobody, or a test that tells nothing.
 */
export function shareUnderstood(yes: number, n: number, { falseYes, falseNo }: { falseYes: number; falseNo: number }): Share | undefined {
  const seen = wilson(yes, n);
  const power = 1 - falseYes - falseNo;
  if (seen === undefined || power <= 0) return undefined;
  const correct = (share: number): number => Math.min(1, Math.max(0, (share - falseYes) / power));
  return { share: correct(seen.share), from: correct(seen.from), to: correct(seen.to) };
}

/** How many people a campaign is expected to have judged wrongly. */
export type Wrong = { takenForUnderstood: number; takenForNotYet: number };

/**
 * Expected numbers of people wrongly taken to have understood, or not, over the rounds of tests: of each round how many sat it and how many passed.
 * In each round the share that has understood is the corrected one of that round.
 */
export function expectedWrong(rounds: readonly { sat: number; passed: number }[], rates: { falseYes: number; falseNo: number }): Wrong {
  return rounds.reduce<Wrong>(
    (sum, { sat, passed }) => {
      const share = shareUnderstood(passed, sat, rates)?.share ?? 0;
      return { takenForUnderstood: sum.takenForUnderstood + sat * (1 - share) * rates.falseYes, takenForNotYet: sum.takenForNotYet + sat * share * rates.falseNo };
    },
    { takenForUnderstood: 0, takenForNotYet: 0 },
  );
}
