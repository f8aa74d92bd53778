/** Decimal places of a published value that is a quotient. */
const PLACES = 6;

/** The sum of decimal texts (`-12.50`), exact; without zeros at the end. */
export function sumOf(decimals: readonly string[]): string {
  const places = decimals.reduce((most, one) => Math.max(most, placesOf(one)), 0);
  return written(
    decimals.reduce((sum, one) => sum + scaled(one, places), 0n),
    places,
  );
}

/** `numerator / denominator × factor` to six decimal places, halves away from zero; null when the denominator is zero. */
export function quotientOf(numerator: string, denominator: string, factor: number): string | null {
  const places = Math.max(placesOf(numerator), placesOf(denominator));
  const below = scaled(denominator, places);
  if (below === 0n) return null;
  const above = scaled(numerator, places) * BigInt(factor) * 10n ** BigInt(PLACES) * 2n;
  const negative = above < 0n !== below < 0n;
  const doubled = (above < 0n ? -above : above) / (below < 0n ? -below : below);
  const rounded = (doubled + 1n) / 2n;
  return written(negative ? -rounded : rounded, PLACES);
}

function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}

/** The number of units of the last of so many decimal places. Throws a `SyntaxError` for what is no decimal number. */
function scaled(decimal: string, places: number): bigint {
  const [whole = '', part = ''] = decimal.split('.');
  return BigInt(`${whole}${part.padEnd(places, '0')}`);
}

function written(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const part = digits.slice(digits.length - places).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - places);
  return `${units < 0n ? '-' : ''}${whole}${places > 0 && part !== '' ? `.${part}` : ''}`;
}
