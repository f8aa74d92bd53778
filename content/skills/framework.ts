import Type from 'typebox';

const closed = { additionalProperties: false };
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' });
const End = Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2}|infinity)$', description: 'First day that no longer belongs, or infinity' });
const words = { name_vi: Type.String({ minLength: 1 }), name_en: Type.String({ minLength: 1 }), text_vi: Type.String(), text_en: Type.String() };

/** A level of a framework. `band`: the measured band (1 to 3) by which it counts as reached, 0 for what needs none, null for what is not measured; our own mapping. */
const Level = Type.Object(
  {
    code: Type.String({ minLength: 1 }),
    ...words,
    band: Type.Union([Type.Integer({ minimum: 0, maximum: 3 }), Type.Null()]),
    own: Type.Boolean({ description: 'Whether the words are our own, because no official ones are known' }),
  },
  closed,
);

/** What a competence asks at a level, in one sentence. */
const Expectation = Type.Object({ level: Type.String({ description: 'Code of a level' }), text_vi: Type.String({ minLength: 1 }), text_en: Type.String({ minLength: 1 }) }, closed);

/** An area or a competence. */
const Part = Type.Object(
  {
    code: Type.String({ minLength: 1 }),
    parent: Type.Union([Type.String(), Type.Null()], { description: 'Code of the area it belongs to; null for an area' }),
    ...words,
    own: Type.Boolean({ description: 'Whether the description is our own; names are official unless `own_name`' }),
    own_name: Type.Boolean({ description: 'Whether the Vietnamese name is our own' }),
    expects: Type.Array(Expectation, { description: 'What it asks, at the levels for which somebody has written it down' }),
  },
  closed,
);

/** A competence framework with its levels and parts. */
export const Framework = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]+$' }),
    title_vi: Type.String({ minLength: 1 }),
    title_en: Type.String({ minLength: 1 }),
    about_vi: Type.String(),
    about_en: Type.String(),
    publisher: Type.String(),
    version: Type.String(),
    valid_from: Day,
    valid_to: End,
    changed: Type.String({ ...Day, description: 'Day of the newest change of these words' }),
    source: Type.String({ minLength: 1 }),
    verified: Type.Boolean({ description: 'Whether it was checked against the official text' }),
    note_vi: Type.String(),
    note_en: Type.String(),
    levels: Type.Array(Level),
    parts: Type.Array(Part, { minItems: 1 }),
  },
  closed,
);
export type Framework = Type.Static<typeof Framework>;

/** What of one framework answers to what of another, as somebody has compared them. */
export const Crosswalk = Type.Object(
  {
    from: Type.Object({ framework: Type.String(), code: Type.String() }, closed),
    to: Type.Object({ framework: Type.String(), code: Type.String() }, closed),
    relation: Type.Enum(['exact', 'related', 'part'], { description: 'exact: the same; related: overlaps; part: `from` lies within `to`' }),
    source: Type.String(),
    verified: Type.Boolean(),
    valid_from: Day,
    valid_to: End,
  },
  closed,
);
export type Crosswalk = Type.Static<typeof Crosswalk>;

/** The level that a kind of post needs, everywhere in the city, until the city decides otherwise. */
export const Requirement = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    framework: Type.String(),
    competence: Type.String({ description: 'Code of an area or competence' }),
    post_kind: Type.Enum(['leader', 'staff', 'contract']),
    level: Type.Integer({ minimum: 0, maximum: 8, description: 'Position of the level in the framework, from 0' }),
    source: Type.String(),
    verified: Type.Boolean(),
    valid_from: Day,
  },
  closed,
);
export type Requirement = Type.Static<typeof Requirement>;

/** The form of each file in content/skills/frameworks. */
export const files = {
  framework: Framework,
  crosswalks: Type.Object({ about: Type.String(), crosswalks: Type.Array(Crosswalk) }, closed),
  requirements: Type.Object({ about: Type.String(), requirements: Type.Array(Requirement) }, closed),
};
