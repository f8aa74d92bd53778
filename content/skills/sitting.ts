import Type from 'typebox';

const closed = { additionalProperties: false };
const Share = Type.Number({ minimum: 0, maximum: 1 });

/** How one mode of sitting chooses and ends. */
const Plan = Type.Object(
  {
    mode: Type.Enum(['practice', 'check', 'certification']),
    minimum: Type.Object({ items: Type.Integer({ minimum: 0 }), perArea: Type.Integer({ minimum: 0 }) }, { ...closed, description: 'Nothing is said of a person before these' }),
    standardError: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], { description: 'Ends at this error of measurement; null: never' }),
    most: Type.Integer({ minimum: 1, description: 'Ends after so many counted items' }),
    minutes: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], { description: 'Ends after so many minutes; null: never' }),
    idleMinutes: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], { description: 'A single item takes at most so many minutes of the time, so that a closed browser costs nothing; null: the clock runs' }),
    typical: Type.Integer({ minimum: 1, description: 'Items that most people need, for the sign of progress' }),
    drawnAmong: Type.Integer({ minimum: 1, description: 'An item is drawn among so many of the best' }),
    cap: Share,
    pilotShare: Share,
    everyDays: Type.Integer({ minimum: 0, description: 'Days until the next one that counts' }),
  },
  closed,
);

/** The rules of sittings: where levels begin, what one remembers of earlier sittings, and a plan for each mode. */
export const SittingRules = Type.Object(
  {
    valid_from: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    source: Type.String({ minLength: 1 }),
    verified: Type.Boolean({ description: 'Whether a standard setting of the city confirmed the cuts' }),
    cuts: Type.Array(Type.Number(), { minItems: 3, maxItems: 3, description: 'θ at which basic, intermediate and advanced begin, ascending' }),
    shares: Type.Record(Type.String({ pattern: '^[1-5]$' }), Share, { description: 'Share of each area in the items, together 1' }),
    rememberDays: Type.Integer({ minimum: 0, description: 'Items that a person met within so many days are not asked again' }),
    keepOpen: Type.Integer({ minimum: 0, description: 'Yet so many items of each area stay open to everybody' }),
    resumeDays: Type.Integer({ minimum: 1, description: 'An open check or practice is closed after so many days' }),
    plans: Type.Array(Plan, { minItems: 3, maxItems: 3 }),
  },
  closed,
);
export type SittingRules = Type.Static<typeof SittingRules>;
export type Plan = Type.Static<typeof Plan>;
