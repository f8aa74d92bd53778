import type { TargetLine } from '#modules/programme/index.ts';
import type { Text } from '#ui/context.ts';
import type { Status, Tone } from '#ui/types.ts';

const TONES: Record<TargetLine['standing'], Tone> = { reached: 'good', 'not-reached': 'bad', 'under-way': 'caution', 'no-data': 'none' };

/** How a target stands, as a word with its tone. */
export function statusOf({ standing }: Pick<TargetLine, 'standing'>, t: Text['t']): Status {
  return { tone: TONES[standing], text: t(`programme.standing-${standing}`) };
}

/** A value of a target as people read it: `41 %`, `hạng 5`, or whether the milestone is reached. */
export function valueText({ measure }: Pick<TargetLine, 'measure'>, value: number, { t, number }: Pick<Text, 't' | 'number'>): string {
  if (measure === 'percent') return t('programme.percent', { value: number(value, 2) });
  if (measure === 'rank') return t('programme.rank', { value: number(value) });
  return value >= 1 ? t('programme.milestone-yes') : t('programme.milestone-no');
}

/** What is asked for: `từ 80 % trở lên`, `trong nhóm 5 nơi dẫn đầu`, `hoàn thành`. */
export function aimText({ direction, value, measure }: Pick<TargetLine, 'direction' | 'value' | 'measure'>, text: Pick<Text, 't' | 'number'>): string {
  if (value === null) return text.t('programme.aim-milestone');
  if (direction === 'at-most') return text.t('programme.aim-rank', { value: text.number(value) });
  return text.t('programme.aim-least', { value: valueText({ measure }, value, text) });
}
