import type { Translate } from '#base/text/catalogue.ts';
import type { SummaryRow } from '#ui/types.ts';

type Counts = Partial<Record<string, number>>;

const CHANGES = ['added', 'changed', 'ended', 'missing', 'people-added', 'people-changed', 'posts-added', 'union-joined', 'union-left'];
const BY_KIND = ['added', 'changed', 'ended', 'missing'];

/** The kinds of change a list of one kind can make, with their titles. */
export function changesOf(kind: string, t: Translate): { change: string; title: string }[] {
  const own = CHANGES.filter((change) => kind === 'staff' || (BY_KIND.includes(change) && !(kind === 'units' && change === 'missing')));
  return own.map((change) => ({ change, title: t(BY_KIND.includes(change) ? `import.count.${change}.${kind}` : `import.count.${change}`) }));
}

/** The numbers of an import, for a summary list; changes that do not occur are left out. */
export function countRows(kind: string, counts: Counts, t: Translate, number: (n: number) => string): SummaryRow[] {
  const changes = changesOf(kind, t).map(({ change, title }) => ({ label: title, n: counts[camel(change)] ?? 0 }));
  return [
    { label: t('import.count.lines'), value: number(counts['lines'] ?? 0) },
    ...changes.filter(({ n }) => n > 0).map(({ label, n }) => ({ label, value: number(n) })),
    { label: t('import.count.same'), value: number(counts['same'] ?? 0) },
  ];
}

/** Whether a list changes nothing. */
export function isNothing(counts: Counts): boolean {
  return CHANGES.every((change) => (counts[camel(change)] ?? 0) === 0);
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
