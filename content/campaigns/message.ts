import Type from 'typebox';
import { Item } from '../skills/item.ts';

const closed = { additionalProperties: false };
const Id = (description: string) => Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description });
const Day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description });

/** Most words that the plain version of a message may have; syllables parted by spaces, as Vietnamese is written. */
export const PLAIN_WORDS = 300;

/** The words of a message in one language. */
export const MessageText = Type.Object(
  {
    title: Type.String({ minLength: 5, maxLength: 160, description: 'Title' }),
    plain: Type.String({ minLength: 40, maxLength: 4000, description: 'The plain version: short paragraphs parted by an empty line; a paragraph whose lines begin with "- " is a list' }),
    why: Type.Object(
      {
        leader: Type.String({ minLength: 10, maxLength: 600, description: 'To leaders' }),
        staff: Type.String({ minLength: 10, maxLength: 600, description: 'To staff' }),
        contract: Type.String({ minLength: 10, maxLength: 600, description: 'To contract workers' }),
      },
      { ...closed, description: 'Why it matters to the reader, by kind of post' },
    ),
    points: Type.Array(Type.Object({ family: Id('Family of items that asks it'), text: Type.String({ minLength: 10, maxLength: 300, description: 'What must be understood' }) }, closed), {
      minItems: 1,
      maxItems: 12,
      description: 'What must be understood, one sentence for each family; read again by whoever answered wrongly',
    }),
  },
  closed,
);
export type MessageText = Type.Static<typeof MessageText>;

/** A message in its languages; Vietnamese always, others as far as they are there. */
export const MessageBody = Type.Object(
  {
    text: Type.Object({ vi: MessageText, en: Type.Optional(MessageText) }, closed),
    sources: Type.Array(Type.String({ minLength: 5, maxLength: 400 }), { maxItems: 12, description: 'What the facts of the text rest on' }),
    unverified: Type.Boolean({ description: 'Whether something in it was not laid beside an official text; said on screen' }),
  },
  closed,
);
export type MessageBody = Type.Static<typeof MessageBody>;

/** An item of a message: as an item of the skills bank, without what belongs to the framework of skills. */
export const MessageItem = Type.Object(
  {
    id: Id('Item'),
    family: Id('Items of a family ask the same thing in other words and may take each other’s place'),
    kind: Item.properties.kind,
    tool: Item.properties.tool,
    key: Item.properties.key,
    text: Item.properties.text,
  },
  closed,
);
export type MessageItem = Type.Static<typeof MessageItem>;

/** A document in force. */
export const LibraryDocument = Type.Object(
  {
    key: Id('Document'),
    number: Type.String({ minLength: 3, maxLength: 80 }),
    kind: Type.Enum(['law', 'decree', 'resolution', 'directive', 'plan', 'decision', 'regulation', 'guidance']),
    issuer: Type.String({ minLength: 3, maxLength: 200 }),
    title_vi: Type.String({ minLength: 5, maxLength: 400 }),
    title_en: Type.String({ minLength: 5, maxLength: 400 }),
    issued_on: Day('Day of issue'),
    valid_from: Day('First day in force'),
    valid_to: Type.Optional(Day('First day on which it is no longer in force; left out: open')),
    url: Type.Optional(Type.String({ pattern: '^https://' })),
    everybody: Type.Boolean({ description: 'Whether everybody in post must know it; otherwise it is for information' }),
  },
  closed,
);
export type LibraryDocument = Type.Static<typeof LibraryDocument>;

/** The file of documents in force that the program ships. None of them was laid beside its official text by a person. */
export const LibraryFile = Type.Object({ about: Type.String(), documents: Type.Array(LibraryDocument, { minItems: 1 }) }, closed);
export type LibraryFile = Type.Static<typeof LibraryFile>;

/** The file of a message: its words and its bank. */
export const MessageFile = Type.Object(
  {
    form: Type.Literal('khue-message/1'),
    key: Id('Message'),
    document: Type.Optional(Id('Document it explains')),
    author: Type.Literal('Khuê project'),
    body: MessageBody,
    items: Type.Array(MessageItem, { minItems: 1, maxItems: 60 }),
  },
  closed,
);
export type MessageFile = Type.Static<typeof MessageFile>;

/** Recurring duties of which a campaign is made with one press. */
export const TemplateFile = Type.Object(
  {
    about: Type.String(),
    templates: Type.Array(
      Type.Object(
        {
          key: Id('Template'),
          title_vi: Type.String({ minLength: 5, maxLength: 160 }),
          title_en: Type.String({ minLength: 5, maxLength: 160 }),
          why_vi: Type.String({ minLength: 10, maxLength: 600 }),
          why_en: Type.String({ minLength: 10, maxLength: 600 }),
          message: Type.Optional(Id('Message it carries; left out: chosen by the officer')),
          month: Type.Optional(Type.Integer({ minimum: 1, maximum: 12, description: 'Month in which it comes round each year; left out: when it happens' })),
          days: Type.Integer({ minimum: 5, maximum: 365, description: 'Days from the first to the last' }),
          ladder: Type.Array(Type.Object({ channel: Type.String(), afterWorkingDays: Type.Integer({ minimum: 0, maximum: 60 }) }, closed), { minItems: 1 }),
        },
        closed,
      ),
      { minItems: 1 },
    ),
  },
  closed,
);
export type TemplateFile = Type.Static<typeof TemplateFile>;

/** Statements on attitude and practice for measuring waves, answered from 1 (not at all) to 5 (fully). */
export const WaveFile = Type.Object(
  {
    about: Type.String(),
    statements: Type.Array(
      Type.Object(
        {
          id: Id('Statement'),
          scale: Type.Enum(['attitude', 'practice']),
          vi: Type.String({ minLength: 10, maxLength: 300 }),
          en: Type.String({ minLength: 10, maxLength: 300 }),
          reverse: Type.Boolean({ description: 'Whether agreeing counts against the scale' }),
        },
        closed,
      ),
      { minItems: 4 },
    ),
  },
  closed,
);
export type WaveFile = Type.Static<typeof WaveFile>;
