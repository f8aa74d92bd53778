import Type from 'typebox';
import { MessageBody, MessageItem } from '#content/campaigns/message.ts';
import { HandedBack } from '../hand-back.ts';
import { closed, nullable } from '../model.ts';
import { VERSION_STATES } from './store.ts';

const Text = (description: string) => Type.String({ description });

/** How long and how hard a plain version is. */
export const Measure = Type.Object(
  {
    words: Type.Integer({ description: 'Words between spaces' }),
    minutes: Type.Integer({ description: 'Minutes that a slow reader needs' }),
    level: Type.Enum(['easy', 'medium', 'hard'], { description: 'Reading level' }),
  },
  closed,
);

/** A line of the list of messages. */
export const MessageLine = Type.Object(
  {
    id: Text('Message'),
    title: Text('Title'),
    version: Type.Integer({ description: 'Newest version' }),
    state: Type.Enum([...VERSION_STATES], { description: 'State of the newest version' }),
    words: Type.Integer({ description: 'Words of the plain version' }),
    families: Type.Integer({ description: 'Families of items in use' }),
    enough: Type.Boolean({ description: 'Whether the families are enough for the usual test' }),
  },
  closed,
);

/** An item with how it stands; with its key, so for authors and reviewers only. */
export const ItemLine = Type.Object(
  {
    itemId: Text('Item'),
    itemVersion: Type.Integer({ description: 'Version' }),
    family: Text('Family'),
    state: Type.Enum(['draft', 'live', 'refused', 'retired'], { description: 'State' }),
    prompt: Text('What is asked'),
    item: MessageItem,
    mine: Type.Boolean({ description: 'Whether the asker wrote it, and so cannot review it' }),
    finding: nullable(Text('What the reviewer said')),
  },
  closed,
);

/** A picture, audio, video or captions of a version. */
export const FileLine = Type.Object(
  {
    id: Text('File'),
    kind: Type.Enum(['picture', 'audio', 'video', 'captions'], { description: 'Kind' }),
    language: Text('Language'),
    words: Text('What stands in its place'),
  },
  closed,
);

/** A message as its authors see it. */
export const MessagePage = Type.Object(
  {
    id: Text('Message'),
    version: Type.Integer({ description: 'Version shown' }),
    state: Type.Enum([...VERSION_STATES], { description: 'State' }),
    body: MessageBody,
    measure: Measure,
    document: nullable(Text('Document it explains')),
    documentId: nullable(Text('Its entry in the library')),
    changed: Type.Array(Type.String(), { description: 'Families whose matter differs from the version before' }),
    changedWhy: nullable(Text('What changed, in words')),
    handedBack: nullable(HandedBack),
    mine: Type.Boolean({ description: 'Whether the asker wrote this version, and so cannot approve it' }),
    faults: Type.Array(Type.Object({ code: Text('Sentence'), values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])) }, closed), {
      description: 'What keeps it from being approved',
    }),
    families: Type.Integer({ description: 'Families of items in use' }),
    needed: Type.Integer({ description: 'Families that the usual test needs' }),
    versions: Type.Array(
      Type.Object(
        { version: Type.Integer({ description: 'Version' }), state: Text('State'), approvedAt: nullable(Text('When approved')), changedWhy: nullable(Text('What changed')) },
        closed,
      ),
    ),
    items: Type.Array(ItemLine),
    files: Type.Array(FileLine),
    mayPrepare: Type.Boolean({ description: 'Whether the asker may change it' }),
    mayApprove: Type.Boolean({ description: 'Whether the asker may approve it' }),
  },
  closed,
);
