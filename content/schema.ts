import Type from 'typebox';

const closed = { additionalProperties: false };
const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Day, YYYY-MM-DD' });
const EndText = Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2}|infinity)$', description: 'First day that no longer belongs, or infinity' });

/** Kinds of unit, in the order in which a choice offers them; `units.kind.<kind>` is the text key. */
export const UNIT_KINDS = [
  'city',
  'people-committee',
  'department',
  'office',
  'management-board',
  'inspectorate',
  'service-centre',
  'trade-union',
  'urban-district',
  'rural-district',
  'town',
  'ward',
  'commune',
  'township',
  'division',
] as const;

/** One of the kinds of unit. */
export const UnitKind = Type.Enum([...UNIT_KINDS]);

/** A unit of the organisation with the half-open range of days on which it stands. */
export const Unit = Type.Object(
  {
    id: Type.String({ description: 'Unique for ever, independent of codes' }),
    kind: UnitKind,
    name_vi: Type.String({ minLength: 1 }),
    name_en: Type.String({ minLength: 1 }),
    code: Type.String({ description: 'Unique in its code system on each day' }),
    code_system: Type.Enum(['gso', 'khue'], { description: 'gso: the official code; khue: our own' }),
    parent: Type.Union([Type.String(), Type.Null()], { description: 'id of the unit above; null for the city' }),
    valid_from: DayText,
    valid_to: EndText,
    source: Type.String({ description: 'id in sources.json' }),
    verified: Type.Boolean({ description: 'false until an official text is entered' }),
    area_km2: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'km²' })),
    centre: Type.Optional(Type.Tuple([Type.Number({ description: 'longitude, degrees' }), Type.Number({ description: 'latitude, degrees' })])),
    tile: Type.Optional(Type.Tuple([Type.Integer({ minimum: 0, description: 'column' }), Type.Integer({ minimum: 0, description: 'row' })])),
  },
  closed,
);
export type Unit = Type.Static<typeof Unit>;

/** An inner unit that every unit of the named kinds has. */
export const UnitTemplate = Type.Object(
  {
    suffix: Type.String({ description: 'Appended to code and id of the unit after a dot' }),
    for: Type.Array(UnitKind, { minItems: 1 }),
    kind: UnitKind,
    name_vi: Type.String(),
    name_en: Type.String(),
    valid_from: DayText,
    valid_to: EndText,
    source: Type.String(),
    verified: Type.Boolean(),
  },
  closed,
);
export type UnitTemplate = Type.Static<typeof UnitTemplate>;

/** An old unit and the unit that succeeds it on a day, with what the knowledge rests on. */
export const Succession = Type.Object(
  {
    from: Type.String({ description: 'id of the old unit' }),
    to: Type.String({ description: 'id of the new unit' }),
    day: DayText,
    basis: Type.Array(Type.Enum(['same-code', 'same-name', 'press']), { minItems: 1 }),
    source: Type.Optional(Type.String()),
  },
  closed,
);
export type Succession = Type.Static<typeof Succession>;

/** Where content comes from. */
export const Source = Type.Object({ id: Type.String(), title: Type.String(), tells: Type.String() }, closed);
export type Source = Type.Static<typeof Source>;

/** A permission that operations ask for. */
export const Permission = Type.Object(
  { name: Type.String({ pattern: '^[a-z]+\\.[a-z-]+$' }), title_vi: Type.String(), title_en: Type.String() },
  closed,
);
export type Permission = Type.Static<typeof Permission>;

/** A role granted on a subtree of units from–to; `available` false: not yet offered. */
export const Role = Type.Object(
  { key: Type.String(), title_vi: Type.String(), title_en: Type.String(), available: Type.Boolean(), permissions: Type.Array(Type.String()) },
  closed,
);
export type Role = Type.Static<typeof Role>;

/** A set, or one of its slices, of which the records are counted (size) or their weights added (weight). */
const Part = Type.Object(
  {
    set: Type.String({ minLength: 1, maxLength: 100, description: 'Name of the set, such as directory.staff-in-post' }),
    slice: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a division, such as sex=female; left out: the whole set' })),
    take: Type.Optional(Type.Enum(['size', 'weight'], { description: 'Number of records, or sum of their weights; size when left out' })),
  },
  closed,
);
export type Part = Type.Static<typeof Part>;

const Parts = Type.Array(Part, { minItems: 1, maxItems: 12, description: 'Sets or slices that are added up' });
const factor = Type.Number({ description: 'What the result is multiplied by; 100 for a percentage, 1 for a plain number' });
const over = Type.Optional(
  Type.Enum(['month', 'quarter', 'half-year', 'year', 'to-date'], { description: 'For sets with a size over a period: which period, through the day asked for; to-date: since the beginning' }),
);

