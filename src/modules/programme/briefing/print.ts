import { formatDate, type Translate } from '#base/text/index.ts';
import { formatDay } from '#base/day/index.ts';
import type { Briefing } from './model.ts';

const TINTS = ['#f3e3c0', '#d7e4cf', '#a9cfbf', '#5fa892', '#0b6e5f'];
const INK = '#1b1f24';
const CELL = 20;

/** What `content/print/briefing.typ` is filled with: the briefing with its headings, and its charts as SVG. */
export function printOf(briefing: Briefing, t: Translate): Record<string, unknown> {
  const { day, locale, unit, more } = briefing;
  return {
    ...briefing,
    title: t('briefing.title', { unit }),
    dayText: formatDate(day, locale, 'long'),
    footer: t('briefing.footer', { unit, day: formatDay(day) }),
    protected: t('briefing.protected'),
    heads: Object.fromEntries(['figures', 'targets', 'decisions', 'changes', 'target', 'value', 'aim', 'due', 'status', 'owner'].map((name) => [name, t(`briefing.head-${name}`)])),
    lowestHead: t('briefing.lowest'),
    nothing: { targets: t('briefing.no-targets'), changes: t('briefing.no-changes'), decisions: t('briefing.no-decisions') },
    moreText: Object.fromEntries(Object.entries(more).map(([name, n]) => [name, n === 0 ? '' : t('briefing.more', { n })])),
    late: t('briefing.late'),
    figures: briefing.figures.map((figure) => ({ ...figure, spark: sparkOf(figure.trend), sparkTold: t('briefing.spark-told', { label: figure.label }) })),
    targets: briefing.targets.map((target) => ({ ...target, due: formatDay(target.due) })),
    decisions: briefing.decisions.map((one) => ({ ...one, due: one.due === null ? '' : formatDay(one.due) })),
    map: briefing.map && {
      ...briefing.map,
      svg: mapSvg(briefing.map.tiles),
      legend: briefing.map.legend.map(({ step, label }) => ({ label, colour: step === null ? null : TINTS[step] })),
    },
  };
}

/** The tile map as SVG. */
function mapSvg(tiles: NonNullable<Briefing['map']>['tiles']): string {
  const left = Math.min(...tiles.map(({ col }) => col));
  const top = Math.min(...tiles.map(({ row }) => row));
  const width = (Math.max(...tiles.map(({ col }) => col)) - left + 1) * CELL;
  const height = (Math.max(...tiles.map(({ row }) => row)) - top + 1) * CELL;
  const squares = tiles.map(({ col, row, step, short }) => {
    const [x, y] = [(col - left) * CELL, (row - top) * CELL];
    const box = `x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${CELL - 2}" rx="2"`;
    const square = step === null ? `<rect ${box} fill="none" stroke="#86837a" stroke-dasharray="2 1.5" stroke-width="0.6"/>` : `<rect ${box} fill="${TINTS[step]}"/>`;
    const on = step === 4 ? '#ffffff' : INK;
    return `${square}<text x="${x + CELL / 2}" y="${y + CELL / 2 + 2.4}" text-anchor="middle" font-size="6.4" font-family="Be Vietnam Pro" font-weight="600" fill="${on}">${escaped(short)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${squares.join('')}</svg>`;
}

/** A trend as SVG; empty when fewer than two values are known. */
function sparkOf(values: readonly (number | null)[]): string {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const [low, high] = [Math.min(...known.map(({ value }) => value)), Math.max(...known.map(({ value }) => value))];
  const last = known.at(-1);
  if (known.length < 2 || last === undefined) return '';
  const x = (index: number) => 3 + (index * 74) / Math.max(1, values.length - 1);
  const y = (value: number) => (high === low ? 11 : 19 - ((value - low) * 16) / (high - low));
  const points = known.map(({ value, index }) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 22" width="80" height="22"><polyline points="${points}" fill="none" stroke="#0b6e5f" stroke-width="1.6" stroke-linejoin="round"/><circle cx="${x(last.index).toFixed(1)}" cy="${y(last.value).toFixed(1)}" r="2.2" fill="#0b6e5f"/></svg>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
