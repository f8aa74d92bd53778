import type { Translate } from '#base/text/catalogue.ts';
import type { Status } from '#ui/types.ts';

const TONES = { placed: 'good', offered: 'info', waiting: 'caution', left: 'none', none: 'none' } as const;

/** How somebody stands to a class, in a word. */
export function placeTag(own: keyof typeof TONES, t: Translate): Status {
  return { tone: TONES[own], text: t(`learning-classes.own-${own}`) };
}
