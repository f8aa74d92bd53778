import { earlierFirst } from '#base/day/index.ts';
import { byName } from '#base/text/index.ts';
import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { listPublications, publishReading, type Definition, type PublicationLine, type ReadingRequest } from '#kernel/proof/index.ts';
import { findRoot } from '../plans/store.ts';
import { getIndicator, listIndicators } from '../indicators/catalogue.ts';
import { IndicatorKey, type Indicator, type Part } from '../indicators/model.ts';
import { readIndicatorValues } from '../indicators/read.ts';
import { flowStart } from '../indicators/rules.ts';
import { closed, dayAs, nullable } from '../plans/model.ts';
import { PublicLine, PublishedLine } from './model.ts';
import { appraisedValues } from './source.ts';

/** What published readings of indicators are called: the figure of a publication is `programme.<key of the indicator>`. */
const PREFIX = 'programme.';
const unitId = Type.String({ format: 'uuid', description: 'Unit; a counted value covers everything under it' });

/** Freezes the value of an indicator with its receipt. */
export const publishIndicator = operation({
  name: 'programme.publish-indicator',
  summary: 'Publish the value of an indicator in a unit on a day with a receipt; a reported value must have been appraised.',
  kind: 'write',
  http: 'POST /programme/indicators/{key}/publications',
  permission: 'proof.publish',
  unit: (_ctx, input) => input.unitId,
  input: Type.Object({ key: IndicatorKey, unitId, day: dayAs('Day, not later than today') }, closed),
  output: Type.Object({ id: Type.String({ description: 'Publication' }), restricted: Type.Boolean({ description: 'Whether only those see it who may see the records' }) }, closed),
  trace: ({ key, unitId: unit, day }, { id }) => ({ unitId: unit, subject: id, detail: { indicator: key, day } }),
  run: async (ctx, { key, unitId: unit, day }) => {
    if (day > ctx.today) throw new Problem('invalid', 'proof.day-to-come', {}, [{ at: '/day', code: 'proof.day-to-come' }]);
    const indicator = await getIndicator(ctx, key, day);
    const [reading] = await readIndicatorValues(ctx, [{ indicator: key, unitId: unit, day }]);
    if (reading?.state === 'hidden') throw new Problem('forbidden', 'proof.hidden-value');
    if (reading?.state === 'self-reported') throw new Problem('conflict', 'publishing.not-appraised');
    if (reading === undefined || reading.value === null) throw new Problem('conflict', 'publishing.no-value');
    const published = await publishReading(ctx, requestOf(indicator, unit, day));
    return { id: published.id, restricted: published.seenWith.length > 0 };
  },
});

/** What is to be frozen of an indicator; throws `conflict` for a factor that is no whole number: no receipt can state it. */
function requestOf(indicator: Indicator, unit: string, day: string): ReadingRequest {
  const { formula, nameVi, nameEn, unitVi, unitEn, key, number, periodicity } = indicator;
  const measured = (name: string, measure: string) => (measure === '' || formula.kind === 'ratio' ? name : `${name} (${measure})`);
  return {
    figure: `${PREFIX}${key}`,
    unitId: unit,
    day,
    from: flowStart(formula, periodicity, day),
    label: { vi: measured(nameVi, unitVi), en: measured(nameEn, unitEn) },
    definition: definitionOf(indicator),
    definitionVersion: String(number),
  };
}

function definitionOf({ formula, key }: Indicator): Definition {
  if (formula.kind === 'reported') return { numerator: [{ set: appraisedValues.name, slice: key, measure: 'weight' }] };
  if (!Number.isInteger(formula.factor)) throw new Problem('conflict', 'publishing.factor-not-whole');
  const terms = (parts: readonly Part[]) => parts.map(({ set, slice, take }) => ({ set, ...(slice === undefined ? {} : { slice }), measure: take ?? ('size' as const) }));
  if (formula.kind === 'ratio') return { numerator: terms(formula.numerator), denominator: terms(formula.denominator), factor: formula.factor };
  return { numerator: terms(formula.parts), ...(formula.factor === 1 ? {} : { factor: formula.factor }) };
}

