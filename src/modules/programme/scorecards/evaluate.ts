import type { Static } from 'typebox';
import { Problem, type InputError } from '#base/problem/index.ts';
import type { Index, ScoredComponent, ScoredGroup, ScoreTotal, ScoreValue } from './model.ts';
import { applyRule, type Applied } from './rules.ts';
import { groupSums, groupValue, itemsOf, shown, totalOf, valueOfTotal, type GroupSum } from './score.ts';
import { ruleText, say, titleOf, type Voice } from './words.ts';

/** Everything an index comes to for some values. */
type Outcome = {
  components: Static<typeof ScoredComponent>[];
  groups: Static<typeof ScoredGroup>[];
  total: Static<typeof ScoreTotal>;
  pillars: { code: string; title: string; value: number | null; verified: boolean }[];
};

/**
 * Applies an index to values by component (or group scored as a whole) and says why. Points are rounded half up to four decimals for each component, sums are
 * exact, shares of groups and total are rounded half up to four decimals. Throws `invalid` with every value that does not fit, at its place.
 */
export function evaluate(index: Index, values: Readonly<Record<string, ScoreValue>>, voice: Voice): Outcome {
  const applied = applyAll(index, values);
  const sums = groupSums(index, (code) => applied.get(code)?.points ?? null);
  const total = totalOf(index, sums);
  return {
    components: itemsOf(index).map((item) => {
      const result = applied.get(item.code);
      return {
        code: item.code,
        group: item.group,
        title: titleOf(item, voice),
        verified: item.verified,
        maxPoints: item.max_points,
        share: shown(result?.share ?? null),
        points: shown(result?.points ?? null),
        because: result === undefined ? ruleText(item.rule, item.max_points, voice) : say(result.because, voice),
      };
    }),
    groups: sums.map((sum, at) => ({ ...shownGroup(sum), title: titleOf(index.groups[at] ?? { title_vi: sum.code, title_en: sum.code }, voice) })),
    total: {
      points: shown(total),
      maxPoints: index.max_points,
      value: shown(valueOfTotal(index, total)),
      complete: total !== null && sums.every(({ missing }) => missing === 0),
    },
    pillars: (index.pillars ?? []).map((pillar) => ({
      code: pillar.code,
      title: titleOf(pillar, voice),
      value: shown(pillarValue(sums, pillar.groups)),
      verified: pillar.verified,
    })),
  };
}

/** A group as it is answered, without its title. */
export function shownGroup(sum: GroupSum): Omit<Static<typeof ScoredGroup>, 'title'> {
  return { code: sum.code, scored: sum.scored, maxPoints: sum.maxPoints, points: shown(sum.points), value: shown(groupValue(sum)), missing: sum.missing };
}

/** Applies the rule of every component that has a value; throws `invalid` with all that do not fit. */
export function applyAll(index: Index, values: Readonly<Record<string, ScoreValue>>): Map<string, Applied> {
  const items = new Map(itemsOf(index).map((item) => [item.code, item]));
  const errors: InputError[] = [];
  const applied = new Map<string, Applied>();
  for (const [code, value] of Object.entries(values)) {
    const item = items.get(code);
    const at = `/values/${code}`;
    if (item === undefined) errors.push({ at, code: 'scorecards.error.score-unknown-component', values: { code } });
    else if (item.rule === null) errors.push({ at, code: 'scorecards.error.score-no-rule', values: { code } });
    else {
      try {
        applied.set(code, applyRule(item.rule, item.max_points, value));
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        errors.push({ at, code: problem.code, values: problem.values });
      }
    }
  }
  if (errors.length > 0) throw new Problem('invalid', 'scorecards.error.score-values-wrong', { n: errors.length }, errors);
  return applied;
}

function pillarValue(sums: readonly GroupSum[], codes: readonly string[]): bigint | null {
  const chosen = sums.filter(({ code }) => codes.includes(code));
  if (chosen.some(({ points, maxPoints, missing }) => points === null || maxPoints === null || missing > 0)) return null;
  const points = chosen.reduce((sum, group) => sum + (group.points ?? 0n), 0n);
  return groupValue({ points, maxPoints: chosen.reduce((sum, group) => sum + (group.maxPoints ?? 0), 0) });
}
