import Type from 'typebox';
import { operation } from '#kernel/operation/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { exportMembers, exportFile, readExport } from './export.ts';
import { readChildren, readFigures, readTotal, readTrend } from './figure.ts';
import { countMembers, listIsLook, listMembers, reachOf } from './members.ts';
import { sliceName, type SetDefinition } from './model.ts';
import { readPlace } from './place.ts';
import { findSet, getFigure, getSet, listRatios, listSets } from './registry.ts';

const closed = { additionalProperties: false };
const unitId = Type.String({ format: 'uuid', description: 'Unit; the figure covers everything under it' });
const day = Type.String({ format: 'date', description: 'Day, YYYY-MM-DD' });
const name = Type.String({ description: 'Name of a set or ratio, for example directory.staff-in-post' });
const slice = Type.String({ description: 'Part of a division such as sex=female; empty for the whole set', default: '' });
const shown = Type.Union(
  [
    Type.Object(
      {
        size: Type.Number({ description: 'Number of records; of a set that adds up (hours, đồng, places) the sum of their weights' }),
        weight: Type.Number({ description: 'Sum of their weights' }),
        of: Type.Union([Type.Number(), Type.Null()], { description: 'For a ratio: what it is divided by' }),
      },
      closed,
    ),
    Type.Null(),
  ],
  { description: 'null where a small group of people is protected' },
);

const partShown = Type.Object(
  {
    value: Type.String({ description: 'Value, such as female' }),
    title: Type.String({ description: 'Text key' }),
    slice: Type.String({ description: 'Name of the part, such as sex=female' }),
    shown,
  },
  closed,
);

/** What can be asked of sets: read by pages and by the API alike. */
export const listSetsOperation = operation({
  name: 'set.list-sets',
  summary: 'All sets and ratios with their definitions.',
  kind: 'read',
  http: 'GET /sets',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        name: Type.String({ description: 'Name of the set or ratio' }),
        title: Type.String({ description: 'Text key' }),
        about: Type.String({ description: 'Text key of the definition' }),
        measure: Type.Union([Type.Literal('stock'), Type.Literal('flow'), Type.Literal('ratio')], { description: 'Size on a day, over a period, or one set divided by another' }),
        divisions: Type.Array(Type.String(), { description: 'Names of the divisions, such as sex' }),
        slices: Type.Array(Type.Object({ slice: Type.String({ description: 'Name of a part, such as sex=female' }), title: Type.String({ description: 'Text key' }) }, closed), {
          description: 'The parts of all divisions',
        }),
      },
      closed,
    ),
  ),
  run: () =>
    Promise.resolve([
      ...listSets().map((one) => ({ name: one.name, title: one.title, about: one.about, measure: one.measure, divisions: Object.keys(one.dimensions), slices: slicesOf(one) })),
      ...listRatios().map((one) => ({ name: one.name, title: one.title, about: one.about, measure: 'ratio' as const, divisions: [], slices: [] })),
    ]),
});

function slicesOf({ dimensions }: SetDefinition): { slice: string; title: string }[] {
  return Object.entries(dimensions).flatMap(([dimension, { title, values }]) => values.map((value) => ({ slice: sliceName(dimension, value), title: `${title}.${value}` })));
}

/** Figures of a unit on a day. */
export const readFiguresOperation = operation({
  name: 'set.read-figures',
  summary: 'Figures of a unit on a day, with their divisions.',
  kind: 'read',
  http: 'GET /sets/figures',
  permission: 'signed-in',
  input: Type.Object({ unitId, day, names: Type.Array(name, { minItems: 1, maxItems: 50, description: 'Names of sets or ratios' }) }, closed),
  output: Type.Array(
    Type.Object(
      {
        name: Type.String({ description: 'Name of the set or ratio' }),
        title: Type.String({ description: 'Text key' }),
        about: Type.String({ description: 'Text key of the definition' }),
        ratio: Type.Boolean({ description: 'Whether it is one set divided by another' }),
        shown,
        divisions: Type.Array(
          Type.Object(
            {
              name: Type.String({ description: 'Name of the division, such as sex' }),
              title: Type.String({ description: 'Text key' }),
              parts: Type.Array(partShown, { description: 'One for each value' }),
            },
            closed,
          ),
          { description: 'The same size by each division; none for a ratio' },
        ),
      },
      closed,
    ),
  ),
  run: (ctx, input) => readFigures(ctx.db, ctx.actor, input.names, input.unitId, input.day),
});

