import Type from 'typebox';
import { UNIT_KINDS } from '#content/schema.ts';
import type { Day } from '#base/day/index.ts';

const closed = { additionalProperties: false };

export { UNIT_KINDS };

/**
 * Code systems of units in the order in which a code is shown: `gso` the official code, `internal` our own for bodies without one,
 * `khue` the id in the content files.
 */
export const CODE_SYSTEMS = ['gso', 'internal', 'khue'] as const;

/** Schemas of parts that many operations share. */
export const Id = Type.String({ format: 'uuid', description: 'Identifier' });
export const UnitId = Type.String({ format: 'uuid', description: 'Unit' });
export const DayText = Type.String({ format: 'date', description: 'Day, YYYY-MM-DD' });
export const EndDay = Type.String({ description: 'First day on which it no longer holds, YYYY-MM-DD, or infinity' });
export const Kind = Type.Enum([...UNIT_KINDS], { description: 'Kind of unit' });
export const CodeSystem = Type.Enum([...CODE_SYSTEMS], { description: 'Code system: gso = official code, internal = own code, khue = id in the content files' });
export const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'Name' });
export const Code = Type.String({ minLength: 1, maxLength: 40, pattern: '^\\S+$', description: 'Code, unique in its system on each day' });
export const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A unit as a line of a list on a day. */
export const UnitLine = Type.Object(
  {
    id: UnitId,
    kind: Type.String({ description: 'Kind of unit' }),
    nameVi: Type.String({ description: 'Vietnamese name' }),
    nameEn: Type.String({ description: 'English name' }),
    parentId: nullable(UnitId),
    parentVi: nullable(Type.String({ description: 'Vietnamese name of the unit above' })),
    parentEn: nullable(Type.String({ description: 'English name of the unit above' })),
    code: nullable(Type.String({ description: 'Official code, else our own' })),
    verified: Type.Boolean({ description: 'false while no official text has been entered for it' }),
    children: Type.Integer({ description: 'Number of units directly under it on the day' }),
  },
  closed,
);
export type UnitLine = Type.Static<typeof UnitLine>;

/** One state of a unit. */
export const UnitState = Type.Object(
  {
    kind: Type.String({ description: 'Kind' }),
    nameVi: Type.String({ description: 'Vietnamese name' }),
    nameEn: Type.String({ description: 'English name' }),
    parentId: nullable(UnitId),
    parentVi: nullable(Type.String({ description: 'Vietnamese name of the unit above' })),
    parentEn: nullable(Type.String({ description: 'English name of the unit above' })),
    validFrom: DayText,
    validTo: EndDay,
  },
  closed,
);

/** A unit that comes before or after another, with the day and how that is known. */
export const Relative = Type.Object(
  {
    id: UnitId,
    nameVi: Type.String({ description: 'Vietnamese name' }),
    nameEn: Type.String({ description: 'English name' }),
    day: DayText,
    basis: Type.String({ description: 'Decision, or how it was inferred: same-code, same-name, press' }),
  },
  closed,
);

/** A post of a unit; the holder is told to those only who may see the persons. */
export const PostLine = Type.Object(
  {
    id: Id,
    title: Type.String({ description: 'Title of the post' }),
    kind: Type.Enum(['leader', 'staff', 'contract'], { description: 'Kind of post' }),
    validFrom: DayText,
    validTo: EndDay,
    holder: Type.Union(
      [
        Type.Object(
          { personId: Id, name: Type.String({ description: 'Name of the person' }), since: DayText, main: Type.Boolean({ description: 'Whether it is the main post' }) },
          closed,
        ),
        Type.Null(),
      ],
      { description: 'Who holds it on the day' },
    ),
  },
  closed,
);
export type PostLine = Type.Static<typeof PostLine>;

/** The day from which the sources know a unit when they do not tell since when it stands. */
export const UNKNOWN_START: Day = '1900-01-01';

/** The name in the language of the page. */
export function nameOf(unit: { nameVi: string; nameEn: string }, locale: 'vi' | 'en'): string {
  return locale === 'vi' ? unit.nameVi : unit.nameEn;
}
