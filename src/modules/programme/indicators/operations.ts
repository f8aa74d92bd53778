import { pagesOf } from '#base/db/index.ts';
import Type from 'typebox';
import { addMonths, startOfPeriod } from '#base/day/index.ts';
import { byName, holdsWords } from '#base/text/index.ts';
import { operation, PageNumber, paged } from '#kernel/operation/index.ts';
import { may } from '#kernel/org/index.ts';
import { readPlace } from '#kernel/set/index.ts';
import { getIndicator, listIndicators, loadIndicators } from './catalogue.ts';
import { Child, Indicator, IndicatorKey, MEASURES, Point, Reading } from './model.ts';
import { readIndicatorChildren, readIndicatorGrid, readIndicatorTrend, readIndicatorValues } from './read.ts';
import { listVersions } from './store.ts';

const closed = { additionalProperties: false };
const unitId = Type.String({ format: 'uuid', description: 'Unit; the value covers everything under it' });
const day = Type.String({ format: 'date', description: 'Day, YYYY-MM-DD; today when left out' });
const PAGE = 25;

const Place = Type.Object(
  {
    id: Type.String({ description: 'Unit' }),
    nameVi: Type.String({ description: 'Its Vietnamese name' }),
    nameEn: Type.String({ description: 'Its English name' }),
    kind: Type.String({ description: 'Kind of unit' }),
  },
  closed,
);

/** The catalogue, searched and filtered, with the value of each in a unit. */
export const searchIndicators = operation({
  name: 'programme.list-indicators',
  summary: 'The catalogue of indicators with the value of each in a unit (the city when left out) on a day, searched by words of name or definition.',
  kind: 'read',
  http: 'GET /programme/indicators',
  permission: 'signed-in',
  input: Type.Object(
    {
      query: Type.Optional(Type.String({ maxLength: 100, description: 'Words of name, definition, source or owner' })),
      how: Type.Optional(Type.Enum(['counted', 'reported'], { description: 'Counted by Khuê, or reported' })),
      measure: Type.Optional(Type.Enum([...MEASURES], { description: 'Kind of number' })),
      retired: Type.Optional(Type.Boolean({ description: 'Also those no longer kept' })),
      unitId: Type.Optional(unitId),
      day: Type.Optional(day),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      lines: Type.Array(Type.Object({ indicator: Indicator, reading: Reading }, closed), { description: 'By Vietnamese name' }),
      ...paged,
      mayEdit: Type.Boolean({ description: 'Whether the asker may add one' }),
    },
    closed,
  ),
  run: async (ctx, { query = '', how, measure, retired = false, unitId: asked, day: on = ctx.today, page = 1 }) => {
    const { unit } = await readPlace(ctx.db, asked, on, ctx.today);
    const chosen = (await listIndicators(ctx, { day: on, retired }))
      .filter((one) => how === undefined || (one.formula.kind === 'reported') === (how === 'reported'))
      .filter((one) => measure === undefined || one.measure === measure)
      .filter((one) => holdsWords([one.key, one.nameVi, one.nameEn, one.definitionVi, one.definitionEn, one.source, one.owner.nameVi, one.owner.nameEn].join(' '), query))
      .toSorted((a, b) => byName(a.nameVi, b.nameVi));
    const shown = chosen.slice((page - 1) * PAGE, page * PAGE);
    const values = await readIndicatorValues(
      ctx,
      shown.map(({ key }) => ({ indicator: key, unitId: unit.id, day: on })),
    );
    return {
      lines: shown.map((indicator, index) => ({ indicator, reading: readingOf(values[index]) })),
      total: chosen.length,
      page,
      pages: pagesOf(chosen.length, PAGE),
      mayEdit: await may(ctx.db, ctx.actor, 'programme.edit-indicators', unit.id, ctx.today),
    };
  },
});

function readingOf(value: Reading | undefined): Reading {
  const { state = 'no-data', value: number = null, numerator = null, denominator = null, asOf = null } = value ?? {};
  return { state, value: number, numerator, denominator, asOf };
}

