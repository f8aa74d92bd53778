import Type from 'typebox';
import { Item } from '../skills/item.ts';

const closed = { additionalProperties: false };
const Id = (description: string) => Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description });
const Line = (description: string) => Type.String({ minLength: 1, description });
const Lines = (description: string, minItems = 1) => Type.Array(Type.String({ minLength: 1 }), { minItems, description });
const DayText = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: `YYYY-MM-DD: ${description}` });

/** The five programmes of the source, in its order; also the names of the folders. */
export const PROGRAMMES = ['digital-transformation', 'digital-government', 'digital-economy', 'digital-society', 'digital-applications'] as const;

/** The kinds of item that an exercise may be. */
export const EXERCISE_KINDS = ['single', 'multiple', 'short'] as const;

/**
 * A text of small Markdown: paragraphs parted by an empty line, lists (`- ` or `1. `), **bold**, *emphasis*, [words](https://…). Nothing else: no headings, pictures,
 * tables, code or HTML; what is not of it is shown as written.
 */
const Markdown = (description: string) => Type.String({ minLength: 1, description: `Small Markdown: ${description}` });

/** Words to read, under a heading of their own or going on under the last one. */
const TextBlock = Type.Object(
  {
    kind: Type.Literal('text'),
    id: Id('Unique in the lesson'),
    heading: Type.Optional(Line('Heading; without it the text goes on under the last one')),
    text: Markdown('the words'),
  },
  closed,
);

/** A drawing. The SVG is set into the page, so that it takes the colours of light, dark and print. */
const PictureBlock = Type.Object(
  {
    kind: Type.Literal('picture'),
    id: Id('Unique in the lesson'),
    file: Type.String({ pattern: '^[a-z0-9-]+\\.svg$', description: 'A file of content/learning/pictures' }),
    alt_vi: Type.String({ minLength: 30, description: 'What the picture tells, for those who do not see it' }),
    alt_en: Type.String({ minLength: 30 }),
    caption: Type.Optional(Line('Shown under the picture')),
  },
  closed,
);

/** A worked case: what happens, what could be done and what follows from each, how it ends. The reader chooses before seeing what follows. */
const SituationBlock = Type.Object(
  {
    kind: Type.Literal('situation'),
    id: Id('Unique in the lesson'),
    title: Line('Short name of the case'),
    happens: Markdown('who, where, what; imaginary people only'),
    question: Line('What the reader is asked to decide'),
    choices: Type.Array(
      Type.Object(
        {
          id: Id('Unique in the situation'),
          text: Line('What one could do'),
          follows: Markdown('what follows from it'),
          best: Type.Boolean({ description: 'true for the one way that the lesson stands for' }),
        },
        closed,
      ),
      { minItems: 2, maxItems: 4 },
    ),
    ends: Markdown('how it ended, and what to take from it'),
  },
  closed,
);

/** A question answered on the spot, as often as one likes; it counts for nothing. Its item is scored as those of the bank are. */
const ExerciseBlock = Type.Object(
  {
    kind: Type.Literal('exercise'),
    id: Id('Unique in the lesson'),
    item: Type.Object({ kind: Type.Enum([...EXERCISE_KINDS]), key: Item.properties.key, text: Item.properties.text }, closed),
    feedback: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z0-9-]+$' }), Type.String({ minLength: 1 }), {
        description: 'single, multiple: what is said to who chose this option; the rationale of the item follows for everyone',
      }),
    ),
  },
  closed,
);

/** A doing task of the bank, played in its simulated tool. */
const TaskBlock = Type.Object(
  {
    kind: Type.Literal('task'),
    id: Id('Unique in the lesson'),
    item: Type.String({ pattern: '^[1-5]\\.[1-6]-[a-z0-9-]+$', description: 'id of an item of kind task in content/skills/bank' }),
    intro: Line('Why this task here'),
  },
  closed,
);

/** Points to tick off in one’s own office. The ticks are the reader’s and stay with them. */
const ChecklistBlock = Type.Object(
  { kind: Type.Literal('checklist'), id: Id('Unique in the lesson'), title: Line('What the list is for'), lines: Lines('Each begins with a verb', 3) },
  closed,
);

/** A file of the course, by its name in the course. */
const FileName = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9-]*\\.[a-z0-9]{2,5}$', maxLength: 120, description: `File of the course: ${description}` });

/** A photograph or screenshot (PNG, JPEG). */
const ImageBlock = Type.Object(
  {
    kind: Type.Literal('image'),
    id: Id('Unique in the lesson'),
    file: FileName('PNG or JPEG'),
    alt: Line('What the picture tells, for those who do not see it'),
    caption: Type.Optional(Line('Shown under the picture')),
  },
  closed,
);

/** A video with captions, or with its words beside it. */
const VideoBlock = Type.Object(
  {
    kind: Type.Literal('video'),
    id: Id('Unique in the lesson'),
    title: Line('What it shows'),
    file: FileName('MP4 or WebM'),
    captions: Type.Optional(FileName('WebVTT in Vietnamese')),
    transcript: Type.Optional(Markdown('the words of the video')),
  },
  closed,
);

