import type { Text } from '#ui/context.ts';
import type { Step } from '#ui/types.ts';

const STEPS: readonly Step[] = [0, 1, 2, 3, 4];

/** What the tints of the map mean, lowest first, then the hatched tiles. */
export function legendOf({ bounds, share }: { bounds: readonly number[]; share: boolean }, { t, number }: Pick<Text, 't' | 'number'>): { step: Step; label: string }[] {
  const show = (value: number): string => (share ? `${number(value)} %` : number(value));
  const label = (index: number): string => {
    const [from, to] = [bounds[index - 1], bounds[index]];
    if (from === undefined) return to === undefined ? t('figures.legend-all') : t('figures.legend-below', { value: show(to) });
    return to === undefined ? t('figures.legend-from', { value: show(from) }) : t('figures.legend-between', { from: show(from), to: show(to) });
  };
  const steps = STEPS.slice(0, bounds.length + 1).map((step, index) => ({ step, label: label(index) }));
  return [...steps, { step: null, label: t('figures.legend-none') }];
}
