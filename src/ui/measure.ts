import type { Text } from './context.ts';

/** What a value is measured in, as an indicator says it. */
export type Measured = { measure: 'percent' | 'number' | 'rank' | 'milestone'; unitVi: string; unitEn: string; decimals: number };

/** How numbers and words are written. */
export type Speaking = Pick<Text, 't' | 'number' | 'locale'>;

/** A value as people read it: `41,5 %`, `2.994 người`, `hạng 5`, or whether it is done. */
export function valueText({ measure, unitVi, unitEn, decimals }: Measured, value: number, { t, number, locale }: Speaking): string {
  if (measure === 'rank') return t('plans.rank', { value: number(value, 1) });
  if (measure === 'milestone') return t(value >= 1 ? 'plans.done-yes' : 'plans.done-no');
  const unit = locale === 'vi' ? unitVi : unitEn;
  return unit === '' ? number(value, decimals) : `${number(value, decimals)}\u00a0${unit}`;
}

/** What is asked for: `từ 80 %`, `trong 5 nơi dẫn đầu`, `hoàn thành`. */
export function aimText({ direction, value, ...measured }: { direction: 'at-least' | 'at-most' | 'reached'; value: number | null } & Measured, text: Speaking): string {
  if (value === null) return text.t('plans.aim-done');
  if (measured.measure === 'rank') return text.t('plans.aim-rank', { value: text.number(value, 0) });
  return text.t(direction === 'at-most' ? 'plans.aim-most' : 'plans.aim-least', { value: valueText(measured, value, text) });
}
