import Type from 'typebox';
import { BLOCK_KINDS } from '../courses/model.ts';
import { closed, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });

/** What an author has typed, by the name of the field; incomplete while it is a draft. */
export const Fields = Type.Record(Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9]{0,40}$' }), Type.String({ maxLength: 30_000 }), {
  maxProperties: 80,
  description: 'What was typed, by the name of the field',
});
export type Fields = Type.Static<typeof Fields>;

/** A block of a draft. */
export const DraftBlock = Type.Object({ id: Text('Unique in the lesson'), kind: Type.Enum([...BLOCK_KINDS], { description: 'What it is' }), fields: Fields }, closed);
export type DraftBlock = Type.Static<typeof DraftBlock>;
export type BlockKind = DraftBlock['kind'];

/** A lesson of a draft. */
export const DraftLesson = Type.Object({ fields: Fields, blocks: Type.Array(DraftBlock) }, closed);
export type DraftLesson = Type.Static<typeof DraftLesson>;

/** What a draft says of the whole course, and the order of its lessons. */
export const Outline = Type.Object(
  {
    fields: Fields,
    modules: Type.Array(
      Type.Object({ id: Text('Unique in the course'), title: Text('Title'), titleEn: Text('Title in English, or empty'), lessons: Type.Array(Text('Lesson')) }, closed),
    ),
  },
  closed,
);
export type Outline = Type.Static<typeof Outline>;

/** Something that is still wrong with a draft, and where it is mended. */
export const Fault = Type.Object(
  {
    lesson: nullable(Text('Lesson; null: the course itself')),
    block: nullable(Text('Block; null: the lesson itself')),
    field: Text('Field'),
    code: Text('Key of the sentence'),
    values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What the sentence is filled with' }),
  },
  closed,
);
export type Fault = Type.Static<typeof Fault>;

/** The most that a course may hold: modules, lessons, blocks of a lesson, bytes of one file that is sent whole, and of one that is taken in as it comes. */
export const MOST = { modules: 20, lessons: 60, blocks: 80, fileBytes: 40 * 1_048_576, streamedBytes: 300 * 1_048_576 } as const;

/** How a text of an author is typed: a line, several lines, or small Markdown. */
export type FieldKind = 'line' | 'lines' | 'rich' | 'choice' | 'tick' | 'file' | 'item' | 'package';

/** A field of a block: `max` how many times it comes with a number (option1, option2 …). */
export type FieldSpec = { name: string; kind: FieldKind; optional?: true; choices?: readonly string[]; accept?: readonly string[] };

const OPTIONS = [1, 2, 3, 4, 5, 6] as const;
const line = (name: string): FieldSpec => ({ name, kind: 'line' });
const maybe = (spec: FieldSpec): FieldSpec => ({ ...spec, optional: true });
const rich = (name: string): FieldSpec => ({ name, kind: 'rich' });
const lines = (name: string): FieldSpec => ({ name, kind: 'lines' });

/** What is typed for each kind of block, in the order of the form. */
export const BLOCK_FIELDS: Record<BlockKind, readonly FieldSpec[]> = {
  text: [maybe(line('heading')), rich('text')],
  picture: [{ name: 'file', kind: 'file', accept: ['image/svg+xml'] }, lines('alt'), maybe(lines('altEn')), maybe(line('caption'))],
  image: [{ name: 'file', kind: 'file', accept: ['image/png', 'image/jpeg'] }, lines('alt'), maybe(line('caption'))],
  video: [
    line('title'),
    { name: 'file', kind: 'file', accept: ['video/mp4', 'video/webm'] },
    { name: 'captions', kind: 'file', accept: ['text/vtt'], optional: true },
    maybe(rich('transcript')),
  ],
  file: [line('title'), { name: 'file', kind: 'file' }],
  link: [line('title'), line('href'), maybe(line('about'))],
  situation: [
    line('title'),
    rich('happens'),
    line('question'),
    ...OPTIONS.slice(0, 4).flatMap((n) => [maybe(line(`choice${n}`)), maybe(rich(`follows${n}`))]),
    { name: 'best', kind: 'choice', choices: ['1', '2', '3', '4'] },
    rich('ends'),
  ],
  exercise: [
    { name: 'type', kind: 'choice', choices: ['single', 'multiple', 'short'] },
    maybe(rich('situation')),
    lines('prompt'),
    ...OPTIONS.flatMap((n): FieldSpec[] => [maybe(line(`option${n}`)), { name: `right${n}`, kind: 'tick', optional: true }, maybe(line(`feedback${n}`))]),
    maybe(lines('accept')),
    lines('rationale'),
  ],
  question: [{ name: 'item', kind: 'item' }, maybe(line('intro'))],
  task: [{ name: 'item', kind: 'item' }, line('intro')],
  checklist: [line('title'), lines('lines')],
  'key-points': [lines('lines')],
  package: [line('title'), { name: 'code', kind: 'package' }, maybe(line('intro'))],
  discussion: [line('title'), rich('question')],
  assignment: [
    line('title'),
    rich('brief'),
    { name: 'handIn', kind: 'choice', choices: ['text', 'file', 'both'] },
    ...OPTIONS.slice(0, 5).flatMap((n) => ['criterion', 'low', 'mid', 'high'].map((name) => maybe(line(`${name}${n}`)))),
    line('pass'),
  ],
};

/** What is typed for a lesson, in the order of the form. */
export const LESSON_FIELDS: readonly FieldSpec[] = [
  line('title'),
  maybe(line('titleEn')),
  lines('summary'),
  maybe(lines('summaryEn')),
  line('minutes'),
  { name: 'reading', kind: 'choice', choices: ['plain', 'office', 'legal'] },
  maybe(lines('outcomes')),
  maybe(lines('check')),
  maybe(line('pass')),
  maybe(lines('sources')),
  maybe(line('sheetTitle')),
  maybe(lines('sheetKeep')),
  maybe(lines('sheetSteps')),
  maybe(line('sheetWeek')),
  maybe(lines('guideAims')),
  maybe(lines('guideMaterials')),
  maybe(lines('guidePlan')),
  maybe(lines('guideQuestions')),
  maybe(lines('guideMistakes')),
];

/** What is typed for a course, in the order of the form. */
export const COURSE_FIELDS: readonly FieldSpec[] = [
  line('title'),
  maybe(line('titleEn')),
  lines('summary'),
  maybe(lines('summaryEn')),
  line('forWhom'),
  maybe(line('forWhomEn')),
  { name: 'programme', kind: 'choice', choices: ['digital-transformation', 'digital-government', 'digital-economy', 'digital-society', 'digital-applications'] },
];
