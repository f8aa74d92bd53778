import { formatDay } from '#base/day/index.ts';
import { catalogues, formatNumber, formatShare, translatorOf, type Locale, type Translate } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { City, Decision } from '../city/model.ts';
import { numberOf, wayOf } from '../city/figures.ts';
import type { MainFigure } from '../city/model.ts';
import type { TargetLine } from '../targets/model.ts';
import type { Briefing } from './model.ts';

/** How a briefing speaks. */
export type Words = { t: Translate; locale: Locale; number: (n: number | bigint, decimals?: number) => string; shown: (shown: MainFigure['shown']) => string };

/** The words of a language. */
export function wordsOf({ services, locale }: Pick<Ctx, 'services' | 'locale'>): Words {
  const t = translatorOf(catalogues(services.root), locale);
  const number = (n: number | bigint, decimals?: number) => formatNumber(n, locale, decimals);
  const shown = (value: MainFigure['shown']) => {
    if (value === null) return t('figures.hidden');
    return value.of === null ? number(value.size) : formatShare(value.size, value.of, locale);
  };
  return { t, locale, number, shown };
}

type Tone = Briefing['counts'][number]['tone'];

/** The tone of a status. */
export const TONES: Record<TargetLine['status'], Tone> = { reached: 'good', 'on-track': 'good', 'at-risk': 'caution', late: 'bad', 'not-reached': 'bad', 'no-data': 'none' };
const WAYS = { better: 'good', worse: 'bad', same: 'none', none: 'none' } as const;

/** What a figure did in a week: its sentence and tone; an empty sentence when it cannot be said. */
export function changeOf(figure: MainFigure, { t, number }: Words): { change: string; tone: Tone } {
  const [now, then] = [numberOf(figure.shown), numberOf(figure.before)];
  const tone = WAYS[wayOf(figure)];
  if (now === null || then === null) return { change: '', tone: 'none' };
  const moved = now - then;
  if (Math.abs(moved) < 0.05) return { change: t('briefing.week-same'), tone: 'none' };
  const size = `${moved > 0 ? '+' : ''}${number(moved)}`;
  return { change: t('briefing.week-moved', { change: figure.shown?.of === null ? size : t('figures.points', { change: size }) }), tone };
}

/** What changed in the week, as sentences: targets that stand otherwise, figures that moved, what else happened. */
export function changeLines(city: City, words: Words): Briefing['changes'] {
  const { t, locale } = words;
  const statuses = city.statuses.map((one) => ({
    text: t('briefing.status-changed', {
      title: locale === 'vi' ? one.titleVi : one.titleEn,
      before: t(`plans.status-${one.before ?? 'no-data'}`),
      status: t(`plans.status-${one.status}`),
      day: formatDay(one.day),
    }),
    tone: one.worse ? ('bad' as const) : TONES[one.status],
    href: `/targets/${one.target}`,
  }));
  const moved = city.figures.flatMap((figure) => {
    const { change, tone } = changeOf(figure, words);
    if (change === '' || numberOf(figure.shown) === numberOf(figure.before)) return [];
    return [
      {
        text: `${t(figure.title)}: ${t('figures.from-to', { before: words.shown(figure.before), after: words.shown(figure.shown) })}`,
        tone,
        href: `/sets/${figure.name}?unit=${city.unit.unitId}&day=${city.day}`,
      },
    ];
  });
  const facts = city.facts.map(({ kind, n }) => ({ text: factText(kind, n, t), tone: 'none' as const, href: `/city/week/${kind.replace('programme.', '')}?day=${city.day}` }));
  return [...statuses, ...moved, ...facts];
}

function factText(kind: string, n: number, t: Translate): string {
  return t(`city.fact-${kind.replace('programme.', '')}`, { n });
}

/** What needs a decision, as sentences. */
export function decisionLines(decisions: readonly Decision[], { t }: Words): Briefing['decisions'] {
  return decisions.map(({ key, values, href, due, late }) => ({ text: t(key, values), due, late, href }));
}
