import { Problem } from '#base/problem/index.ts';
import type { Main, RatioDefinition, SetDefinition } from './model.ts';

const sets = new Map<string, SetDefinition>();
const ratios = new Map<string, RatioDefinition>();

/**
 * Makes the sets and ratios of all modules known to this process; called once with the list of `app.ts`. Throws when a flow about people names no base:
 * of what few people did in a period, the group they belong to decides whether it may be shown (docs/decisions/0005).
 */
export function declareSets(definitions: SetDefinition[], shares: RatioDefinition[]): void {
  sets.clear();
  ratios.clear();
  for (const definition of definitions) {
    if (definition.people && definition.measure === 'flow' && definition.base === undefined) throw new Error(`${definition.name}: a flow about people needs a base.`);
    sets.set(definition.name, definition);
  }
  for (const share of shares) ratios.set(share.name, share);
}

/** Every declared set, in the order of the modules. */
export function listSets(): SetDefinition[] {
  return [...sets.values()];
}

/** Every declared ratio, in the order of the modules. */
export function listRatios(): RatioDefinition[] {
  return [...ratios.values()];
}

/** The set of that name, or undefined when no module declares it. */
export function findSet(name: string): SetDefinition | undefined {
  return sets.get(name);
}

/** The set of that name; throws `missing` when no module declares it. */
export function getSet(name: string): SetDefinition {
  const definition = sets.get(name);
  if (definition === undefined) throw new Problem('missing', 'set.no-set', { name });
  return definition;
}

/** A set or a ratio by name: what is divided, and by what (nothing for a plain set). */
export function getFigure(name: string): { title: string; about: string; numerator: SetDefinition; denominator: SetDefinition | undefined } {
  const ratio = ratios.get(name);
  if (ratio === undefined) {
    const definition = getSet(name);
    return { title: definition.title, about: definition.about, numerator: definition, denominator: undefined };
  }
  return { title: ratio.title, about: ratio.about, numerator: getSet(ratio.numerator), denominator: getSet(ratio.denominator) };
}

/** The main figures of all modules, in the order of the modules: what is counted first, then shares. */
export function listMain(): { name: string; title: string; ratio: boolean; better: Main }[] {
  const whole = listSets().flatMap(({ name, title, main }) => (main === undefined ? [] : [{ name, title, ratio: false, better: main }]));
  const shares = listRatios().flatMap(({ name, title, main }) => (main === undefined ? [] : [{ name, title, ratio: true, better: main }]));
  return [...whole, ...shares];
}
