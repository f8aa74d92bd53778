// The measurement engine on simulated people: 10,000 sittings against a bank of 240 items, and calibration of 240 items from 10,000 people.
// Run: node bench/skills-engine.ts [sittings] [write]   With `write` the figures and pictures go into docs/developers/measurement.md.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  calibrate,
  closedItems,
  eap,
  isBounded,
  levelOf,
  map,
  measureAreas,
  ml,
  posteriorOf,
  probability,
  quantileOf,
  randomOf,
  replay,
  wle,
  type Answer,
  type CalibrationTask,
  type Estimate,
  type Item,
  type Rules,
} from '#modules/skills/engine/index.ts';
import { svgOf, type Plot } from './plot.ts';

const SITTINGS = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 10_000);
const AREAS = ['1', '2', '3', '4', '5'];
const CUTS = [-1.5, -0.5, 0.5, 1.5];
const CAP = 0.25;
const SHARES = Object.fromEntries(AREAS.map((area) => [area, 0.2]));

const normalOf = (seed: string) => {
  const random = randomOf(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
};

/** 240 items, five areas, families of two; slopes 0.5 to 2, difficulties N(0, 1.2), two of five with four options. */
function makeBank(): Item[] {
  const normal = normalOf('bank');
  return Array.from({ length: 240 }, (_, k) => {
    const a = Math.min(2, Math.max(0.5, Math.exp(0.1 + 0.3 * normal())));
    return { id: `i${k}`, a, b: 1.2 * normal(), c: (k + Math.floor(k / 5)) % 5 < 2 ? 0.25 : 0, d: 1, area: AREAS[k % 5] ?? '', family: `f${k % 5}-${Math.floor(k / 10)}` };
  });
}

const bank = makeBank();
const check: Rules = { estimator: 'eap', start: 0, drawnAmong: 5, shares: SHARES, stop: { minimum: { items: 15, perArea: 3 }, standardError: 0.35, items: 30 } };

type Sat = { theta: number; estimate: number; error: number; items: string[]; answers: Answer[]; inside: boolean; ended: string; level: boolean; assured: boolean; gap: number };
type Design = { name: string; rules: Rules; cap: number; bank: Item[]; truth: Map<string, Item>; areas?: number };

/** Many sittings one after the other, each with the exposure that the ones before left. */
function sitAll({ name, rules, cap, bank: used, truth, areas }: Design, count: number): { sat: Sat[]; asked: Map<string, number>; seconds: number; areaInside: number } {
  const normal = normalOf('people');
  const asked = new Map<string, number>();
  const ids = used.map(({ id }) => id);
  const items = new Map(used.map((item) => [item.id, item]));
  const begun = performance.now();
  let inside = 0;
  const sat = Array.from({ length: count }, (_, k): Sat => {
    const general = normal();
    const own = new Map(AREAS.map((area) => [area, areas === undefined ? general : areas * general + Math.sqrt(1 - areas ** 2) * normal()]));
    // Overall ability is the mean of the areas, brought to deviation 1.
    const theta = areas === undefined ? general : mean([...own.values()]) / Math.sqrt(areas ** 2 + (1 - areas ** 2) / AREAS.length);
    const chance = randomOf(`${name}/${k}`);
    const answer = (id: string) => {
      const item = truth.get(id);
      return { right: item !== undefined && chance() < probability(item, own.get(item.area) ?? theta) };
    };
    const { steps, ended } = replay({ bank: used, rules, seed: `${k}`, closed: closedItems(ids, { sittings: k, asked }, cap) }, answer);
    for (const { item } of steps) asked.set(item, (asked.get(item) ?? 0) + 1);
    const answers = steps.flatMap(({ item: id, right }) => {
      const item = items.get(id);
      return item === undefined ? [] : [{ item, right }];
    });
    if (areas !== undefined) {
      const found = measureAreas({ bank: used, answers: steps.map(({ item, right }) => ({ id: item, right })) }, CUTS, areas);
      inside += AREAS.filter((area) => between(own.get(area) ?? 0, found.get(area)?.from ?? 0, found.get(area)?.to ?? 0)).length;
    }
    const posterior = posteriorOf(answers);
    const now = eap(answers);
    const level = levelOf(posterior, CUTS);
    return {
      theta,
      estimate: now.theta,
      error: now.standardError,
      items: steps.map(({ item }) => item),
      answers,
      inside: between(theta, quantileOf(posterior, 0.025), quantileOf(posterior, 0.975)),
      ended,
      level: level.level === levelAt(theta),
      assured: levelAt(theta) >= level.assured,
      gap: levelAt(theta) - level.assured,
    };
  });
  return { sat, asked, seconds: (performance.now() - begun) / 1000, areaInside: inside / (count * AREAS.length) };
}

const levelAt = (theta: number) => CUTS.filter((cut) => theta >= cut).length;
const between = (value: number, from: number, to: number) => value >= from && value <= to;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const rms = (values: number[]) => Math.sqrt(mean(values.map((value) => value * value)));
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const minus = (value: number, digits = 3) => value.toFixed(digits).replace('-', '−');

function figuresOf({ sat, asked, seconds }: ReturnType<typeof sitAll>, items: number): Record<string, string> {
  const lengths = sat.map((one) => one.items.length).sort((one, other) => one - other);
  const rates = [...asked.values()].map((times) => times / sat.length);
  // Share of items that two people have in common: sum of squared rates over the mean length (Chen, Ankenmann & Spray 2003).
  const overlap = rates.reduce((sum, rate) => sum + rate * rate, 0) / mean(lengths);
  return {
    bias: minus(mean(sat.map((one) => one.estimate - one.theta))),
    RMSE: minus(rms(sat.map((one) => one.estimate - one.theta))),
    'mean standard error': minus(mean(sat.map((one) => one.error))),
    'coverage of the 95 % interval': percent(mean(sat.map((one) => Number(one.inside)))),
    'items used, mean': minus(mean(lengths), 1),
    'items used, p95': String(lengths[Math.floor(0.95 * lengths.length)]),
    'ended by precision': percent(mean(sat.map((one) => Number(one.ended === 'standard-error')))),
    'highest exposure': percent(Math.max(...rates)),
    'items never asked': String(items - rates.length),
    'overlap of two people': percent(overlap),
    'right level of five': percent(mean(sat.map((one) => Number(one.level)))),
    '“at least level k” holds': percent(mean(sat.map((one) => Number(one.assured)))),
    'true level above that k, mean': minus(mean(sat.map((one) => one.gap)), 2),
    'time, s': seconds.toFixed(1),
  };
}

const written: string[] = [];
function say(line = ''): void {
  console.log(line);
  written.push(line);
}

/** A table with the figures as rows and what was compared as columns. */
function table(columns: [string, Record<string, string>][], goals: Record<string, string> = {}): void {
  const withGoals = Object.keys(goals).length > 0;
  say(`| | ${columns.map(([name]) => name).join(' | ')} |${withGoals ? ' goal |' : ''}`);
  say(`|---|${columns.map(() => '---|').join('')}${withGoals ? '---|' : ''}`);
  for (const row of Object.keys(columns[0]?.[1] ?? {}))
    say(`| ${row} | ${columns.map(([, figures]) => figures[row] ?? '').join(' | ')} |${withGoals ? ` ${goals[row] ?? ''} |` : ''}`);
}

const truth = new Map(bank.map((item) => [item.id, item]));
const plain = { bank, truth };
const none = sitAll({ name: 'a', ...plain, cap: 1, rules: { ...check, drawnAmong: 1, shares: null } }, SITTINGS);
const drawn = sitAll({ name: 'a', ...plain, cap: 1, rules: check }, SITTINGS);
const ours = sitAll({ name: 'a', ...plain, cap: CAP, rules: check }, SITTINGS);
say(`### ${SITTINGS.toLocaleString('en')} sittings against 240 items`);
say();
table(
  [
    ['best item always', figuresOf(none, bank.length)],
    ['areas, drawn among 5', figuresOf(drawn, bank.length)],
    ['**as used**: also cap 25 %', figuresOf(ours, bank.length)],
  ],
  {
    bias: '± 0.02',
    RMSE: '≤ 0.40',
    'coverage of the 95 % interval': '94–96 %',
    'items used, mean': '≤ 25',
    'highest exposure': '≤ 25 %',
    '“at least level k” holds': '≥ 95 %',
    'time, s': '≤ 60',
  },
);

say();
say('### By ability, and by estimator on the same answers');
say();
const bands = [-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5];
const near = bands.map((at) => ({ at, sat: ours.sat.filter(({ theta }) => Math.abs(theta - at) < 0.25) }));
const errorsBy = (of: (answers: Answer[]) => Estimate) =>
  near.map(({ sat }) => {
    const found = sat.flatMap(({ theta, answers }) => {
      const one = of(answers);
      return isBounded(one) ? [one.theta - theta] : [];
    });
    return { bias: mean(found), rmse: rms(found), unbounded: sat.length - found.length };
  });
const byEstimator = { EAP: errorsBy((answers) => eap(answers)), MAP: errorsBy((answers) => map(answers)), ML: errorsBy(ml), WLE: errorsBy(wle) };
say(
  `| θ | sittings | ${Object.keys(byEstimator)
    .map((name) => `${name}: bias (RMSE)`)
    .join(' | ')} | ML unbounded |`,
);
say(
  `|---|---|${Object.keys(byEstimator)
    .map(() => '---|')
    .join('')}---|`,
);
for (const [k, { at, sat }] of near.entries()) {
  const cells = Object.values(byEstimator).map((rows) => `${minus(rows[k]?.bias ?? 0, 2)} (${minus(rows[k]?.rmse ?? 0, 2)})`);
  say(`| ${minus(at, 1)} | ${sat.length} | ${cells.join(' | ')} | ${byEstimator.ML[k]?.unbounded ?? 0} |`);
}

say();
say('### Where the assumptions do not hold');
say();
const author = normalOf('author');
const stated = bank.map((item) => ({ ...item, a: 1, b: item.b + 0.6 * author() }));
const uncalibrated = sitAll({ name: 'a', bank: stated, truth, cap: CAP, rules: check }, SITTINGS);
const apart = sitAll({ name: 'a', ...plain, cap: CAP, rules: check, areas: 0.8 }, SITTINGS);
table([
  ['as used', { ...figuresOf(ours, bank.length), 'coverage, areas': '' }],
  ['awaiting calibration', { ...figuresOf(uncalibrated, bank.length), 'coverage, areas': '' }],
  ['areas differ (ρ = 0.8)', { ...figuresOf(apart, bank.length), 'coverage, areas': percent(apart.areaInside) }],
]);

say();
say('### One boundary: decided at 95 %, at most 8 or 20 items');
say();
const boundary = (items: number) => {
  const rules: Rules = { ...check, shares: null, stop: { boundary: { cuts: [0], probability: 0.95 }, minimum: { items: 3, perArea: 0 }, items } };
  const { sat } = sitAll({ name: `b${items}`, ...plain, cap: CAP, rules }, Math.min(SITTINGS, 4000));
  const decided = sat.filter(({ ended }) => ended === 'boundary');
  return {
    'decided before the limit': percent(decided.length / sat.length),
    'of these on the right side': percent(mean(decided.map((one) => Number(one.estimate > 0 === one.theta > 0)))),
    'items used, mean': minus(mean(sat.map((one) => one.items.length)), 1),
  };
};
table([
  ['at most 8', boundary(8)],
  ['at most 20', boundary(20)],
]);

say();
say('### Calibration of 240 items from 10,000 people');
say();
const PEOPLE = 10_000;
function calibration(name: string, share: number, more: Pick<CalibrationTask, 'model' | 'priors'>, guessing: number) {
  const [normal, random] = [normalOf(name), randomOf(`${name}/answers`)];
  const items = bank.map((item) => ({ ...item, c: guessing }));
  const cells = new Int8Array(PEOPLE * items.length);
  for (let person = 0; person < PEOPLE; person++) {
    const theta = normal();
    for (const [i, item] of items.entries()) cells[person * items.length + i] = random() < share ? Number(random() < probability(item, theta)) : -1;
  }
  const begun = performance.now();
  const found = calibrate({ answers: { items: items.length, cells }, ...more });
  const seconds = (performance.now() - begun) / 1000;
  const missed = (of: 'a' | 'b' | 'c') => found.items.map((item, i) => item[of] - (items[i]?.[of] ?? 0));
  const covered = (of: 'a' | 'b') => percent(mean(missed(of).map((by, i) => Number(Math.abs(by) <= 1.96 * (found.items[i]?.errors[of] ?? 0)))));
  const pairs = found.items.map(({ b }, i): [number, number] => [items[i]?.b ?? 0, b]);
  return {
    pairs,
    figures: {
      'answers an item': Math.round(mean(found.items.map(({ answered }) => answered))).toLocaleString('en'),
      'RMSE of a': minus(rms(missed('a'))),
      'RMSE of b': minus(rms(missed('b'))),
      'median error of b': minus(
        missed('b')
          .map(Math.abs)
          .sort((one, other) => one - other)[120] ?? 0,
      ),
      'RMSE of c': minus(rms(missed('c'))),
      'coverage of a': covered('a'),
      'coverage of b': covered('b'),
      'infit, lowest and highest': `${minus(Math.min(...found.items.map(({ fit }) => fit.infit)), 2)}–${minus(Math.max(...found.items.map(({ fit }) => fit.infit)), 2)}`,
      'EM cycles': String(found.cycles),
      'time, s': seconds.toFixed(1),
    },
  };
}
const complete = calibration('complete', 1, { model: '2pl' }, 0);
const partial = calibration('partial', 0.1, { model: '2pl' }, 0);
const guessed = calibration('guessed', 1, { model: '3pl', priors: { guessing: { alpha: 5, beta: 17 } } }, 0.2);
table(
  [
    ['2PL, everybody all items', complete.figures],
    ['2PL, each a tenth of the items', partial.figures],
    ['3PL, c ~ Beta(5, 17)', guessed.figures],
  ],
  { 'time, s': '≤ 30' },
);

if (process.argv.includes('write')) write();

function write(): void {
  const path = 'docs/developers/measurement.md';
  const text = readFileSync(path, 'utf8');
  const [start, end] = ['<!-- figures: node bench/skills-engine.ts write -->', '<!-- end of figures -->'];
  writeFileSync(path, `${text.slice(0, text.indexOf(start) + start.length)}\n\n${written.join('\n')}\n\n${text.slice(text.indexOf(end))}`);
  const draw = (name: string, plot: Plot) => writeFileSync(`docs/images/measurement-${name}.svg`, svgOf(plot));
  const [jade, indigo, gold] = ['#0b6e5f', '#2f4b9b', '#a06c0a'];
  const rates = ({ asked, sat }: ReturnType<typeof sitAll>) =>
    bank
      .map(({ id }) => (asked.get(id) ?? 0) / sat.length)
      .sort((one, other) => other - one)
      .map((rate, k): [number, number] => [k + 1, 100 * rate]);
  const along = (of: 'bias' | 'rmse', rows: { bias: number; rmse: number }[]) => rows.map((row, k): [number, number] => [bands[k] ?? 0, row[of]]);
  draw('bias', {
    title: 'Bias by ability, the same answers',
    x: 'true θ',
    y: 'mean of estimate − θ',
    xs: bands.filter((_, k) => k % 2 === 0),
    ys: [-0.5, -0.25, 0, 0.25, 0.5],
    series: [
      { name: 'EAP (used)', colour: jade, points: along('bias', byEstimator.EAP) },
      { name: 'ML', colour: indigo, points: along('bias', byEstimator.ML) },
      { name: 'WLE', colour: gold, points: along('bias', byEstimator.WLE) },
    ],
  });
  draw('rmse', {
    title: 'Error by ability, the same answers',
    x: 'true θ',
    y: 'RMSE',
    xs: bands.filter((_, k) => k % 2 === 0),
    ys: [0, 0.2, 0.4, 0.6, 0.8],
    series: [
      { name: 'EAP (used)', colour: jade, points: along('rmse', byEstimator.EAP) },
      { name: 'ML', colour: indigo, points: along('rmse', byEstimator.ML) },
      { name: 'WLE', colour: gold, points: along('rmse', byEstimator.WLE) },
    ],
  });
  draw('exposure', {
    title: 'In how many sittings each item appears',
    x: 'items, the most used first',
    y: '% of sittings',
    xs: [1, 40, 80, 120, 160, 200, 240],
    ys: [0, 25, 50, 75, 100],
    series: [
      { name: 'cap 25 % (used)', colour: jade, points: rates(ours) },
      { name: 'areas, drawn among 5', colour: indigo, points: rates(drawn) },
      { name: 'best item always', colour: gold, points: rates(none) },
    ],
  });
  draw('calibration', {
    title: 'Difficulty found again from 10,000 people, a tenth of the items each',
    x: `true b (${partial.pairs.filter(([, found]) => Math.abs(found) > 4).length} of 240 items lie outside the picture)`,
    y: 'calibrated b',
    xs: [-4, -2, 0, 2, 4],
    ys: [-4, -2, 0, 2, 4],
    series: [
      { name: 'an item', colour: jade, points: partial.pairs.filter(([, found]) => Math.abs(found) <= 4), dots: true },
      {
        name: 'the same',
        colour: indigo,
        points: [
          [-4, -4],
          [4, 4],
        ],
      },
    ],
  });
}
