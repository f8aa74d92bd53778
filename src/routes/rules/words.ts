import type { Text } from '#ui/context.ts';

/** An exact number with its unit: `2.340.000 đồng`, `0,5 tháng`; never through a float. */
export function valueText(value: string, unit: string, { t, locale, number }: Pick<Text, 't' | 'locale' | 'number'>): string {
  const [whole = '0', fraction] = value.split('.');
  const sign = whole.startsWith('-') && BigInt(whole) === 0n ? '−' : '';
  const digits = `${sign}${number(BigInt(whole))}${fraction === undefined ? '' : `${locale === 'vi' ? ',' : '.'}${fraction}`}`;
  return `${digits} ${t(`rule.unit-${unit}`)}`;
}
