import type { Translate } from '#base/text/index.ts';
import type { Bar, Series, Tile } from '#ui/chart/types.ts';
import type { Step } from '#ui/types.ts';
import places from './tiles.json';

const STEPS: readonly Step[] = [0, 1, 2, 3, 4];
const BOUNDS = [55, 65, 75, 85];

/** The 126 communes with imaginary shares; every 31st is too small to be shown. */
export const tiles = (t: Translate): readonly Tile[] =>
  places.map(({ code, name, col, row }, index) => {
    const share = 48 + ((Number(code) * 7919) % 50);
    const hidden = index % 31 === 30;
    return {
      code,
      name,
      col,
      row,
      short: name
        .replace(/^(Phường|Xã) /, '')
        .split(/[\s-]+/)
        .slice(0, 3)
        .map((word) => word[0] ?? '')
        .join(''),
      value: hidden ? t('ui-samples.hidden') : `${share} %`,
      href: '#bieu-do',
      step: hidden ? null : (STEPS[BOUNDS.filter((bound) => share >= bound).length] ?? null),
    };
  });

/** What the steps mean. */
export const legend = (t: Translate): readonly { step: Step; label: string }[] => [
  { step: 0, label: t('ui-samples.below-55') },
  { step: 1, label: '55–65' },
  { step: 2, label: '65–75' },
  { step: 3, label: '75–85' },
  { step: 4, label: t('ui-samples.85-and-more') },
  { step: null, label: t('ui-samples.hidden-fewer-than-10-people') },
];

/** Imaginary shares of five bodies. */
export const bars = (t: Translate): readonly Bar[] => [
  { label: t('ui-samples.van-mieu-quoc-tu-giam-ward'), value: 93.1, text: t('ui-samples.93-1'), href: '#bieu-do' },
  { label: t('ui-samples.public-administration-service-centre-of-the-city'), value: 86.3, text: t('ui-samples.86-3'), href: '#bieu-do' },
  { label: t('ui-samples.soc-son-commune'), value: 61, text: t('ui-samples.61-0'), href: '#bieu-do' },
  { label: t('ui-samples.ba-vi-commune'), value: 38.7, text: t('ui-samples.38-7'), href: '#bieu-do' },
  { label: t('ui-samples.minh-chau-commune'), value: null, text: t('ui-samples.hidden-fewer-than-10-people') },
];

/** The months of two years. */
export const months: readonly string[] = Array.from({ length: 24 }, (_, index) => `${((index + 11) % 12) + 1}/${2024 + Math.floor((index + 11) / 12)}`);

/** Imaginary shares by month. */
export const series = (t: Translate): readonly Series[] => [
  { label: t('ui-samples.whole-city'), values: months.map((_, index) => 41 + index * 1.6 + (index % 5)) },
  { label: t('ui-samples.wards'), values: months.map((_, index) => 48 + index * 1.5 - (index % 4)) },
  { label: t('ui-samples.communes'), values: months.map((_, index) => (index < 7 ? null : 28 + index * 1.7 + (index % 3))) },
];

/** Imaginary trends of a target. */
export const trend = [62, 64, 65.1, 68, 69, 72.4, 74, 77, null, 81, 83.5, 86.3];
