import Type from 'typebox';

const closed = { additionalProperties: false };

/** The kinds of post that an audience can name. */
export const AUDIENCE_POSTS = ['leader', 'staff', 'contract'] as const;

/** People to whom all of these apply. What is left out applies to everybody. */
export const AudiencePart = Type.Object(
  {
    units: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 500, description: 'Main post in one of these units or anywhere under it' })),
    unitKinds: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z-]{2,40}$' }), { minItems: 1, maxItems: 40, description: 'Main post in a unit of one of these kinds or anywhere under one' }),
    ),
    postKinds: Type.Optional(Type.Array(Type.Enum([...AUDIENCE_POSTS]), { minItems: 1, description: 'Kind of the main post' })),
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
