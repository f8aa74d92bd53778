import Type, { type Static } from 'typebox';
import { closed } from '../model.ts';

/** The kinds of post. */
export const POST_KINDS = ['leader', 'staff', 'contract'] as const;
/** A record of this part of the module. */
export const id = (description: string) => Type.String({ format: 'uuid', description });
/** A text in an answer. */
export const text = (description: string) => Type.String({ description });
/** A value that may be missing. */
export const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** An amount a month. */
export const monthly = (description: string) => Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: `${description}, đồng a month` });

/** What a person wishes, as it is said. */
export const WishesInput = {
  homeCode: Type.Optional(Type.String({ maxLength: 10, description: 'Code of the commune from which the way begins; left out: the one of the present post' })),
  mostKm: Type.Optional(Type.Integer({ minimum: 0, maximum: 200, description: 'At most so many km as the crow flies' })),
  leastPay: Type.Optional(monthly('At least so much')),
  postKinds: Type.Array(Type.Enum([...POST_KINDS]), { maxItems: 3, description: 'Kinds of post; none: any' }),
  outside: Type.Boolean({ description: 'Whether jobs outside the offices of the city are welcome' }),
  useResults: Type.Boolean({ description: 'Whether the results of digital skills may be used to find work; without it nobody looks at them for this' }),
  note: Type.Optional(Type.String({ maxLength: 2000, description: 'Anything else to be taken into account' })),
};

/** What a person wishes, as it stands. */
export const WishesView = Type.Object(
  {
    homeCode: orNull(text('Commune from which the way begins')),
    mostKm: orNull(Type.Integer({ description: 'Most km' })),
    leastPay: orNull(Type.Integer({ description: 'Least pay, đồng a month' })),
    postKinds: Type.Array(Type.String(), { description: 'Kinds of post; empty: any' }),
    outside: Type.Boolean({ description: 'Whether jobs outside are welcome' }),
    useResults: Type.Boolean({ description: 'Whether results may be used' }),
    note: text('Anything else'),
    statedOn: text('When it was said'),
  },
  closed,
);

/** A reason why an opening fits, or does not. */
export const WhyView = Type.Object(
  {
    aspect: Type.Enum(['skills', 'level', 'place', 'pay', 'wish', 'taken'], { description: 'What it is about' }),
    fit: Type.Enum(['fits', 'learn', 'ask', 'against'], { description: 'fits; learn: after learning; ask: to be asked; against: a wish is not met' }),
    code: text('Text key of the sentence'),
    values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What fills it' }),
  },
  closed,
);

/** A course that teaches what is missing. */
export const FittingCourse = Type.Object(
  {
    id: text('Course'),
    title: text('Title'),
    minutes: Type.Integer({ description: 'Minutes' }),
    areas: Type.Array(Type.String(), { description: 'Areas missing that it teaches' }),
  },
  closed,
);

/** An opening with its reasons and what decided its place in the list. */
export const OpeningView = Type.Object(
  {
    id: text('Post or job outside'),
    outside: Type.Boolean({ description: 'Whether it is a job outside' }),
    title: text('Title'),
    place: text('Unit, or employer and commune'),
    kind: orNull(text('Kind of post; null outside')),
    pay: orNull(Type.Object({ from: Type.Integer({ description: 'From, đồng a month' }), to: Type.Integer({ description: 'To, đồng a month' }) }, closed)),
    reasons: Type.Array(WhyView, { description: 'Every reason: wishes first' }),
    order: Type.Object(
      {
        unmet: Type.Integer({ description: 'Wishes not met' }),
        gap: Type.Integer({ description: 'Bands to learn' }),
        rungs: Type.Integer({ description: 'Rungs from the present kind of post' }),
        km: orNull(Type.Number({ description: 'Km; null: unknown' })),
        less: Type.Integer({ description: 'Đồng a month less than now' }),
      },
      { ...closed, description: 'What decided its place: the smaller the earlier, one after the other' },
    ),
    courses: Type.Array(FittingCourse, { description: 'Courses that teach what is missing, those that teach most first' }),
    contact: text('Whom to ask, for jobs outside'),
  },
  closed,
);
export type OpeningView = Static<typeof OpeningView>;

/** Openings a page shows. */
export const PAGE = 10;
/** The part of the list that a page shows. */
export const from = Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, description: 'How many to pass over' }));
/** A page of openings. */
export const Openings = Type.Object(
  {
    lines: Type.Array(OpeningView, { description: 'Best first, at most 10' }),
    total: Type.Integer({ description: 'How many there are' }),
    from: Type.Integer({ description: 'How many were passed over' }),
    usesResults: Type.Boolean({ description: 'Whether results of digital skills were used: only with consent, and where there are any' }),
  },
  closed,
);