/** A figure over time. */
export const readTrendOperation = operation({
  name: 'set.read-trend',
  summary: 'A figure by day, month, quarter or year.',
  kind: 'read',
  http: 'GET /sets/{name}/trend',
  permission: 'signed-in',
  input: Type.Object(
    {
      name,
      slice: Type.Optional(slice),
      unitId,
      from: day,
      to: day,
      period: Type.Union([Type.Literal('day'), Type.Literal('month'), Type.Literal('quarter'), Type.Literal('year')], { description: 'Length of a step' }),
    },
    closed,
  ),
  output: Type.Array(
    Type.Object({ from: Type.String({ description: 'First day of the period' }), day: Type.String({ description: 'Its last day, or the last one asked for' }), shown }, closed),
  ),
  run: (ctx, input) => readTrend(ctx.db, ctx.actor, input.name, input.unitId, input),
});

/** A figure in the units under a unit. */
export const readChildrenOperation = operation({
  name: 'set.read-children',
  summary: 'A figure in each unit directly under a unit.',
  kind: 'read',
  http: 'GET /sets/{name}/children',
  permission: 'signed-in',
  input: Type.Object({ name, unitId, day, slice: Type.Optional(slice) }, closed),
  output: Type.Array(
    Type.Object(
      {
        unitId: Type.String({ description: 'Unit' }),
        nameVi: Type.String({ description: 'Its Vietnamese name' }),
        nameEn: Type.String({ description: 'Its English name' }),
        kind: Type.String({ description: 'Kind of unit' }),
        shown,
      },
      closed,
    ),
  ),
  run: (ctx, input) => readChildren(ctx.db, ctx.actor, input.name, input.unitId, input.day, input.slice),
});

const membersInput = {
  name,
  slice: Type.Optional(slice),
  unitId,
  day,
  from: Type.Optional(Type.String({ format: 'date', description: 'First day of the period, for a flow' })),
};