/** How the value of an indicator comes about: reported with evidence, a sum of sets, or one sum over another. */
export const Formula = Type.Union(
  [
    Type.Object({ kind: Type.Literal('reported', { description: 'Reported with evidence and appraised' }) }, closed),
    Type.Object({ kind: Type.Literal('sum', { description: 'A sum of sets' }), parts: Parts, factor, over }, closed),
    Type.Object({ kind: Type.Literal('ratio', { description: 'One sum of sets over another' }), numerator: Parts, denominator: Parts, factor, over }, closed),
  ],
  { description: 'How its value comes about, as plain data' },
);
export type Formula = Type.Static<typeof Formula>;

/** An indicator as it is first entered into the catalogue. */
export const Indicator = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: 'Unique for ever' }),
    name_vi: Type.String({ minLength: 1 }),
    name_en: Type.String({ minLength: 1 }),
    definition_vi: Type.String({ minLength: 1 }),
    definition_en: Type.String({ minLength: 1 }),
    formula: Formula,
    measure: Type.Enum(['percent', 'number', 'rank', 'milestone'], { description: 'Percent 0 to 100 or more, a number, a rank from 1, or 1 (reached) and 0' }),
    unit_vi: Type.String({ description: 'Unit of measure as written after the value; empty for rank and milestone' }),
    unit_en: Type.String(),
    decimals: Type.Integer({ minimum: 0, maximum: 4 }),
    direction: Type.Enum(['higher', 'lower'], { description: 'Which values are better' }),
    owner: Type.String({ description: 'id of the unit that answers for the indicator' }),
    reporters: Type.Optional(Type.Array(UnitKind, { description: 'Kinds of unit that each report their own value; left out: the owner reports' })),
    reporting_from: DayText,
    periodicity: Type.Enum(['month', 'quarter', 'half-year', 'year']),
    term_working_days: Type.Integer({ minimum: 0, maximum: 60, description: 'Working days after the end of the period by which it is reported' }),
    source: Type.String({ minLength: 1 }),
    quality_vi: Type.Optional(Type.String()),
    quality_en: Type.Optional(Type.String()),
    verified: Type.Boolean({ description: 'false until the definition was checked against an official text' }),
    valid_from: DayText,
  },
  closed,
);
export type Indicator = Type.Static<typeof Indicator>;

/** A programme with its legal basis, goals and targets, as it is first entered. */
export const Programme = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: 'Unique for ever' }),
    title_vi: Type.String({ minLength: 3 }),
    title_en: Type.String({ minLength: 3 }),
    about_vi: Type.String(),
    about_en: Type.String(),
    owner: Type.String({ description: 'id of the unit that leads it' }),
    starts: DayText,
    ends: DayText,
    bases: Type.Array(
      Type.Object(
        {
          number: Type.String({ description: 'Number of the document; empty when it has none' }),
          title_vi: Type.String({ minLength: 3 }),
          title_en: Type.String({ minLength: 3 }),
          day: Type.Union([DayText, Type.Null()], { description: 'Day of issue; null when not known' }),
          issuer: Type.String({ minLength: 3 }),
          source: Type.String({ minLength: 3, description: 'id in sources.json, or where it was read' }),
          verified: Type.Boolean(),
        },
        closed,
      ),
    ),
    goals: Type.Array(Type.Object({ key: Type.String(), title_vi: Type.String({ minLength: 3 }), title_en: Type.String({ minLength: 3 }) }, closed)),
    targets: Type.Array(
      Type.Object(
        {
          key: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: 'Unique for ever' }),
          indicator: Type.String({ description: 'key in content/indicators' }),
          goal: Type.String({ description: 'key of a goal of the programme' }),
          title_vi: Type.String({ minLength: 3 }),
          title_en: Type.String({ minLength: 3 }),
          direction: Type.Enum(['at-least', 'at-most', 'reached']),
          value: Type.Union([Type.Number(), Type.Null()], { description: 'null for done or not' }),
          due: DayText,
          owner: Type.String({ description: 'id of the unit that answers for it' }),
          document: Type.String({ minLength: 3 }),
          source: Type.String({ minLength: 3, description: 'id in sources.json, or where it was read' }),
          verified: Type.Boolean(),
          note_vi: Type.Optional(Type.String()),
          note_en: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Programme = Type.Static<typeof Programme>;

const about = { about: Type.Optional(Type.String()) };
/** The form of each content file. */
export const files = {
  units: Type.Object({ ...about, units: Type.Array(Unit) }, closed),
  templates: Type.Object({ ...about, templates: Type.Array(UnitTemplate) }, closed),
  succession: Type.Object({ ...about, succession: Type.Array(Succession) }, closed),
  sources: Type.Object({ ...about, sources: Type.Array(Source) }, closed),
  roles: Type.Object({ ...about, everyone: Type.Array(Type.String()), permissions: Type.Array(Permission), roles: Type.Array(Role) }, closed),
  indicators: Type.Object({ ...about, indicators: Type.Array(Indicator) }, closed),
  programme: Programme,
};
