import { parseDay } from '#base/day/index.ts';

/** The filters of the audit as the address has them; what cannot be read is left out. */
export function filtersOf(query: URLSearchParams): { from?: string; until?: string; operation?: string; staffCode?: string; outcome?: 'done' | 'refused' } {
  const asked = (name: string): string => query.get(name)?.trim() ?? '';
  const [from, until, outcome] = [parseDay(asked('from')), parseDay(asked('until')), asked('outcome')];
  return {
    ...(from && { from }),
    ...(until && { until }),
    ...(asked('operation') && { operation: asked('operation') }),
    ...(asked('staffCode') && { staffCode: asked('staffCode') }),
    ...(outcome === 'done' || outcome === 'refused' ? { outcome } : {}),
  };
}