/** A file to keep. */
const FileBlock = Type.Object({ kind: Type.Literal('file'), id: Id('Unique in the lesson'), title: Line('What it is'), file: FileName('any kind that is accepted') }, closed);

/** A page elsewhere. */
const LinkBlock = Type.Object(
  {
    kind: Type.Literal('link'),
    id: Id('Unique in the lesson'),
    title: Line('Where it leads'),
    href: Type.String({ pattern: '^https://', maxLength: 500, description: 'Address' }),
    about: Type.Optional(Line('What to look for there')),
  },
  closed,
);

/** An item of the bank of any kind, answered on the spot; it counts for nothing. */
const QuestionBlock = Type.Object(
  {
    kind: Type.Literal('question'),
    id: Id('Unique in the lesson'),
    item: Type.String({ pattern: '^[1-5]\\.[1-6]-[a-z0-9-]+$', description: 'id of an item in use in the bank' }),
    intro: Type.Optional(Line('Why this question here')),
  },
  closed,
);

/** The levels of a criterion of a rubric; they are worth 0, 1 and 2 points. */
export const RUBRIC_LEVELS = ['low', 'mid', 'high'] as const;

/** Something to hand in, marked by a trainer by criteria. */
const AssignmentBlock = Type.Object(
  {
    kind: Type.Literal('assignment'),
    id: Id('Unique in the lesson'),
    title: Line('What it is called'),
    brief: Markdown('what to do and what to hand in'),
    hand_in: Type.Enum(['text', 'file', 'both'], { description: 'What is handed in' }),
    criteria: Type.Array(
      Type.Object(
        {
          id: Id('Unique in the assignment'),
          title: Line('What is looked at'),
          low: Line('What earns 0 points'),
          mid: Line('What earns 1 point'),
          high: Line('What earns 2 points'),
        },
        closed,
      ),
      { minItems: 1, maxItems: 5 },
    ),
    pass: Type.Integer({ minimum: 1, maximum: 10, description: 'Points of all criteria with which it is passed' }),
  },
  closed,
);

/** A package of another maker (SCORM, cmi5), played in its sandbox; the lesson closes only when it is done. */
const PackageBlock = Type.Object(
  {
    kind: Type.Literal('package'),
    id: Id('Unique in the lesson'),
    title: Line('What it is called in the lesson'),
    code: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Code of a package that was put in and found usable' }),
    intro: Type.Optional(Line('Why it stands here')),
  },
  closed,
);

/** A question of the author on which every learner writes once, read by all who learn the lesson; the lesson closes only when its learner has written. */
const DiscussionBlock = Type.Object(
  {
    kind: Type.Literal('discussion'),
    id: Id('Unique in the lesson'),
    title: Line('What it is about'),
    question: Markdown('what learners are asked to write about'),
  },
  closed,
);

/** What should stay. */
const KeyPointsBlock = Type.Object({ kind: Type.Literal('key-points'), id: Id('Unique in the lesson'), lines: Lines('One sentence each', 3) }, closed);

/** One of the blocks. */
export const Block = Type.Union([
  TextBlock,
  PictureBlock,
  SituationBlock,
  ExerciseBlock,
  TaskBlock,
  ChecklistBlock,
  KeyPointsBlock,
  ImageBlock,
  VideoBlock,
  FileBlock,
  LinkBlock,
  QuestionBlock,
  AssignmentBlock,
  PackageBlock,
  DiscussionBlock,
]);
export type Block = Type.Static<typeof Block>;

/** What a learner can do after the lesson, tied to a competence of DigComp 2.2. */
const Outcome = Type.Object(
  {
    competence: Type.String({ pattern: '^[1-5]\\.[1-6]$', description: 'DigComp 2.2 competence, 1.1 to 5.4' }),
    level: Type.Integer({ minimum: 1, maximum: 6, description: 'DigComp level the lesson leads to; 1–2 is band 1 of the bank, 3–4 band 2, 5–6 band 3' }),
    text_vi: Line('What one can do, beginning with a verb'),
    text_en: Line('The same'),
  },
  closed,
);

/** The check that closes the lesson: items drawn from the bank, one of each family named; the rest from the competence and band. */
const Check = Type.Object(
  {
    draw: Type.Array(
      Type.Object(
        {
          competence: Type.String({ pattern: '^[1-5]\\.[1-6]$' }),
          band: Type.Integer({ minimum: 1, maximum: 3 }),
          items: Type.Integer({ minimum: 1, maximum: 4, description: 'How many are drawn, each of another family' }),
          families: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'Draw only from these families of the bank' })),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    pass: Type.Integer({ minimum: 1, description: 'How many right answers close the lesson' }),
  },
  closed,
);

