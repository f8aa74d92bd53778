import Type from 'typebox';
import { Item } from '#content/skills/item.ts';
import { Answer, PublicItem } from '../bank/model.ts';

const closed = { additionalProperties: false };

/** The modes of a sitting. */
export const MODES = ['practice', 'check', 'certification'] as const;
export const Mode = Type.Enum([...MODES], { description: 'practice (explains, does not count), check, certification' });
export type Mode = Type.Static<typeof Mode>;

/** What is known of one area (1 to 5) or over all (`all`). */
export const Measured = Type.Object(
  {
    area: Type.String({ description: 'Area 1 to 5 of DigComp, or all' }),
    revision: Type.Integer({ description: '1; one more each time an item that was met was neutralised' }),
    theta: Type.Number({ description: 'Ability on the scale with mean 0 and deviation 1' }),
    standardError: Type.Number({ description: 'Standard error of the ability' }),
    from: Type.Number({ description: 'Lower end of the 95 % interval' }),
    to: Type.Number({ description: 'Upper end of the 95 % interval' }),
    answers: Type.Integer({ description: 'Answers that it rests on' }),
    level: Type.Integer({ description: 'Most probable level: 0 below basic, 1 basic, 2 intermediate, 3 advanced' }),
    assured: Type.Integer({ description: 'Level reached with a probability of at least 95 %' }),
    certainty: Type.Enum(['sure', 'likely', 'open'], { description: 'How far the level can be relied on' }),
    beside: Type.Union([Type.Integer(), Type.Null()], { description: 'The level that is also possible; null when sure' }),
    probabilities: Type.Array(Type.Number(), { description: 'Probability of each level from 0 up' }),
  },
  closed,
);
export type Measured = Type.Static<typeof Measured>;

/** A sitting as the person who sits it sees it: the question that is open, how far it has come; never a key. */
export const SittingView = Type.Object(
  {
    id: Type.String({ description: 'Sitting' }),
    mode: Mode,
    competence: Type.Union([Type.String(), Type.Null()], { description: 'Practice: the one competence that is practised; null: mixed' }),
    sessionId: Type.Union([Type.String(), Type.Null()], { description: 'Certification: its session' }),
    state: Type.Enum(['open', 'paused', 'finished'], { description: 'open, paused or finished' }),
    number: Type.Integer({ description: 'Number of the question that is open, from 1' }),
    about: Type.Integer({ description: 'How many questions most people need' }),
    most: Type.Integer({ description: 'How many questions at the most, tried-out ones included' }),
    minutesLeft: Type.Union([Type.Integer(), Type.Null()], { description: 'Minutes left; null: no limit' }),
    mayPause: Type.Boolean({ description: 'Whether the person may pause; in a certification the invigilator does' }),
    question: Type.Union([PublicItem, Type.Null()], { description: 'The open question without its key; null while paused or over' }),
    over: Type.Union([Type.String(), Type.Null()], { description: 'Why nothing more is asked: standard-error, items, minutes, exhausted, stopped, left, closed' }),
    largePrint: Type.Boolean({ description: 'Whether the person wants larger print' }),
  },
  closed,
);
export type SittingView = Type.Static<typeof SittingView>;

/** What a practice tells after an answer: the item with its key and explanation. */
export const Feedback = Type.Object(
  {
    number: Type.Integer({ description: 'Number of the question' }),
    shown: PublicItem,
    item: Item,
    given: Answer,
    correct: Type.Boolean({ description: 'Whether the answer is right' }),
  },
  closed,
);
export type Feedback = Type.Static<typeof Feedback>;

/** A result as its person sees it. */
export const OutcomeView = Type.Object(
  {
    sittingId: Type.String({ description: 'Sitting' }),
    personId: Type.String({ description: 'Person' }),
    unitId: Type.Union([Type.String(), Type.Null()], { description: 'Unit of the main post when it began' }),
    mode: Mode,
    day: Type.String({ description: 'Day on which it ended' }),
    finishedAt: Type.String({ format: 'date-time', description: 'When it ended' }),
    ended: Type.String({ description: 'Why it ended' }),
    sessionId: Type.Union([Type.String(), Type.Null()], { description: 'Certification: its session' }),
    cuts: Type.Array(Type.Number(), { description: 'Ability at which levels 1, 2 and 3 begin' }),
    cutsVerified: Type.Boolean({ description: 'Whether a standard setting of the city confirmed the cuts' }),
    bank: Type.Object(
      {
        id: Type.String({ description: 'Bank version' }),
        number: Type.Integer({ description: 'Its number' }),
        items: Type.Integer({ description: 'Counted items' }),
        awaiting: Type.Integer({ description: 'Counted items that no reviewer of this city had passed' }),
        calibrated: Type.Integer({ description: 'Counted items whose parameters come from answers' }),
      },
      closed,
    ),
    overall: Measured,
    areas: Type.Array(Measured, { description: 'Areas 1 to 5' }),
  },
  closed,
);
export type OutcomeView = Type.Static<typeof OutcomeView>;

/** One step of a sitting played again. */
const ReplayStep = Type.Object(
  {
    number: Type.Integer({ description: 'Number of the question' }),
    item: Type.String({ description: 'Item' }),
    version: Type.Integer({ description: 'Version of the item' }),
    competence: Type.String({ description: 'Competence' }),
    prompt: Type.String({ description: 'What was asked' }),
    right: Type.Boolean({ description: 'Whether it was answered rightly' }),
    minutes: Type.Number({ description: 'Minutes after the start' }),
    a: Type.Number({ description: 'Discrimination' }),
    b: Type.Number({ description: 'Difficulty, logits' }),
    c: Type.Number({ description: 'Chance of guessing' }),
    source: Type.String({ description: 'expert (stated by authors) or calibrated' }),
    neutralised: Type.Boolean({ description: 'Whether it no longer counts in the result' }),
    theta: Type.Number({ description: 'Ability estimated after it' }),
    standardError: Type.Number({ description: 'Its standard error' }),
  },
  closed,
);

/** A sitting played again. */
export const ReplayView = Type.Object(
  {
    bank: Type.Integer({ description: 'Number of the bank version' }),
    seed: Type.String({ description: 'Seed of the draws' }),
    closed: Type.Integer({ description: 'Items closed for this sitting' }),
    pilots: Type.Integer({ description: 'Tried-out items that were asked and do not count' }),
    ended: Type.String({ description: 'Why it ended' }),
    replayed: Type.String({ description: 'Why the replay ends; left: there the person answered no more' }),
    same: Type.Boolean({ description: 'Whether the replay asks the same items in the same order' }),
    steps: Type.Array(ReplayStep),
  },
  closed,
);
export type ReplayView = Type.Static<typeof ReplayView>;
