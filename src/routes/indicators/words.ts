import type { Formula, Indicator, Part, Reading } from '#modules/programme/index.ts';
import type { Text } from '#ui/context.ts';

type Speaking = Pick<Text, 't' | 'number' | 'locale'>;

/** A value of an indicator as people read it: `41,5 %`, `2.994 người`, `hạng 5`, or whether a milestone is reached. */
export function valueText(
  { measure, unitVi, unitEn, decimals }: Pick<Indicator, 'measure' | 'unitVi' | 'unitEn' | 'decimals'>,
  value: number,
  { t, number, locale }: Speaking,
): string {
  if (measure === 'rank') return t('programme.rank', { value: number(value, 0) });
  if (measure === 'milestone') return t(value >= 1 ? 'programme.milestone-yes' : 'programme.milestone-no');
  const unit = locale === 'vi' ? unitVi : unitEn;
  return unit === '' ? number(value, decimals) : `${number(value, decimals)}\u00a0${unit}`;
}

/** What was read, as people read it: the value, or why there is none. */
export function readingText(indicator: Pick<Indicator, 'measure' | 'unitVi' | 'unitEn' | 'decimals'>, { value, state }: Reading, text: Speaking): string {
  return value === null ? text.t(`indicators.state-${state}`) : valueText(indicator, value, text);
}

/** The name of an indicator in the language of the page. */
export function nameOf({ nameVi, nameEn }: { nameVi: string; nameEn: string }, { locale }: Pick<Text, 'locale'>): string {
  return locale === 'vi' ? nameVi : nameEn;
}

/** A set by name with the keys of its title and of its slices. */
export type SetTitles = readonly { name: string; title: string; slices: readonly { slice: string; title: string }[] }[];

/** A part of a formula in words: title of the set, the slice behind it. */
export function partText({ set, slice = '', take }: Part, sets: SetTitles, t: Text['t']): string {
  const known = sets.find(({ name }) => name === set);
  const title = known === undefined ? set : t(known.title);
  const of = known?.slices.find((one) => one.slice === slice)?.title;
  const part = slice === '' ? title : t('figures.part-title', { title, part: of === undefined ? slice : t(of) });
  return take === 'weight' ? t('indicators.part-weight', { part }) : part;
}

/** A formula in words. */
export function formulaText(formula: Formula, sets: SetTitles, text: Speaking): string {
  const { t, number } = text;
  const sum = (parts: readonly Part[]) => parts.map((part) => partText(part, sets, t)).join(' + ');
  if (formula.kind === 'reported') return t('indicators.formula-reported');
  const factor = formula.factor === 1 ? '' : t('indicators.formula-factor', { factor: number(formula.factor, 4) });
  if (formula.kind === 'sum') return `${sum(formula.parts)}${factor}`;
  return t('indicators.formula-ratio', { numerator: sum(formula.numerator), denominator: sum(formula.denominator), factor });
}