/** What the lesson rests on. */
const Source = Type.Object(
  {
    title: Line('Law, decree or guidance with number and day, in Vietnamese'),
    tells: Line('What of the lesson rests on it'),
    href: Type.Optional(Type.String({ pattern: '^https://', description: 'Page of an official site' })),
    verified: Type.Boolean({ description: 'false: not yet compared with the official text; shown as such' }),
  },
  closed,
);

/** The trainer’s part: printed as the trainer’s guide together with the lesson. */
const Guide = Type.Object(
  {
    minutes: Type.Integer({ minimum: 20, maximum: 120, description: 'Length in class' }),
    aims: Lines('What the class should leave with', 2),
    materials: Lines('What to bring and prepare'),
    plan: Type.Array(Type.Object({ minutes: Type.Integer({ minimum: 1 }), what: Line('Title of the step'), how: Line('What trainer and class do') }, closed), {
      minItems: 3,
      description: 'Steps; their minutes add up to `minutes`',
    }),
    questions: Type.Array(Type.Object({ ask: Line('A question to the class'), listen_for: Line('What a good answer holds') }, closed), { minItems: 2 }),
    mistakes: Type.Array(Type.Object({ mistake: Line('What learners often think or do wrongly'), mend: Line('How to help') }, closed), { minItems: 2 }),
  },
  closed,
);

/** The sheet to keep: one printed page beside the screen. */
const Sheet = Type.Object(
  {
    title: Line('Title of the sheet'),
    keep: Lines('Facts and rules to keep', 3),
    steps: Lines('What to do, in order', 3),
    this_week: Line('One small thing to do at work this week'),
  },
  closed,
);

/** How far the content was checked: by nobody of the city yet, or by a second person before it was published here. */
const Review = Type.Enum(['awaiting-local-review', 'reviewed-locally'], { description: 'awaiting-local-review: no expert of the city has checked it yet' });

/** A lesson; learner’s page, printed sheet and trainer’s guide are made of it. */
export const Lesson = Type.Object(
  {
    id: Id('Unique among all lessons, never used again for another: activities of xAPI are called <course>/<lesson> and <course>/<lesson>/<block>'),
    title_vi: Line('Title'),
    title_en: Line('Title'),
    summary_vi: Line('Two sentences'),
    summary_en: Line('The same'),
    language: Type.Literal('vi', { description: 'Language of blocks, guide and sheet' }),
    minutes: Type.Integer({ minimum: 1, maximum: 120, description: 'Reading, exercises and situation; the closing check apart' }),
    reading: Type.Enum(['plain', 'office', 'legal'], { description: 'plain: anyone; office: words of office life; legal: names articles of law' }),
    outcomes: Type.Array(Outcome, { maxItems: 8 }),
    blocks: Type.Array(Block, { minItems: 1, maxItems: 80 }),
    check: Type.Optional(Check),
    guide: Type.Optional(Guide),
    sheet: Type.Optional(Sheet),
    sources: Type.Array(Source),
    written: DayText('when it was written or last changed'),
    review_day: DayText('by then somebody reads it again against the law in force'),
    author: Line('Khuê project, or the unit that wrote it'),
    review: Review,
  },
  closed,
);
export type Lesson = Type.Static<typeof Lesson>;

/** A course with its modules; the lessons stand in files of their own beside it, named `<lesson id>.json`. */
export const Course = Type.Object(
  {
    id: Id('Unique among all courses; begins the ids of xAPI activities'),
    programme: Type.Enum([...PROGRAMMES]),
    title_vi: Line('Title'),
    title_en: Line('Title'),
    summary_vi: Line('What it is about and for whom, two or three sentences'),
    summary_en: Line('The same'),
    version: Type.Integer({ minimum: 1 }),
    changes: Type.Array(Type.Object({ version: Type.Integer({ minimum: 1 }), day: DayText('when'), what_vi: Line('What changed'), what_en: Line('The same') }, closed), {
      minItems: 1,
    }),
    for_vi: Line('Who it is for'),
    for_en: Line('The same'),
    modules: Type.Array(
      Type.Object({ id: Id('Unique in the course'), title_vi: Line('Title'), title_en: Line('Title'), lessons: Type.Array(Id('id of a lesson'), { minItems: 1 }) }, closed),
      { minItems: 1, description: 'In the order of learning' },
    ),
    author: Line('Khuê project, or the unit that wrote it'),
    review: Review,
  },
  closed,
);
export type Course = Type.Static<typeof Course>;

/** A whole course in one file, as it is exported and imported: the course, its lessons in order, its drawings by file name. */
export const CourseFile = Type.Object(
  {
    form: Type.Literal('khue-course/1'),
    course: Course,
    lessons: Type.Array(Lesson, { minItems: 1 }),
    pictures: Type.Record(Type.String({ pattern: '^[a-z0-9-]+\\.svg$' }), Type.String({ minLength: 1 }), { description: 'SVG text by file name; cleaned again when imported' }),
  },
  closed,
);
export type CourseFile = Type.Static<typeof CourseFile>;
