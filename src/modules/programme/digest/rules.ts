import type { Values } from '#base/problem/index.ts';
import type { DigestPart } from './store.ts';

/** The sentence of a source that is alone in a digest. */
const ALONE = { targets: 'plans.digest', reports: 'reports.reminder', conclusions: 'meetings.reminder' } as const;

/** Counts that the sentence of a whole digest knows; what a source does not say is 0. */
const COUNTS = ['worse', 'silent', 'soon', 'late', 'near', 'overdue'] as const;

/** What a person is told: the sentence of a single source with its page, or one sentence for all that leads to Today. Counts of one source from several days add up. */
export function digestOf(parts: readonly DigestPart[]): { key: string; values: Values; href: string } {
  const [first] = parts;
  const sources = new Set(parts.map(({ source }) => source));
  const counts = Object.fromEntries(COUNTS.map((name) => [name, parts.reduce((sum, { values }) => sum + Number(values[name] ?? 0), 0)]));
  if (first === undefined || sources.size > 1) return { key: 'plans.day-digest', values: counts, href: '/' };
  return { key: ALONE[first.source], values: { ...first.values, ...Object.fromEntries(Object.entries(counts).filter(([name]) => name in first.values)) }, href: first.href };
}
