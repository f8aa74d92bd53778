import { formatDay, isDay } from '#base/day/index.ts';
import type { Facts } from '#modules/transition/index.ts';

/** The facts of a calculation as the form shows them again. */
export function valuesOf(facts: Facts): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'string' && isDay(one) ? formatDay(one) : String(one))),
    ]),
  );
}
