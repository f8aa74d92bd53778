import type { Locale, Translate } from '#base/text/index.ts';
import { formatNumber } from '#base/text/index.ts';
import type { Component, Rule, ScoreValue } from './model.ts';
import type { Sentence } from './rules.ts';

/** Says things in one language. */
export type Voice = { t: Translate; locale: Locale };

/** Title of something of an index in the language of the voice. */
export function titleOf({ title_vi, title_en }: { title_vi: string; title_en: string }, { locale }: Pick<Voice, 'locale'>): string {
  return locale === 'vi' ? title_vi : title_en;
}

/** A sentence with its numbers written as people read them, at most four decimals. */
export function say({ code, values }: Sentence, { t, locale }: Voice): string {
  return t(code, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? formatNumber(value, locale, 4) : value])));
}

/** A rule in words, with the points it gives. */
export function ruleText(rule: Rule | null, max: number | null, voice: Voice): string {
  const { t, locale } = voice;
  const n = (value: number): string => formatNumber(value, locale, 4);
  const points = max === null ? t('scorecards.points-unknown') : t('scorecards.points', { points: n(max) });
  if (rule === null) return t('scorecards.rule.unknown');
  switch (rule.kind) {
    case 'steps':
    case 'count-steps': {
      const steps = rule.steps.map((step) => {
        const label = locale === 'vi' ? step.label_vi : step.label_en;
        return label === undefined
          ? t('scorecards.rule.step', { from: n(step.at_least), points: n(step.points) })
          : t('scorecards.rule.step-named', { label, points: n(step.points) });
      });
      return t(`scorecards.rule.${rule.kind}`, { steps: steps.join('; ') });
    }
    case 'ratio':
      return t('scorecards.rule.ratio', { points });
    case 'ratio-threshold':
      return t('scorecards.rule.ratio-threshold', { points, full: n((100 * rule.full_at) / rule.per) });
    case 'conditions':
      return t('scorecards.rule.conditions', {
        list: rule.conditions.map((one) => t('scorecards.rule.step-named', { label: titleOf(one, voice), points: n(one.points) })).join('; '),
      });
    case 'record':
      return t('scorecards.rule.record');
  }
}

/** A value as people read it: `42 / 60`, `70 %`, `3`, or the conditions that are met; empty without one. */
export function valueText(rule: Rule | null, value: ScoreValue | null, voice: Voice): string {
  const { t, locale } = voice;
  if (value === null) return '';
  if (Array.isArray(value)) {
    const met = rule?.kind === 'conditions' ? rule.conditions.filter(({ code }) => value.includes(code)) : [];
    return met.length === 0 ? t('scorecards.no-condition') : met.map((one) => titleOf(one, voice)).join('; ');
  }
  if (typeof value === 'object') return t('scorecards.part-of', { part: formatNumber(value.part, locale, 4), whole: formatNumber(value.whole, locale, 4) });
  const step = rule?.kind === 'steps' ? rule.steps.find(({ at_least }) => at_least === value) : undefined;
  const label = locale === 'vi' ? step?.label_vi : step?.label_en;
  if (label !== undefined) return label;
  const share = (rule?.kind === 'ratio' || rule?.kind === 'ratio-threshold') && rule.per === 100;
  return share ? t('scorecards.percent', { value: formatNumber(value, locale, 4) }) : formatNumber(value, locale, 4);
}

/** What is counted, in the language of the voice; may be empty. */
export function noteOf({ note_vi, note_en }: Pick<Component, 'note_vi' | 'note_en'>, { locale }: Pick<Voice, 'locale'>): string {
  return (locale === 'vi' ? note_vi : note_en) ?? '';
}
