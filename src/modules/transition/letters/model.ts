import Type, { type Static } from 'typebox';
import { closed } from '../model.ts';
import { LETTER_KINDS } from './kinds.ts';

const text = (description: string, maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S', description });
const maybe = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

/** A letter. */
export const letterId = Type.String({ format: 'uuid', description: 'Letter' });
/** A kind of letter of a case. */
export const kindOf = Type.Enum([...LETTER_KINDS], { description: 'Kind of letter' });
/** Who has a part in a letter. */
export const partyOf = Type.Enum(['employer', 'union', 'worker', 'decider'], { description: 'For whom somebody signs' });

/** What the drafter of any letter writes. */
export const written = {
  number: text('Number and sign of the letter, as the register of documents gives it', 50),
  place: text('Place of issue', 60),
  day: Type.Optional(Type.String({ format: 'date', description: 'Day of the letter; today unless said' })),
  abstract: text('What the letter is about', 300),
  body: text('The text: a paragraph on each line', 20_000),
  recipients: Type.Optional(Type.String({ maxLength: 2000, description: 'To whom it goes: one on each line' })),
};

const personId = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));

/** What the drafter of a letter of a case chooses besides. */
export const chosen = {
  employerId: personId('Who signs for the employer; needed where the letter bears that signature'),
  unionId: personId('Who signs for the union; needed where the letter bears that signature'),
  deciderId: personId('Who decides and signs; needed where the letter bears that signature'),
};

/** A signer as the letter names them. */
export const LetterSigner = Type.Object(
  {
    party: partyOf,
    personId: Type.String({ description: 'Person' }),
    name: Type.String({ description: 'Name' }),
    capacity: Type.String({ description: 'As what' }),
    unit: Type.String({ description: 'Of which unit' }),
  },
  closed,
);

/** What a letter says, as it is kept. */
export const LetterContent = Type.Object(
  {
    title: Type.String({ description: 'What kind of letter it is, in Vietnamese' }),
    parent: maybe('What stands above the issuer'),
    issuer: Type.String({ description: 'Who issues it' }),
    place: Type.String({ description: 'Place of issue' }),
    day: Type.String({ description: 'Day of the letter' }),
    kind: maybe('Type by Decree 30/2020; null for an ordinary letter'),
    abstract: Type.String({ description: 'What it is about' }),
    to: Type.Array(Type.String(), { description: 'To whom it is addressed' }),
    bases: Type.Array(Type.String(), { description: 'What it rests on' }),
    body: Type.Array(Type.String(), { description: 'Paragraphs' }),
    recipients: Type.Array(Type.String(), { description: 'To whom it goes' }),
    reason: maybe('Reason of the step that it carries'),
    signers: Type.Array(LetterSigner, { description: 'In the order of signing' }),
  },
  closed,
);
/** What a letter says, as it is kept. */
export type LetterContent = Static<typeof LetterContent>;

/** A letter in a list. */
export const LetterLine = Type.Object(
  {
    id: letterId,
    title: Type.String({ description: 'What kind of letter it is, in the language of the asker' }),
    number: Type.String({ description: 'Its number' }),
    state: Type.Enum(['drafted', 'signing', 'signed', 'on-paper', 'overtaken'], {
      description: 'drafted: nobody has signed; signing: somebody is awaited; on-paper: signed by hand; overtaken: the case went on without it',
    }),
    day: Type.String({ description: 'Day of the letter' }),
    documentId: Type.String({ description: 'Newest version of its PDF, or the scan of one signed by hand' }),
  },
  closed,
);
