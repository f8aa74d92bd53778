import Type from 'typebox';

const closed = { additionalProperties: false };

/** The kinds of post that an audience can name. */
export const AUDIENCE_POSTS = ['leader', 'staff', 'contract'] as const;

/** An area of digital skills that an audience can name. */
export const AudienceArea = Type.Enum(['all', '1', '2', '3', '4', '5'], { description: 'Area 1 to 5 of digital skills, or all: over all' });

/** People to whom all of these apply. What is left out applies to everybody. */
export const AudiencePart = Type.Object(
  {
    units: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 500, description: 'Main post in one of these units or anywhere under it' })),
    unitKinds: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z-]{2,40}$' }), { minItems: 1, maxItems: 40, description: 'Main post in a unit of one of these kinds or anywhere under one' }),
    ),
    postKinds: Type.Optional(Type.Array(Type.Enum([...AUDIENCE_POSTS]), { minItems: 1, description: 'Kind of the main post' })),
    required: Type.Optional(
      Type.Object(
        {
          area: AudienceArea,
          level: Type.Integer({ minimum: 1, maximum: 3, description: 'Level, 1 basic to 3 advanced' }),
        },
        { ...closed, description: 'The post needs at least this level of digital skills in the area' },
      ),
    ),
    gaps: Type.Optional(
      Type.Array(AudienceArea, {
        minItems: 1,
        maxItems: 6,
        description: 'The newest measurement is below what the post needs in one of these areas; who is in such an audience is nobody else’s to know',
      }),
    ),
    people: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 5000, description: 'These people, by id' })),
  },
  closed,
);
export type AudiencePart = Type.Static<typeof AudiencePart>;

/** Which people are meant, as plain data: those of any part of `include`, without those of any part of `exclude`. Only who holds a main post can be meant. */
export const Audience = Type.Object(
  {
    include: Type.Array(AudiencePart, { minItems: 1, maxItems: 20, description: 'Anybody of one of these' }),
    exclude: Type.Array(AudiencePart, { maxItems: 20, description: 'Nobody of these' }),
  },
  closed,
);
export type Audience = Type.Static<typeof Audience>;

/** Whether an audience is chosen by what was measured of people, so that who is in it must stay with them. Pure. */
export function isConfidential({ include, exclude }: Audience): boolean {
  return [...include, ...exclude].some(({ gaps }) => gaps !== undefined);
}
