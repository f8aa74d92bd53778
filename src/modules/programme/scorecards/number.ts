/** A number as a spreadsheet cell of the template holds it: plain digits with a decimal point, at most four decimals. */
export function numberText(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
