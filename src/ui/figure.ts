import type { Day } from '#base/day/index.ts';
import type { Text } from './context.ts';

/** A size that may be shown, or null where a small group is protected; `of` is what a share is divided by. */
export type ShownSize = { size: number; of: number | null } | null;

/** One figure of a unit with its divisions and its trend, oldest first; titles are text keys. */
export type FigureView = {
  name: string;
  title: string;
  about: string;
  ratio: boolean;
  shown: ShownSize;
  divisions: readonly { name: string; title: string; parts: readonly { value: string; title: string; slice: string; shown: ShownSize }[] }[];
  trend: readonly { day: Day; shown: ShownSize }[];
};

/** The figures of a unit on a day. */
export type FigureBlock = { unitId: string; day: Day; figures: readonly FigureView[] };

/** The page of a figure: its definition, trend and records. */
export function figureHref(name: string, at: { unit: string; day: Day; slice?: string | undefined }): string {
  const query = new URLSearchParams({ unit: at.unit, day: at.day, ...(at.slice === undefined || at.slice === '' ? {} : { slice: at.slice }) });
  return `/sets/${name}?${query.toString()}`;
}

/** The figure as a number to draw: a share from 0 to 100, a size, or null when hidden or divided by nothing. */
export function figureValue(shown: ShownSize): number | null {
  if (shown === null) return null;
  if (shown.of === null) return shown.size;
  return shown.of === 0 ? null : (100 * shown.size) / shown.of;
}

/** The figure as people read it; undefined when hidden or divided by nothing. */
export function figureText(shown: ShownSize, text: Pick<Text, 'number' | 'share'>): string | undefined {
  if (shown === null || shown.of === 0) return undefined;
  return shown.of === null ? text.number(shown.size) : text.share(shown.size, shown.of);
}
