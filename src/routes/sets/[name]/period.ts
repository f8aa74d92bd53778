import { formatDay, type Day, type Period } from '#base/day/index.ts';
import type { Text } from '#ui/context.ts';

/** A period in few letters: `23/11/2026`, `11/2026`, `quý 4/2026`, `2026`. */
export function periodLabel(from: Day, period: Period, t: Text['t']): string {
  const [year = '', month = ''] = from.split('-');
  if (period === 'day') return formatDay(from).slice(0, 5);
  if (period === 'month') return `${Number(month)}/${year}`;
  if (period === 'quarter') return t('figures.quarter', { n: Math.ceil(Number(month) / 3), year });
  return year;
}
