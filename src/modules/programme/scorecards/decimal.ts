/** An exact fraction; `den` is above zero. */
export type Exact = { num: bigint; den: bigint };

/** Decimals that points, and shares of a maximum, are kept with. */
const DECIMALS = 4;
const UNITS = 10n ** BigInt(DECIMALS);

/** The fraction that a number stands for as it is written: 0.1 is one tenth, not the binary number beside it. */
export function exact(value: number): Exact {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const digits = BigInt(whole + fraction);
  const places = fraction.length - Number(exponent);
  return places >= 0 ? { num: digits, den: 10n ** BigInt(places) } : { num: digits * 10n ** BigInt(-places), den: 1n };
}

/** The product of fractions. */
export function times(...factors: Exact[]): Exact {
  return { num: factors.reduce((product, { num }) => product * num, 1n), den: factors.reduce((product, { den }) => product * den, 1n) };
}

/** `a / b`; throws `RangeError` when `b` is zero. */
export function dividedBy(a: Exact, b: Exact): Exact {
  if (b.num === 0n) throw new RangeError('division by zero');
  const sign = b.num < 0n ? -1n : 1n;
  return { num: sign * a.num * b.den, den: sign * a.den * b.num };
}

/** The sum of fractions. */
export function sumOf(parts: readonly Exact[]): Exact {
  return parts.reduce((sum, { num, den }) => ({ num: sum.num * den + num * sum.den, den: sum.den * den }), { num: 0n, den: 1n });
}

/** Below zero, zero or above it as `a` is less than, equal to or more than `b`. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A fraction as whole ten-thousandths, rounded half up (away from zero): points are kept in these, so that sums are exact. */
export function toUnits({ num, den }: Exact): bigint {
  const size = num < 0n ? -num : num;
  const rounded = (2n * size * UNITS + den) / (2n * den);
  return num < 0n ? -rounded : rounded;
}

/** Whole ten-thousandths as a fraction. */
export function fromUnits(units: bigint): Exact {
  return { num: units, den: UNITS };
}

/** Whole ten-thousandths of a number, rounded half up. */
export function unitsOf(value: number): bigint {
  return toUnits(exact(value));
}

/** Whole ten-thousandths as the number that is shown, sent and stored. */
export function asNumber(units: bigint): number {
  return Number(units) / Number(UNITS);
}