/** The published values of an indicator beside what the same days give now. */
export const listIndicatorPublications = operation({
  name: 'programme.list-publications',
  summary: 'The published values of an indicator in a unit, newest first, each with what its day gives now: the same, or a restatement.',
  kind: 'read',
  http: 'GET /programme/indicators/{key}/publications',
  permission: 'signed-in',
  input: Type.Object({ key: IndicatorKey, unitId }, closed),
  output: Type.Array(PublishedLine),
  run: async (ctx, { key, unitId: unit }) => {
    const lines = await listPublications(ctx, { figure: `${PREFIX}${key}`, unitId: unit, limit: 50 });
    const now = await readIndicatorValues(
      ctx,
      lines.map(({ day }) => ({ indicator: key, unitId: unit, day })),
    );
    return lines.map(({ id, day, value, publishedAt }, index) => {
      const [stated, current] = [value === null ? null : Number(value), now[index]];
      const restated = current?.state !== 'hidden' && !same(stated, current?.value ?? null);
      return { id, day, value: stated, publishedAt, now: current?.value ?? null, restated };
    });
  },
});

/** Published values have six decimal places. */
function same(stated: number | null, now: number | null): boolean {
  return stated === null || now === null ? stated === now : Math.abs(stated - now) < 1e-6 * Math.max(1, Math.abs(now));
}

/** What residents read: the newest published value of each indicator, in plain words. */
export const listPublicReadings = operation({
  name: 'programme.list-public-readings',
  summary: 'The newest published value of each indicator in a unit (the city when left out) with its meaning, source, the one before it and its receipt; for everybody.',
  kind: 'read',
  http: 'GET /programme/public-readings',
  permission: 'public',
  input: Type.Object({ unitId: Type.Optional(unitId) }, closed),
  output: Type.Object(
    {
      unit: nullable(
        Type.Object(
          { id: Type.String({ description: 'Unit' }), nameVi: Type.String({ description: 'Vietnamese name' }), nameEn: Type.String({ description: 'English name' }) },
          closed,
        ),
      ),
      lines: Type.Array(PublicLine, { description: 'In the order of their Vietnamese names' }),
      units: Type.Array(
        Type.Object(
          { id: Type.String({ description: 'Unit' }), nameVi: Type.String({ description: 'Vietnamese name' }), nameEn: Type.String({ description: 'English name' }) },
          closed,
        ),
        { description: 'Units of which something was published' },
      ),
    },
    closed,
  ),
  run: async (ctx, { unitId: asked }) => readPublic({ ...ctx, actor: ANONYMOUS }, asked),
});

async function readPublic(ctx: Ctx, asked: string | undefined) {
  const all = (await listPublications(ctx, { limit: 200 })).filter(({ figure }) => figure.startsWith(PREFIX));
  const unit = asked ?? (await findRoot(ctx.db, ctx.today));
  const units = new Map(all.map((line) => [line.unitId, { id: line.unitId, nameVi: line.unitVi, nameEn: line.unitEn }]));
  const known = new Map((await listIndicators(ctx, { retired: true })).map((one) => [one.key, one]));
  const mine = asked === undefined ? all.filter((line) => line.unitId === unit) : await listPublications(ctx, { unitId: asked, limit: 200 });
  const byFigure = Map.groupBy(mine, ({ figure }) => figure);
  const lines = [...byFigure.entries()].flatMap(([figure, published]) => {
    const indicator = known.get(figure.slice(PREFIX.length));
    const sorted = published.toSorted((a, b) => earlierFirst(b.day, a.day) || b.place - a.place);
    return indicator === undefined || sorted[0] === undefined
      ? []
      : [
          lineOf(
            indicator,
            sorted[0],
            sorted.find(({ day }) => day < (sorted[0]?.day ?? '')),
          ),
        ];
  });
  return {
    unit: units.get(unit ?? '') ?? null,
    lines: lines.toSorted((a, b) => byName(a.nameVi, b.nameVi)),
    units: [...units.values()].toSorted((a, b) => byName(a.nameVi, b.nameVi)),
  };
}

function lineOf(indicator: Indicator, newest: PublicationLine, before: PublicationLine | undefined) {
  const { key, nameVi, nameEn, definitionVi, definitionEn, measure, unitVi, unitEn, decimals, direction, source, formula } = indicator;
  const said = { key, nameVi, nameEn, definitionVi, definitionEn, measure, unitVi, unitEn, decimals, direction, source };
  const valueOf = (line: PublicationLine) => (line.value === null ? null : Number(line.value));
  return {
    ...said,
    counted: formula.kind !== 'reported',
    publication: newest.id,
    day: newest.day,
    value: valueOf(newest),
    publishedAt: newest.publishedAt,
    before: before === undefined ? null : { day: before.day, value: valueOf(before) },
  };
}
