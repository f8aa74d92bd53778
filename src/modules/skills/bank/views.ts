import Type from 'typebox';
import { Item } from '#content/skills/item.ts';
import { ITEM_STATES, REVIEWS } from './model.ts';

const closed = { additionalProperties: false };
const State = Type.Enum([...ITEM_STATES], { description: 'draft, reviewed, pilot, live or retired' });
const ReviewState = Type.Enum([...REVIEWS], { description: 'none, awaiting-local-review or passed' });
const Person = Type.Union([Type.String(), Type.Null()], { description: 'Name; null: the Khuê project' });
export const ItemId = Type.String({ pattern: '^[1-5]\\.[1-6]-[a-z0-9-]{1,100}$', description: 'Item', examples: ['1.1-tu-khoa-1'] });

/** An item in the list, in the newest version that was asked for. */
export const ItemLine = Type.Object(
  {
    id: Type.String({ description: 'Item' }),
    version: Type.Integer({ description: 'Version that is shown' }),
    family: Type.String({ description: 'Items that may take its place' }),
    competence: Type.String({ description: 'DigComp competence' }),
    band: Type.Integer({ description: '1 basic, 2 intermediate, 3 advanced' }),
    kind: Type.String({ description: 'Kind of item' }),
    tool: Type.Union([Type.String(), Type.Null()], { description: 'task: the simulated tool' }),
    state: State,
    review: ReviewState,
    english: Type.Boolean({ description: 'Whether it has English words' }),
    prompt: Type.String({ description: 'What is asked, in Vietnamese' }),
    author: Person,
    changedAt: Type.String({ format: 'date-time', description: 'When it was last changed' }),
  },
  closed,
);
export type ItemLine = Type.Static<typeof ItemLine>;

/** One version of an item. */
export const VersionView = Type.Object(
  {
    version: Type.Integer({ description: 'Number, from 1' }),
    state: State,
    review: ReviewState,
    origin: Type.String({ description: 'content: shipped; local: written here' }),
    note: Type.String({ description: 'What was changed, in the words of its author; may be empty' }),
    changed: Type.Array(Type.String(), { description: 'Parts that differ from the version before, as JSON pointers' }),
    author: Person,
    editable: Type.Boolean({ description: 'Whether it is a draft that is changed in place' }),
    digest: Type.String({ description: 'Tells two wordings apart' }),
    createdAt: Type.String({ format: 'date-time', description: 'When it was begun' }),
    item: Item,
    parameters: Type.Object(
      {
        a: Type.Number({ description: 'Discrimination' }),
        b: Type.Number({ description: 'Difficulty, logits' }),
        c: Type.Number({ description: 'Chance of guessing' }),
        source: Type.String({ description: 'expert or calibrated' }),
      },
      closed,
    ),
    figures: Type.Union(
      [
        Type.Object(
          {
            shown: Type.Integer({ description: 'Times answered' }),
            correct: Type.Integer({ description: 'Times answered rightly' }),
            countedAt: Type.String({ format: 'date-time', description: 'When counted' }),
          },
          closed,
        ),
        Type.Null(),
      ],
      { description: 'null: nobody has counted yet' },
    ),
    next: Type.Array(State, { description: 'Where the asker may move it' }),
    mayReview: Type.Boolean({ description: 'Whether the asker may review it' }),
  },
  closed,
);
export type VersionView = Type.Static<typeof VersionView>;

/** What happened to an item. */
export const ItemEvent = Type.Object(
  {
    version: Type.Integer({ description: 'Version' }),
    what: Type.String({ description: 'passed, sent-back, or the state it was moved to' }),
    text: Type.String({ description: 'Remark or reason; may be empty' }),
    by: Person,
    at: Type.String({ format: 'date-time', description: 'When' }),
  },
  closed,
);
export type ItemEvent = Type.Static<typeof ItemEvent>;

/** An item with everything its authors need. */
export const ItemView = Type.Object(
  {
    id: Type.String({ description: 'Item' }),
    family: Type.String({ description: 'Family' }),
    siblings: Type.Array(Type.String(), { description: 'Other items of the family' }),
    versions: Type.Array(VersionView, { description: 'Newest first' }),
    events: Type.Array(ItemEvent, { description: 'Newest first' }),
  },
  closed,
);
export type ItemView = Type.Static<typeof ItemView>;
