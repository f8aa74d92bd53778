import { isDay } from '#base/day/index.ts';
import type { Text } from '#ui/context.ts';

/** What a check found, as a sentence with its days as people read them. */
export function findingText({ code, values }: { code: string; values: Readonly<Record<string, string>> }, { t, date }: Pick<Text, 't' | 'date'>): string {
  return t(code, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isDay(value) ? date(value) : value])));
}
