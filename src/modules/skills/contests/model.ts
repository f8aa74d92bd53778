import Type from 'typebox';

const closed = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time', description: 'When' });

/** A contest as whoever raised it sees it. */
export const OwnContest = Type.Object(
  {
    id: Type.String({ description: 'Contest' }),
    sitting: Type.String({ description: 'Sitting' }),
    number: Type.Integer({ description: 'Number of the question' }),
    reason: Type.String({ description: 'What the person holds' }),
    state: Type.Enum(['open', 'accepted', 'rejected'], { description: 'open, accepted or rejected' }),
    answer: Type.String({ description: 'What reviewers said; empty while open' }),
    raisedAt: Moment,
  },
  closed,
);
export type OwnContest = Type.Static<typeof OwnContest>;

/** A contest as reviewers see it: without a name. */
export const ContestLine = Type.Object(
  {
    id: Type.String({ description: 'Contest' }),
    item: Type.String({ description: 'Item' }),
    version: Type.Integer({ description: 'Version of the item' }),
    prompt: Type.String({ description: 'What is asked' }),
    reason: Type.String({ description: 'What the person holds' }),
    raisedAt: Moment,
    own: Type.Boolean({ description: 'Whether the asker raised it; then somebody else decides' }),
    shown: Type.Integer({ description: 'Times the version was answered' }),
    correct: Type.Integer({ description: 'Times it was answered rightly' }),
  },
  closed,
);
export type ContestLine = Type.Static<typeof ContestLine>;

/** A neutralised version, and how far the new measuring has come. */
export const NeutralLine = Type.Object(
  {
    id: Type.String({ description: 'Neutralisation' }),
    item: Type.String({ description: 'Item' }),
    version: Type.Integer({ description: 'Version of the item' }),
    origin: Type.String({ description: 'session or contest' }),
    reason: Type.String({ description: 'Why' }),
    decidedAt: Moment,
    total: Type.Integer({ description: 'Results that stand on it' }),
    done: Type.Integer({ description: 'Measured again' }),
    changed: Type.Integer({ description: 'Whose level became another' }),
    finished: Type.Boolean({ description: 'Whether all are done' }),
  },
  closed,
);
export type NeutralLine = Type.Static<typeof NeutralLine>;
