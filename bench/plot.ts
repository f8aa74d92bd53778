// Small SVG plots for the documents: axes, lines, dots. Drawn on paper colour, so that they can be read in any scheme.

export type Series = { name: string; colour: string; points: [number, number][]; dots?: boolean };
export type Plot = { title: string; x: string; y: string; xs: number[]; ys: number[]; series: Series[] };

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 360, 64, 16, 40, 76];

/** One plot as SVG text; `xs` and `ys` are the ticks, the first and last are the ends of the axes. */
export function svgOf({ title, x, y, xs, ys, series }: Plot): string {
  const along = (value: number, ticks: number[]) => (value - (ticks[0] ?? 0)) / ((ticks.at(-1) ?? 1) - (ticks[0] ?? 0));
  const across = (value: number) => LEFT + along(value, xs) * (WIDTH - LEFT - RIGHT);
  const down = (value: number) => HEIGHT - BOTTOM - along(value, ys) * (HEIGHT - TOP - BOTTOM);
  const n = (value: number) => value.toFixed(1);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12" fill="#1b1f24">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fbfaf7"/>`,
    `<text x="${LEFT}" y="22" font-size="14" font-weight="bold">${title}</text>`,
    ...xs.flatMap((tick) => [
      `<line x1="${n(across(tick))}" x2="${n(across(tick))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#e3e0d8"/>`,
      `<text x="${n(across(tick))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${labelOf(tick)}</text>`,
    ]),
    ...ys.flatMap((tick) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${n(down(tick))}" y2="${n(down(tick))}" stroke="${tick === 0 ? '#1b1f24' : '#e3e0d8'}"/>`,
      `<text x="${LEFT - 8}" y="${n(down(tick) + 4)}" text-anchor="end">${labelOf(tick)}</text>`,
    ]),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - BOTTOM + 34}" text-anchor="middle">${x}</text>`,
    `<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${y}</text>`,
    ...series.flatMap(({ name, colour, points, dots }, k) => [
      dots === true
        ? points.map(([a, b]) => `<circle cx="${n(across(a))}" cy="${n(down(b))}" r="2" fill="${colour}"/>`).join('')
        : `<polyline fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${DASHES[k] ?? ''}" points="${points.map(([a, b]) => `${n(across(a))},${n(down(b))}`).join(' ')}"/>`,
      `<line x1="${LEFT + k * 190}" x2="${LEFT + 24 + k * 190}" y1="${HEIGHT - 16}" y2="${HEIGHT - 16}" stroke="${colour}" stroke-width="2" stroke-dasharray="${DASHES[k] ?? ''}"/>`,
      `<text x="${LEFT + 30 + k * 190}" y="${HEIGHT - 12}">${name}</text>`,
    ]),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

// Lines differ in more than colour.
const DASHES = ['', '8 4', '2 4'];

const labelOf = (value: number) => String(Number(value.toFixed(2))).replace('-', '−');
