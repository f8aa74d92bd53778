import Type from 'typebox';
import { POST_KINDS } from '../model.ts';

/** Closed objects: a field that is not described is refused. */
export const closed = { additionalProperties: false };

/** A schema whose value may also be null. */
export const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Identifier of `what`. */
export const idOf = (what: string) => Type.String({ format: 'uuid', description: `Identifier of ${what}` });

/** A day of the calendar. */
export const dayAs = (description: string) => Type.String({ format: 'date', description: `${description} (YYYY-MM-DD)` });

/** The first day on which something no longer holds; `infinity` while nothing ends it. */
export const endAs = (description: string) => Type.String({ description: `${description}: the first day after it (YYYY-MM-DD), or "infinity"` });

export const PostKindSchema = Type.Enum([...POST_KINDS], { description: 'Kind of post' });
export const SexSchema = Type.Enum(['female', 'male'], { description: 'Sex as in the personnel file' });

/** What may be written of a person besides posts and union membership. */
export const personFields = {
  name: Type.String({ minLength: 2, maxLength: 100, description: 'Full name, surname first' }),
  birthDate: Type.Optional(dayAs('Day of birth')),
  sex: Type.Optional(SexSchema),
  email: Type.Optional(Type.String({ format: 'email', maxLength: 200, description: 'Work e-mail address' })),
  phone: Type.Optional(Type.String({ pattern: '^[+0-9][0-9 .()-]{5,19}$', description: 'Work telephone number' })),
  identityNumber: Type.Optional(Type.String({ pattern: '^[0-9]{12}$', description: 'Personal identification number, 12 digits; kept sealed, never shown whole' })),
};

/** One line of a list of people. */
export const PersonLine = Type.Object(
  {
    id: idOf('the person'),
    staffCode: Type.String({ description: 'Staff code' }),
    name: Type.String({ description: 'Full name' }),
    title: nullable(Type.String({ description: 'Title of the main post on the day; null without one' })),
    kind: nullable(PostKindSchema),
    unitId: nullable(idOf('the unit of the main post, or of the last one held')),
    unitName: nullable(Type.String({ description: 'Its name on the day' })),
  },
  closed,
);
export type PersonLine = Type.Static<typeof PersonLine>;

/** One stretch of holding a post. */
export const PostingLine = Type.Object(
  {
    id: idOf('the posting'),
    postId: idOf('the post'),
    title: Type.String({ description: 'Title of the post' }),
    kind: PostKindSchema,
    unitId: idOf('the unit'),
    unitName: Type.String({ description: 'Name of the unit when the posting began' }),
    main: Type.Boolean({ description: 'Whether it is the main post; figures about staff count main posts' }),
    coefficient: nullable(Type.Number({ description: 'Salary coefficient' })),
    from: dayAs('First day'),
    to: endAs('End'),
    held: Type.Boolean({ description: 'Whether it is held on the day asked for' }),
  },
  closed,
);
export type PostingLine = Type.Static<typeof PostingLine>;

/** One stretch of union membership. */
export const UnionLine = Type.Object({ from: dayAs('First day'), to: endAs('End'), consentDay: dayAs('Day on which the person consented to its being kept') }, closed);
export type UnionLine = Type.Static<typeof UnionLine>;

/** Everything the register holds about a person. */
export const PersonRecord = Type.Object(
  {
    id: idOf('the person'),
    staffCode: Type.String({ description: 'Staff code' }),
    name: Type.String({ description: 'Full name' }),
    birthDate: nullable(dayAs('Day of birth')),
    sex: nullable(SexSchema),
    email: nullable(Type.String({ description: 'Work e-mail address' })),
    phone: nullable(Type.String({ description: 'Work telephone number' })),
    identityEnding: nullable(Type.String({ description: 'Last three digits of the personal identification number; the rest is never shown' })),
    erasedAt: nullable(Type.String({ description: 'When the person was erased, ISO 8601' })),
    postings: Type.Array(PostingLine, { description: 'Posts held, latest first' }),
    union: nullable(Type.Array(UnionLine, { description: 'Union membership, latest first; null when you may not see it' })),
  },
  closed,
);
export type PersonRecord = Type.Static<typeof PersonRecord>;

/** What stands where the name of an erased person stood, in every language. */
export const ERASED_NAME = 'Đã xóa';
