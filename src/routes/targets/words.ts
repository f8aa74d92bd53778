import type { TargetLine } from '#modules/programme/index.ts';
import type { Text } from '#ui/context.ts';
import type { Status, Tone } from '#ui/types.ts';

type Speaking = Pick<Text, 't' | 'number' | 'locale'>;
type Measured = Pick<TargetLine, 'measure' | 'unitVi' | 'unitEn' | 'decimals'>;

const TONES: Record<TargetLine['status'], Tone> = { reached: 'good', 'on-track': 'good', 'at-risk': 'caution', late: 'bad', 'not-reached': 'bad', 'no-data': 'none' };

/** How a target stands, as a word with its tone. */
export function statusOf({ status }: Pick<TargetLine, 'status'>, t: Text['t']): Status {
  return { tone: TONES[status], text: t(`plans.status-${status}`) };
}

/** A value of a target as people read it: `41,5 %`, `hạng 5`, or whether it is done. */
export function valueText({ measure, unitVi, unitEn, decimals }: Measured, value: number, { t, number, locale }: Speaking): string {
  if (measure === 'rank') return t('plans.rank', { value: number(value, 1) });
  if (measure === 'milestone') return t(value >= 1 ? 'plans.done-yes' : 'plans.done-no');
  const unit = locale === 'vi' ? unitVi : unitEn;
  return unit === '' ? number(value, decimals) : `${number(value, decimals)}\u00a0${unit}`;
}

/** What is asked for: `từ 80 %`, `trong 5 nơi dẫn đầu`, `hoàn thành`. */
export function aimText({ direction, value, ...measured }: Pick<TargetLine, 'direction' | 'value'> & Measured, text: Speaking): string {
  if (value === null) return text.t('plans.aim-done');
  if (measured.measure === 'rank') return text.t('plans.aim-rank', { value: text.number(value, 0) });
  return text.t(direction === 'at-most' ? 'plans.aim-most' : 'plans.aim-least', { value: valueText(measured, value, text) });
}

/** Title in the language of the page. */
export function titleOf({ titleVi, titleEn }: { titleVi: string; titleEn: string }, { locale }: Pick<Text, 'locale'>): string {
  return locale === 'vi' ? titleVi : titleEn;
}

/** Name in the language of the page. */
export function nameOf({ nameVi, nameEn }: { nameVi: string; nameEn: string }, { locale }: Pick<Text, 'locale'>): string {
  return locale === 'vi' ? nameVi : nameEn;
}

const PLAIN = new Set(['share', 'left', 'least', 'months']);

/** A reason as a sentence: its figures as values of the target, its days as people read them. */
export function reasonText({ rule, numbers, days }: TargetLine['because'][number], target: Measured, text: Speaking & Pick<Text, 'date'>): string {
  const values = Object.entries(numbers).map(([name, value]) => [name, PLAIN.has(name) ? text.number(value, 0) : valueText(target, value, text)]);
  const dates = Object.entries(days).map(([name, day]) => [name, text.date(day)]);
  return text.t(`plans.because-${rule}`, Object.fromEntries([...values, ...dates]));
}
