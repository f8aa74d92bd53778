import type { TargetLine } from '#modules/programme/index.ts';
import type { Text } from '#ui/context.ts';
import { valueText, type Speaking } from '#ui/measure.ts';
import type { Status, Tone } from '#ui/types.ts';

export { aimText, valueText } from '#ui/measure.ts';

type Measured = Pick<TargetLine, 'measure' | 'unitVi' | 'unitEn' | 'decimals'>;

const TONES: Record<TargetLine['status'], Tone> = { reached: 'good', 'on-track': 'good', 'at-risk': 'caution', late: 'bad', 'not-reached': 'bad', 'no-data': 'none' };

/** How a target stands, as a word with its tone. */
export function statusOf({ status }: Pick<TargetLine, 'status'>, t: Text['t']): Status {
  return { tone: TONES[status], text: t(`plans.status-${status}`) };
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