/** One indicator with its versions and its value. */
export const readIndicator = operation({
  name: 'programme.read-indicator',
  summary: 'An indicator with all its versions, and its value in a unit (the city when left out) on a day.',
  kind: 'read',
  http: 'GET /programme/indicators/{key}',
  permission: 'signed-in',
  input: Type.Object({ key: IndicatorKey, unitId: Type.Optional(unitId), day: Type.Optional(day) }, closed),
  output: Type.Object(
    {
      indicator: Indicator,
      versions: Type.Array(Indicator, { description: 'Newest first' }),
      unit: Place,
      above: Type.Array(Place, { description: 'From the city down' }),
      reading: Reading,
      mayEdit: Type.Boolean({ description: 'Whether the asker may change it' }),
      mayReport: Type.Boolean({ description: 'Whether the asker may report a value for the unit' }),
    },
    closed,
  ),
  run: async (ctx, { key, unitId: asked, day: on = ctx.today }) => {
    const indicator = await getIndicator(ctx, key, on);
    const { unit, above } = await readPlace(ctx.db, asked, on, ctx.today);
    const [value] = await readIndicatorValues(ctx, [{ indicator: key, unitId: unit.id, day: on }]);
    const reported = indicator.formula.kind === 'reported' && !indicator.retired;
    const reports = reported && (indicator.reporters.length === 0 ? indicator.owner.unitId === unit.id : indicator.reporters.includes(unit.kind));
    return {
      indicator,
      versions: (await listVersions(ctx.db, ctx.today, [key])).toReversed(),
      unit,
      above,
      reading: readingOf(value),
      mayEdit: await may(ctx.db, ctx.actor, 'programme.edit-indicators', indicator.owner.unitId, ctx.today),
      mayReport: reports && (await may(ctx.db, ctx.actor, 'programme.report-values', unit.id, ctx.today)),
    };
  },
});

/** An indicator over time. */
export const readTrendOfIndicator = operation({
  name: 'programme.read-indicator-trend',
  summary: 'An indicator in a unit by day, month, quarter or year; a reported value stands in the period in which it held.',
  kind: 'read',
  http: 'GET /programme/indicators/{key}/trend',
  permission: 'signed-in',
  input: Type.Object(
    {
      key: IndicatorKey,
      unitId,
      from: Type.String({ format: 'date', description: 'First day' }),
      to: Type.String({ format: 'date', description: 'Last day' }),
      period: Type.Enum(['day', 'month', 'quarter', 'year'], { description: 'Length of a step' }),
    },
    closed,
  ),
  output: Type.Array(Point),
  run: (ctx, { key, ...question }) => readIndicatorTrend(ctx, { ...question, indicator: key }),
});

/** An indicator in the units below a unit. */
export const readChildrenOfIndicator = operation({
  name: 'programme.read-indicator-children',
  summary: 'An indicator in each unit directly under a unit on a day.',
  kind: 'read',
  http: 'GET /programme/indicators/{key}/children',
  permission: 'signed-in',
  input: Type.Object({ key: IndicatorKey, unitId, day }, closed),
  output: Type.Array(Child),
  run: (ctx, { key, ...ask }) => readIndicatorChildren(ctx, { ...ask, indicator: key }),
});

/** An indicator in the units below a unit, month by month. */
export const readGridOfIndicator = operation({
  name: 'programme.read-indicator-grid',
  summary: 'An indicator in every unit directly under a unit at the end of each of the last months, all in one.',
  kind: 'read',
  http: 'GET /programme/indicators/{key}/grid',
  permission: 'signed-in',
  input: Type.Object({ key: IndicatorKey, unitId, day, months: Type.Integer({ minimum: 1, maximum: 60, description: 'Months up to the day' }) }, closed),
  output: Type.Object(
    {
      days: Type.Array(Type.String(), { description: 'Days of the values, oldest first' }),
      units: Type.Array(
        Type.Object(
          {
            unitId: Type.String({ description: 'Unit' }),
            nameVi: Type.String({ description: 'Its Vietnamese name' }),
            nameEn: Type.String({ description: 'Its English name' }),
            kind: Type.String({ description: 'Kind of unit' }),
            values: Type.Array(Reading, { description: 'One for each day' }),
          },
          closed,
        ),
        { description: 'In the Vietnamese order of their names' },
      ),
    },
    closed,
  ),
  run: async (ctx, { key, unitId: unit, day: on, months }) => {
    const days = Array.from({ length: months }, (_, back) => (back === 0 ? on : endOfMonth(addMonths(startOfPeriod(on, 'month'), -back)))).toReversed();
    return { days, units: await readIndicatorGrid(ctx, { indicator: key, unitId: unit, days }) };
  },
});

function endOfMonth(first: string): string {
  return Temporal.PlainDate.from(first).with({ day: 31 }).toString();
}

/** Enters what the content says. */
export const loadIndicatorsOperation = operation({
  name: 'programme.load-indicators',
  summary: 'Enter the indicators of content/indicators that the catalogue does not know yet; nothing else is changed.',
  kind: 'write',
  http: 'POST /programme/indicators/content',
  permission: 'programme.edit-indicators',
  unit: () => undefined,
  input: Type.Object({}, closed),
  output: Type.Object({ added: Type.Integer({ description: 'Versions that were added' }) }, closed),
  run: async (ctx) => ({ added: await loadIndicators(ctx) }),
});
