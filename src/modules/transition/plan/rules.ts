import type { List } from './model.ts';

/** Somebody on a list. */
export type Placed = { personId: string; list: List };
/** Somebody who holds a post concerned. */
export type Holder = { personId: string; name: string };
/** What does not add up: where on the lists (undefined: nowhere on them), about whom, and the name where it is known. */
export type Fault = {
  index: number | undefined;
  personId: string;
  code: 'transition-plan.missing' | 'transition-plan.stranger' | 'transition-plan.twice' | 'transition-plan.protected';
  name: string;
};

/**
 * Holds the lists of a plan against the register: everybody who holds a post concerned stands on exactly one list and nobody else does (Labour Code art. 44);
 * nobody whom art. 37 protects is to be ended.
 */
export function faultsOfLists(holders: readonly Holder[], lists: readonly Placed[], isProtected: ReadonlySet<string>): Fault[] {
  const names = new Map(holders.map(({ personId, name }) => [personId, name]));
  const seen = new Set<string>();
  const placed = lists.flatMap(({ personId, list }, index): Fault[] => {
    const name = names.get(personId);
    const twice = seen.has(personId);
    seen.add(personId);
    if (name === undefined) return [{ index, personId, code: 'transition-plan.stranger', name: '' }];
    if (twice) return [{ index, personId, code: 'transition-plan.twice', name }];
    return list === 'ended' && isProtected.has(personId) ? [{ index, personId, code: 'transition-plan.protected', name }] : [];
  });
  const missing = [...names].filter(([personId]) => !seen.has(personId)).map(([personId, name]): Fault => ({ index: undefined, personId, code: 'transition-plan.missing', name }));
  return [...placed, ...missing];
}