/** The records behind a number. */
export const listMembersOperation = operation({
  name: 'set.list-members',
  summary: 'The records a number counts, as far as the asker may see them; where each line is a result of a person, a purpose is asked and the person sees the look.',
  kind: 'read',
  http: 'GET /sets/{name}/members',
  permission: 'signed-in',
  looksAt: (_, { members }) => members.map(({ person }) => person),
  asksPurpose: ({ actor }, input) => listIsLook(findSet(input.name), actor),
  input: Type.Object(
    {
      ...membersInput,
      afterSort: Type.Optional(Type.String({ description: 'Sort key of the last line of the page before' })),
      afterRecord: Type.Optional(Type.String({ format: 'uuid', description: 'Record of that line' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Lines, 50 when left out' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      total: Type.Union([Type.Integer(), Type.Null()], { description: 'Number of all records; null where it is protected' }),
      visible: Type.Integer({ description: 'How many of these records the asker may see' }),
      complete: Type.Boolean({ description: 'Whether the asker may see every record' }),
      partial: Type.Boolean({ description: 'Whether, on that day, the unit is read through one that was later divided among several' }),
      seers: Type.Array(Type.String(), { description: 'Names of the roles that may see the records, in the language of the asker' }),
      members: Type.Array(
        Type.Object(
          {
            record: Type.String({ description: 'Record' }),
            person: Type.String({ description: 'Whose record it is; of a set that is not of people, the record itself' }),
            label: Type.String({ description: 'What it is called' }),
            sort: Type.String({ description: 'Sort key, for afterSort' }),
            detail: Type.String({ description: 'A word more, such as the title of a post; may be empty' }),
            unitId: Type.String({ description: 'Unit in which it counts' }),
            unitName: Type.String({ description: 'Vietnamese name of that unit on the day' }),
            since: Type.String({ description: 'Day from which the record belongs to the set' }),
            weight: Type.Number({ description: 'What it adds to a set that adds up; its weight' }),
            href: Type.String({ description: 'Its page' }),
          },
          closed,
        ),
        { description: 'By sort key' },
      ),
      more: Type.Boolean({ description: 'Whether more follow' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const definition = getSet(input.name);
    const query = { slice: input.slice ?? '', unitId: input.unitId, day: input.day, from: input.from };
    const limit = input.limit ?? 50;
    const after = input.afterRecord === undefined ? undefined : { sort: input.afterSort ?? '', record: input.afterRecord };
    const reach = await reachOf(ctx.db, definition, ctx.actor, ctx.today, query);
    const visible = await countMembers(ctx.db, definition, reach, query);
    const rows = await listMembers(ctx.db, definition, reach, query, { after, limit: limit + 1, size: visible });
    return {
      total: await readTotal(ctx.db, ctx.actor, definition, query),
      visible,
      complete: reach.complete,
      partial: reach.partial,
      seers: ['signed-in', 'nobody'].includes(definition.see) ? [] : rolesWith(definition.see, ctx.locale),
      members: rows.slice(0, limit).map((row) => ({ ...row, href: definition.href(row.record) })),
      more: rows.length > limit,
    };
  },
});

function rolesWith(permission: string, locale: 'vi' | 'en'): string[] {
  return listRoles()
    .filter(({ permissions }) => permissions.includes(permission))
    .map(({ title_vi, title_en }) => (locale === 'vi' ? title_vi : title_en));
}

const place = Type.Object(
  {
    id: Type.String({ description: 'Unit' }),
    nameVi: Type.String({ description: 'Its Vietnamese name' }),
    nameEn: Type.String({ description: 'Its English name' }),
    kind: Type.String({ description: 'Kind of unit' }),
  },
  closed,
);

/** What a page about a figure is headed by. */
export const readPlaceOperation = operation({
  name: 'set.read-place',
  summary: 'The unit that figures are read for on a day (the whole city without a unit), with those above it, and the definition of a figure.',
  kind: 'read',
  http: 'GET /sets/{name}/place',
  permission: 'signed-in',
  input: Type.Object({ name, day, unitId: Type.Optional(unitId) }, closed),
  output: Type.Object(
    {
      unit: place,
      above: Type.Array(place, { description: 'From the city down' }),
      title: Type.String({ description: 'Text key' }),
      about: Type.String({ description: 'Text key of the definition' }),
      measure: Type.Union([Type.Literal('stock'), Type.Literal('flow')], { description: 'Size on a day, or over a period' }),
      people: Type.Boolean({ description: 'Whether the records are people' }),
      adds: Type.Boolean({ description: 'Whether the figure is what the records add up to (hours, đồng, places) and not how many they are' }),
      numerator: Type.String({ description: 'The set whose records are counted' }),
      denominator: Type.Union([Type.String(), Type.Null()], { description: 'For a ratio: the set it is divided by' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const { title, about, numerator, denominator } = getFigure(input.name);
    const { unit, above } = await readPlace(ctx.db, input.unitId, input.day, ctx.today);
    return {
      unit,
      above,
      title,
      about,
      measure: numerator.measure,
      people: numerator.people,
      adds: numerator.take !== undefined,
      numerator: numerator.name,
      denominator: denominator?.name ?? null,
    };
  },
});

/** The operations of sets. */
export const setOperations = [
  listSetsOperation,
  readFiguresOperation,
  readTrendOperation,
  readChildrenOperation,
  listMembersOperation,
  readPlaceOperation,
  exportMembers,
  readExport,
  exportFile,
];
