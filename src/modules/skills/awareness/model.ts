import Type from 'typebox';

const closed = { additionalProperties: false };

/** A score of a part, 0 to 100; null where nothing of it counts. */
const Score = (what: string) => Type.Union([Type.Number({ minimum: 0, maximum: 100 }), Type.Null()], { description: `${what}, 0 to 100; null: nothing of it counts` });

/** One page of the questionnaire as it is asked: no word of what an answer counts. */
export const AwarenessPage = Type.Object(
  {
    id: Type.String({ description: 'Filling-in' }),
    state: Type.Enum(['open', 'finished', 'withdrawn'], { description: 'open: may be answered; finished; withdrawn' }),
    page: Type.Integer({ description: 'Page, from 1' }),
    pages: Type.Integer({ description: 'Number of pages' }),
    part: Type.Object({ name: Type.String({ description: 'Name of the part' }), text: Type.String({ description: 'How to answer it' }) }, closed),
    questions: Type.Array(
      Type.Object(
        {
          id: Type.String({ description: 'Question' }),
          text: Type.String({ description: 'Its words' }),
          choices: Type.Array(Type.Object({ id: Type.String({ description: 'Option' }), text: Type.String({ description: 'Its words' }) }, closed), {
            description: 'What can be chosen',
          }),
          given: Type.Union([Type.String(), Type.Null()], { description: 'Option chosen so far' }),
        },
        closed,
      ),
      { description: 'The questions of the page' },
    ),
    open: Type.Array(Type.Integer(), { description: 'Pages with unanswered questions' }),
  },
  closed,
);
export type AwarenessPage = Type.Static<typeof AwarenessPage>;

/** How one sees oneself in an area against what was measured. */
export const SelfViewLine = Type.Object(
  {
    area: Type.String({ description: 'Area 1 to 5' }),
    rated: Type.Integer({ description: 'Level one gave oneself: 0 below basic, 1 basic, 2 intermediate, 3 advanced' }),
    expected: Type.Number({ description: 'Expected level from the probabilities of the measured levels' }),
    level: Type.Integer({ description: 'Most probable measured level' }),
    verdict: Type.Enum(['over', 'near', 'under'], { description: 'over: rated higher than measured; near: within the error; under: rated lower' }),
  },
  closed,
);
export type SelfViewLine = Type.Static<typeof SelfViewLine>;

/** What a person filled in, for that person alone. */
export const OwnAwareness = Type.Object(
  {
    form: Type.Object(
      {
        id: Type.String({ description: 'Version of the questionnaire' }),
        source: Type.String({ description: 'What it rests on' }),
        verified: Type.Boolean({ description: 'Whether it was validated in the city' }),
        minutes: Type.Integer({ description: 'Minutes it takes' }),
        questions: Type.Integer({ description: 'Number of questions' }),
        everyDays: Type.Integer({ description: 'Days between two times' }),
      },
      closed,
    ),
    open: Type.Union([Type.String(), Type.Null()], { description: 'Filling-in under way' }),
    next: Type.Union([Type.String(), Type.Null()], { description: 'First day on which it may be filled in again; null: today' }),
    ratedOn: Type.Union([Type.String(), Type.Null()], { description: 'Day of the newest self-rating' }),
    rateFirst: Type.Boolean({ description: 'Whether a self-rating is due before the questions' }),
    done: Type.Array(
      Type.Object(
        {
          id: Type.String({ description: 'Filling-in' }),
          form: Type.String({ description: 'Version of the questionnaire' }),
          day: Type.String({ description: 'Day' }),
          knowledge: Score('Knowledge'),
          attitude: Score('Attitude'),
          practice: Score('Practice'),
          situations: Score('Situations'),
          countsFrom: Type.String({ description: 'First day on which it counts in figures of groups; until then it may be withdrawn' }),
          mayWithdraw: Type.Boolean({ description: 'Whether it may still be withdrawn' }),
        },
        closed,
      ),
      { description: 'Newest first' },
    ),
    selfView: Type.Union(
      [Type.Object({ day: Type.String({ description: 'Day of the measurement' }), lines: Type.Array(SelfViewLine, { description: 'One for each area' }) }, closed), Type.Null()],
      { description: 'Against the newest measurement that a self-rating preceded; null: none' },
    ),
  },
  closed,
);
export type OwnAwareness = Type.Static<typeof OwnAwareness>;
