import { addMonths } from '#base/day/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { ANONYMOUS, system } from '#kernel/org/index.ts';
import { readTrend } from '#kernel/set/index.ts';
import { aimText, valueText } from '#ui/measure.ts';
import { listDecisions } from '../city/decisions.ts';
import { numberOf } from '../city/figures.ts';
import type { City, MainFigure } from '../city/model.ts';
import { readCity } from '../city/operations.ts';
import { mapOf } from './map.ts';
import type { Briefing } from './model.ts';
import { changeLines, changeOf, decisionLines, TONES, wordsOf, type Words } from './words.ts';

/** As much as fits on two pages of A4. */
const MOST = { figures: 6, targets: 12, changes: 9, decisions: 9 };

/**
 * The briefing of today. Its numbers are those that everybody may be shown: small groups stay protected, whoever makes it and wherever it goes. What needs a
 * decision is named in full, since it is for the committee.
 */
export async function makeContent(ctx: Ctx): Promise<Briefing> {
  const open: Ctx = { ...ctx, actor: ANONYMOUS };
  const words = wordsOf(ctx);
  const city = await readCity(open, ctx.today, MOST.targets);
  const changes = changeLines(city, words);
  const decisions = decisionLines(await listDecisions({ ...ctx, actor: system('briefing') }), words);
  const share = city.figures.find(({ shown }) => shown !== null && shown.of !== null);
  const figures = [];
  for (const figure of city.figures.slice(0, MOST.figures)) figures.push(await figureOf(open, figure, city, words));
  return {
    locale: ctx.locale,
    day: ctx.today,
    unit: words.locale === 'vi' ? city.unit.nameVi : city.unit.nameEn,
    figures,
    counts: city.counts.filter(({ n }) => n > 0).map(({ status, n }) => ({ label: words.t(`plans.status-${status}`), n, tone: TONES[status] })),
    targets: targetsOf(city, words),
    map: share === undefined ? null : await mapOf(open, share, city.unit.unitId, { day: ctx.today, words }),
    changes: changes.slice(0, MOST.changes),
    decisions: decisions.slice(0, MOST.decisions),
    more: {
      targets: city.total - city.targets.length,
      changes: Math.max(0, changes.length - MOST.changes),
      decisions: Math.max(0, decisions.length - MOST.decisions),
    },
  };
}

async function figureOf(ctx: Ctx, figure: MainFigure, { unit, day }: City, words: Words): Promise<Briefing['figures'][number]> {
  const trend = await readTrend(ctx.db, ctx.actor, figure.name, unit.unitId, { from: addMonths(day, -11), to: day, period: 'month' });
  const { size = 0, of = null } = figure.shown ?? {};
  return {
    label: words.t(figure.title),
    value: words.shown(figure.shown),
    number: numberOf(figure.shown),
    note: of === null ? '' : words.t('figures.of', { size, of }),
    ...changeOf(figure, words),
    trend: trend.map(({ shown }) => numberOf(shown)),
    href: `/sets/${figure.name}?unit=${unit.unitId}&day=${day}`,
  };
}

function targetsOf({ targets }: City, words: Words): Briefing['targets'] {
  const vi = words.locale === 'vi';
  return targets.map((line) => ({
    title: vi ? line.titleVi : line.titleEn,
    value: line.latest === null ? '—' : valueText(line, line.latest.value, words),
    number: line.latest?.value ?? null,
    aim: aimText(line, words),
    due: line.due,
    status: words.t(`plans.status-${line.status}`),
    tone: TONES[line.status],
    owner: [vi ? line.unit.nameVi : line.unit.nameEn, line.person?.name].filter(Boolean).join(', '),
    next: words.t(line.next.key, { n: line.next.n }),
    href: `/targets/${line.key}`,
  }));
}
