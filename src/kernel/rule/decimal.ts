/** Exact decimals: a whole number of units and how many digits of it stand behind the point. No floats anywhere. */
export type Decimal = { readonly units: bigint; readonly scale: number };

/** How a number is cut: `half-up` away from zero from five on, `down` towards zero, `up` away from zero. */
export type Rounding = 'half-up' | 'down' | 'up';

/** Reads `2340000`, `-0.5` or a whole number; throws `RangeError` for anything else, floats among them. */
export function decimal(value: string | bigint): Decimal {
  if (typeof value === 'bigint') return { units: value, scale: 0 };
  const parts = /^(-?\d+)(?:\.(\d+))?$/.exec(value);
  if (parts === null) throw new RangeError(`"${value}" is no decimal.`);
  const [, whole = '0', fraction = ''] = parts;
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** a + b, exact. */
export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

/** a − b, exact. */
export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { units: -b.units, scale: b.scale });
}

/** a × b, exact. */
export function times(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** a ÷ b with `places` digits behind the point, cut as `rounding` says; throws `RangeError` when b is 0. */
export function divided(a: Decimal, b: Decimal, places: number, rounding: Rounding): Decimal {
  if (b.units === 0n) throw new RangeError('Division by zero.');
  return { units: quotient(unitsAt(a, a.scale + b.scale + places), unitsAt(b, a.scale + b.scale), rounding), scale: places };
}

/** The number with `places` digits behind the point, cut as `rounding` says. */
export function rounded(a: Decimal, places: number, rounding: Rounding): Decimal {
  if (a.scale <= places) return { units: unitsAt(a, places), scale: places };
  return { units: quotient(a.units, 10n ** BigInt(a.scale - places), rounding), scale: places };
}

/** Whole đồng of an amount, cut as `rounding` says: where a rule rounds is a matter of law, so it is always stated. */
export function dong(a: Decimal, rounding: Rounding): bigint {
  return rounded(a, 0, rounding).units;
}

/** Negative when a < b, 0 when equal, positive when a > b. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = unitsAt(a, scale) - unitsAt(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The number as text, without zeros at the end of its fraction: `2340000`, `-0.5`. `decimal` reads it again. */
export function decimalText(a: Decimal): string {
  const sign = a.units < 0n ? '-' : '';
  const digits = (a.units < 0n ? -a.units : a.units).toString().padStart(a.scale + 1, '0');
  const fraction = a.scale === 0 ? '' : digits.slice(-a.scale).replace(/0+$/, '');
  return `${sign}${digits.slice(0, digits.length - a.scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

function unitsAt({ units, scale }: Decimal, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}

function quotient(a: bigint, b: bigint, rounding: Rounding): bigint {
  const [numerator, denominator] = b < 0n ? [-a, -b] : [a, b];
  const whole = numerator / denominator; // BigInt division cuts towards zero
  const left = numerator % denominator;
  const size = left < 0n ? -left : left;
  const further = rounding === 'up' ? size > 0n : rounding === 'half-up' && size * 2n >= denominator;
  if (!further) return whole;
  return numerator < 0n ? whole - 1n : whole + 1n;
}
