import Type, { type Static } from 'typebox';
import { closed } from '../model.ts';

/** What happens to a task. */
export const TASK_EFFECTS = ['goes', 'changes', 'stays', 'appears'] as const;
/** What happens to a post. */
export const POST_EFFECTS = ['goes', 'changes'] as const;

/** Any text of some length that people write. */
export const prose = (description: string, maxLength = 4000) => Type.String({ minLength: 3, maxLength, description });
/** Id of an initiative of the roadmap. */
export const initiativeId = Type.String({ format: 'uuid', description: 'Initiative of the roadmap' });
const hours = (description: string) => Type.Number({ minimum: 0, maximum: 1_000_000, description: `${description}, hours a week over all posts concerned` });

/** What an assessment says. */
export const Content = Type.Object(
  {
    about: prose('What changes in the work, in plain words'),
    posts: Type.Array(
      Type.Object(
        {
          id: Type.String({ format: 'uuid', description: 'Post of the register' }),
          effect: Type.Enum([...POST_EFFECTS], { description: 'Whether the post goes or changes' }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 2000, description: 'Posts concerned' },
    ),
    tasks: Type.Array(
      Type.Object(
        {
          title: prose('The task', 200),
          effect: Type.Enum([...TASK_EFFECTS], { description: 'What happens to it' }),
          hoursBefore: hours('Before'),
          hoursAfter: hours('After'),
        },
        closed,
      ),
      { minItems: 1, maxItems: 60, description: 'Tasks of the posts concerned' },
    ),
    alternatives: Type.Array(Type.Object({ title: prose('What else could be done', 300), why: prose('Why it was chosen or not', 2000) }, closed), {
      minItems: 1,
      maxItems: 10,
      description: 'Alternatives considered',
    }),
    newPosts: Type.Array(
      Type.Object(
        {
          title: prose('Title of the new post', 200),
          number: Type.Integer({ minimum: 1, maximum: 1000, description: 'How many' }),
          needs: prose('What its holder must be able to do', 1000),
        },
        closed,
      ),
      { maxItems: 20, description: 'Posts that appear, and what they need' },
    ),
  },
  closed,
);
export type Content = Static<typeof Content>;

/** People of one group; the number is null where the group is too small to be shown. */
export const Group = Type.Object(
  {
    key: Type.String({ description: 'Unit, age band, sex, or whether protected' }),
    title: Type.String({ description: 'Name of the unit; empty for other groups' }),
    people: Type.Union([Type.Integer(), Type.Null()], { description: 'People; null when the group is too small to be shown' }),
  },
  closed,
);

/** The people who hold the posts concerned, in groups only. */
export const Concerned = Type.Object(
  {
    total: Type.Integer({ description: 'People in the posts concerned' }),
    units: Type.Array(Group, { description: 'By unit' }),
    ages: Type.Array(Group, { description: 'By age band' }),
    sexes: Type.Array(Group, { description: 'By sex' }),
    protection: Type.Array(Group, { description: 'Protected by Labour Code art. 37, and not' }),
  },
  closed,
);
export type Concerned = Static<typeof Concerned>;
