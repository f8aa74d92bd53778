import Type from 'typebox';

const closed = { additionalProperties: false };

/** The states of a version, in the order of its life. */
export const ITEM_STATES = ['draft', 'reviewed', 'pilot', 'live', 'retired'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** What has been reviewed in this city. */
export const REVIEWS = ['none', 'awaiting-local-review', 'passed'] as const;
export type Review = (typeof REVIEWS)[number];

/** An answer: the values of each control by its id. Controls by kind: see `controlsOf`. */
export const Answer = Type.Record(Type.String({ pattern: '^[a-z0-9-]{1,80}$' }), Type.Array(Type.String({ maxLength: 500 }), { maxItems: 20 }), {
  description: 'Values of each control of the item by its id; controls that were left out are missing',
});
export type Answer = Type.Static<typeof Answer>;

const Choice = Type.Object({ id: Type.String({ description: 'What is sent when it is chosen' }), label: Type.String({ description: 'What people read' }) }, closed);
export type Choice = Type.Static<typeof Choice>;

const SceneControl = Type.Object(
  {
    id: Type.String({ description: 'Control, unique in the item' }),
    label: Type.String({ description: 'What it asks' }),
    choices: Type.Array(Choice, { description: 'What can be chosen; none: a text is typed' }),
  },
  closed,
);
export type SceneControl = Type.Static<typeof SceneControl>;

const PublicLine = Type.Object(
  {
    id: Type.String({ description: 'Line of the window' }),
    title: Type.String({ description: 'Subject, name, speaker' }),
    detail: Type.String({ description: 'Sender, folder, address; may be empty' }),
    body: Type.Array(Type.String(), { description: 'Paragraphs' }),
    cells: Type.Array(Type.String(), { description: 'Cells of the row of a spreadsheet' }),
    controls: Type.Array(SceneControl, { description: 'Controls that belong to the line' }),
  },
  closed,
);
export type PublicLine = Type.Static<typeof PublicLine>;

const PublicScene = Type.Object(
  {
    title: Type.String({ description: 'Title of the window' }),
    columns: Type.Array(Type.String(), { description: 'Headings of the columns of a spreadsheet' }),
    lines: Type.Array(PublicLine),
    controls: Type.Array(SceneControl, { description: 'Controls that belong to the whole window' }),
  },
  closed,
);
export type PublicScene = Type.Static<typeof PublicScene>;

/** An item as a learner may see it before answering: no key, no explanation, no accepted answers, no difficulty. */
export const PublicItem = Type.Object(
  {
    id: Type.String({ description: 'Item' }),
    kind: Type.String({ description: 'single, multiple, order, match, short, hot-text or task' }),
    tool: Type.Union([Type.String(), Type.Null()], { description: 'task: inbox, folder, browser, spreadsheet, privacy or chat' }),
    locale: Type.String({ description: 'Language of its words: vi or en' }),
    prompt: Type.String({ description: 'What is asked' }),
    situation: Type.Array(Type.String(), { description: 'Paragraphs' }),
    options: Type.Array(Choice, { description: 'single, multiple, order' }),
    left: Type.Array(Choice, { description: 'match: what is to be paired' }),
    right: Type.Array(Choice, { description: 'match: what it is paired with' }),
    passage: Type.Array(
      Type.Object(
        { id: Type.Union([Type.String(), Type.Null()], { description: 'Part that can be chosen; null for the text between' }), text: Type.String({ description: 'Words' }) },
        closed,
      ),
      { description: 'hot-text: the text in pieces' },
    ),
    scene: Type.Union([PublicScene, Type.Null()], { description: 'task: what the simulated tool shows' }),
  },
  closed,
);
export type PublicItem = Type.Static<typeof PublicItem>;

/** A control of an item's form: one choice, several, a position from 1, or a typed text. */
export type Control = { id: string; kind: 'one' | 'many' | 'position' | 'text'; values: string[] };
