import Type from 'typebox';

const closed = { additionalProperties: false };
const Texts = (description: string) => Type.Record(Type.String({ pattern: '^[a-z0-9-]+$' }), Type.String({ minLength: 1 }), { description });

/** The kinds of item, in the order in which the authoring page offers them. */
export const ITEM_KINDS = ['single', 'multiple', 'order', 'match', 'short', 'hot-text', 'task'] as const;

/** The simulated tools of doing tasks. Each is a picture of a program with controls in it that work as a plain form. */
export const TOOLS = ['inbox', 'folder', 'browser', 'spreadsheet', 'privacy', 'chat'] as const;

/** A line of a simulated tool: a message, file, tab, row, setting or turn of a conversation. */
const SceneLine = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]+$', description: 'Unique in the scene; controls name it' }),
    title: Type.String({ description: 'Subject, file name, title of the tab, name of the setting, or who speaks' }),
    detail: Type.Optional(Type.String({ description: 'Sender with address, folder and size, address bar, or help text' })),
    body: Type.Optional(Type.String({ description: 'Text of the message, page or turn; paragraphs parted by an empty line' })),
    cells: Type.Optional(Type.Array(Type.String(), { description: 'spreadsheet: the cells of the row, in the order of `columns`' })),
  },
  closed,
);

/** What the tool shows. */
const Scene = Type.Object(
  {
    title: Type.String({ description: 'Title of the window' }),
    columns: Type.Optional(Type.Array(Type.String(), { description: 'spreadsheet: headings of the columns A, B, C …' })),
    lines: Type.Array(SceneLine, { minItems: 1 }),
    controls: Type.Record(Type.String({ pattern: '^[a-z0-9-]+$' }), Type.String({ minLength: 1 }), {
      description: 'Label of each control by its id',
    }),
    choices: Type.Record(Type.String({ pattern: '^[a-z0-9-]+$' }), Texts('Label of each choice by its id'), {
      description: 'Choices of each control by its id; a control without choices is a text field',
    }),
  },
  closed,
);

/** The words of an item in one language. Which parts it has follows from its kind. */
const ItemText = Type.Object(
  {
    prompt: Type.String({ minLength: 10, description: 'The question or task: one or two short sentences that say what to do' }),
    situation: Type.Optional(Type.String({ description: 'What happens, at work or at home; paragraphs parted by an empty line' })),
    options: Type.Optional(Texts('single, multiple, order: options by id')),
    left: Type.Optional(Texts('match: what is to be paired, by id')),
    right: Type.Optional(Texts('match: what it is paired with, by id; may hold more than `left`')),
    passage: Type.Optional(Type.String({ description: 'hot-text: a text in which each part that can be chosen is written [[id|words]]' })),
    accept: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: 'short: answers that count as right in this language' })),
    scene: Type.Optional(Scene),
    rationale: Type.String({ minLength: 20, description: 'Why the key is right and the tempting wrong answers are not; shown after practice' }),
  },
  closed,
);

const Id = Type.String({ pattern: '^[a-z0-9-]+$' });

/** An item of the bank with its key. The key never leaves the server before the answer is given. */
export const Item = Type.Object(
  {
    id: Type.String({ pattern: '^[1-5]\\.[1-6]-[a-z0-9-]+$', description: 'competence, a dash, a short name: 1.1-tim-so-hieu' }),
    family: Type.String({ pattern: '^[1-5]\\.[1-6]-[a-z0-9-]+$', description: 'Items of a family ask the same thing in other words and may take each other’s place' }),
    competence: Type.String({ pattern: '^[1-5]\\.[1-6]$', description: 'DigComp 2.2 competence, 1.1 to 5.4' }),
    outcome_vi: Type.String({ minLength: 10, description: 'What a person who answers rightly can do, beginning with a verb' }),
    outcome_en: Type.String({ minLength: 10 }),
    band: Type.Integer({ minimum: 1, maximum: 3, description: '1 basic, 2 intermediate, 3 advanced' }),
    difficulty: Type.Number({ minimum: -3, maximum: 3, description: 'Authors’ estimate of b in logits, until calibrated: band 1 −2.4 to −0.6, band 2 −0.6 to 0.6, band 3 0.6 to 2.4' }),
    kind: Type.Enum([...ITEM_KINDS], { description: 'Kind of item' }),
    tool: Type.Optional(Type.Enum([...TOOLS], { description: 'task: which simulated tool' })),
    for: Type.Enum(['official', 'resident', 'both'], { description: 'In whose life it is set' }),
    key: Type.Union(
      [
        Type.Array(Id, { minItems: 1, description: 'single: one id; multiple and hot-text: all right ids; order: the ids in their right order' }),
        Type.Record(Id, Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }), {
          description: 'match: right ids for each left id (one each); task: accepted choice ids or texts for each control',
        }),
        Type.Object({ number: Type.Number({ description: 'Right number' }), tolerance: Type.Number({ minimum: 0, description: 'What an answer may differ' }) }, { ...closed, description: 'short: a number in any usual form' }),
        Type.Object({ text: Type.Literal(true) }, { ...closed, description: 'short: the texts under `accept` of the language' }),
      ],
      { description: 'The right answer, by kind' },
    ),
    text: Type.Object({ vi: ItemText, en: Type.Optional(ItemText) }, closed),
    sources: Type.Optional(Type.Array(Type.String(), { description: 'Law, standard or guidance that the key rests on' })),
  },
  closed,
);
export type Item = Type.Static<typeof Item>;

/** A file of items: one competence. Author and state hold for every item in it. */
export const ItemFile = Type.Object(
  {
    about: Type.String(),
    author: Type.Literal('Khuê project'),
    review: Type.Literal('awaiting-local-review', { description: 'No expert of the city has checked these items yet' }),
    items: Type.Array(Item, { minItems: 1 }),
  },
  closed,
);
