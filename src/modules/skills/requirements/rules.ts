import type { Crosswalk, Framework } from '#content/skills/framework.ts';
import { BASE } from '../frameworks/index.ts';
import type { Required } from './store.ts';

/**
 * The band (1 to 3) that requirements ask in each DigComp area, from `1` to `5`: the highest of those that answer to the area. What is required of parts that no
 * item measures (such as digital leadership) asks nothing here; a level above the measured ones asks the highest band.
 */
export function requiredBands(required: Pick<Required, 'frameworkId' | 'competence' | 'level'>[], frameworks: Framework[], crosswalks: Crosswalk[]): Map<string, number> {
  const bands = new Map<string, number>();
  for (const { frameworkId, competence, level } of required) {
    const band = bandOf(frameworks.find(({ id }) => id === frameworkId)?.levels ?? [], level);
    for (const area of areasOf(frameworkId, competence, crosswalks)) bands.set(area, Math.max(bands.get(area) ?? 0, band));
  }
  return bands;
}

/** The band that a level asks; 0 where there is no such level. */
function bandOf(levels: Framework['levels'], position: number): number {
  const level = levels[position];
  if (level === undefined) return 0;
  return level.band ?? Math.max(0, ...levels.slice(0, position).map(({ band }) => band ?? 0));
}

/** The DigComp areas that a part answers to: its own, or those that a cross-walk leads to as whole areas. */
function areasOf(frameworkId: string, code: string, crosswalks: Crosswalk[]): string[] {
  if (frameworkId === BASE) return [code.slice(0, 1)];
  const walks = crosswalks.filter(({ from, to }) => from.framework === frameworkId && from.code === code && to.framework === BASE);
  return [...new Set(walks.filter(({ to, relation }) => relation === 'exact' || !to.code.includes('.')).map(({ to }) => to.code.slice(0, 1)))];
}
