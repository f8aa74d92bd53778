import Type from 'typebox';
import { Answer } from '#modules/skills/index.ts';
import { closed, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });

/** A piece of a line: its words and how they are set. */
export const Span = Type.Object(
  {
    text: Text('Words'),
    mark: Type.Enum(['none', 'strong', 'em', 'link'], { description: 'How they are set' }),
    href: nullable(Text('link: an https address')),
  },
  closed,
);
export type Span = Type.Static<typeof Span>;

/** A text of small Markdown, parsed: nothing in it is markup any more. */
export const Rich = Type.Array(
  Type.Object(
    {
      kind: Type.Enum(['p', 'ul', 'ol'], { description: 'Paragraph or list' }),
      lines: Type.Array(Type.Array(Span), { description: 'A paragraph has one line, a list one for each point' }),
    },
    closed,
  ),
);
export type Rich = Type.Static<typeof Rich>;

/** What a lesson is made of. */
export const BLOCK_KINDS = [
  'text',
  'picture',
  'image',
  'video',
  'file',
  'link',
  'situation',
  'exercise',
  'question',
  'task',
  'checklist',
  'key-points',
  'assignment',
  'package',
  'discussion',
] as const;

const Media = Type.Object(
  {
    file: Text('Name of the file in the course'),
    words: Text('image: what it tells; video and file: its title'),
    caption: nullable(Text('Under a picture')),
    captions: nullable(Text('Name of the file with the captions of a video')),
    mediaType: Text('Kind of file'),
    size: Type.Integer({ description: 'Bytes' }),
  },
  closed,
);
const Handing = Type.Object(
  {
    accepts: Type.Enum(['text', 'file', 'both'], { description: 'What is handed in' }),
    criteria: Type.Array(
      Type.Object(
        {
          id: Text('Criterion'),
          title: Text('What is looked at'),
          low: Text('What earns 0 points'),
          mid: Text('What earns 1 point'),
          high: Text('What earns 2 points'),
        },
        closed,
      ),
    ),
    pass: Type.Integer({ description: 'Points with which it is passed' }),
  },
  closed,
);
const Choice = Type.Object({ id: Text('What is sent when it is chosen'), label: Text('What people read') }, closed);

/** A part of a lesson as a learner sees it: what belongs to its kind, the rest empty. The key is not in it; `result` comes after an answer. */
export const BlockView = Type.Object(
  {
    id: Text('Unique in the lesson'),
    kind: Type.Enum([...BLOCK_KINDS], { description: 'What it is' }),
    heading: nullable(Text('Heading, or title of the case or list')),
    text: Rich,
    picture: nullable(Type.Object({ svg: Text('Drawing: shapes and words only'), alt: Text('What it tells'), caption: nullable(Text('Under it')) }, closed)),
    media: nullable(Media),
    href: nullable(Text('link: where it leads')),
    handing: nullable(Handing),
    package: nullable(
      Type.Object(
        {
          code: Text('Package'),
          done: nullable(Type.Boolean({ description: 'Whether it is done; null: not begun' })),
          gone: Type.Boolean({ description: 'Whether it is out of use for the learner, and no longer waited for' }),
        },
        closed,
      ),
    ),
    discussion: nullable(
      Type.Object(
        { posts: Type.Integer({ description: 'Contributions in view' }), written: Type.Boolean({ description: 'Whether the learner has written' }) },
        { ...closed, description: 'A discussion: how much was said' },
      ),
    ),
    prompt: nullable(Text('What is asked')),
    answerKind: nullable(Type.Enum(['one', 'many', 'text'], { description: 'How it is answered' })),
    choices: Type.Array(Choice, { description: 'What can be chosen' }),
    lines: Type.Array(Type.String(), { description: 'Points of a checklist or of what to keep' }),
    answer: nullable(Answer),
    result: nullable(
      Type.Object(
        {
          correct: nullable(Type.Boolean({ description: 'Whether it is right; null where nothing is right or wrong' })),
          said: Type.Array(Rich, { description: 'What is said to what was chosen' }),
          rationale: nullable(Text('Why')),
          ends: Rich,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type BlockView = Type.Static<typeof BlockView>;

/** Something a lesson rests on. */
export const SourceView = Type.Object(
  {
    title: Text('Law, decree or guidance'),
    tells: Text('What rests on it'),
    href: nullable(Text('Official page')),
    verified: Type.Boolean({ description: 'Compared with the official text' }),
  },
  closed,
);

/** A lesson in the list of its course. */
export const LessonLine = Type.Object(
  {
    id: Text('Lesson'),
    title: Text('Title in the language asked for'),
    minutes: Type.Integer({ description: 'Minutes it takes' }),
    state: Type.Enum(['new', 'begun', 'done'], { description: 'How far the asker has come' }),
    doneOn: nullable(Text('Day of passing the closing check')),
  },
  closed,
);
export type LessonLine = Type.Static<typeof LessonLine>;

/** Where somebody stands in a course. */
export const CourseLine = Type.Object(
  {
    id: Text('Course'),
    title: Text('Title in the language asked for'),
    summary: Text('What it is about'),
    minutes: Type.Integer({ description: 'Minutes of all lessons' }),
    lessons: Type.Integer({ description: 'How many lessons it has' }),
    done: Type.Integer({ description: 'How many of them the asker has closed' }),
    state: Type.Enum(['new', 'begun', 'done'], { description: 'How far the asker has come' }),
    reviewed: Type.Boolean({ description: 'Whether a second person of the city has reviewed it before it was published' }),
    author: Text('Who wrote it'),
    completedOn: nullable(Text('Day of completing')),
    next: nullable(Text('Lesson to go on with')),
  },
  closed,
);
export type CourseLine = Type.Static<typeof CourseLine>;
