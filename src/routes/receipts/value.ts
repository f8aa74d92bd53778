import type { Text } from '#ui/context.ts';

/** A published value: a decimal text, with what it was divided by. */
type Value = { value: string | null; denominator: string | null; factor: number | null };

/** A published value as people read it: `2.994`, `71,4 %`, or a dash where nothing could be divided. */
export function valueText({ value, denominator, factor }: Value, { number }: Pick<Text, 'number'>): string {
  if (value === null) return '—';
  const text = number(Number(value), denominator === null ? 6 : 2);
  return denominator !== null && factor === 100 ? `${text}\u00a0%` : text;
}
