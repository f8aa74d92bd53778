import Type from 'typebox';
import { Audience } from '#kernel/audience/index.ts';
import { HandedBack } from '../hand-back.ts';
import { closed, Ladder, nullable, TestPlan } from '../model.ts';

const Text = (description: string) => Type.String({ description });
const Count = (description: string) => Type.Integer({ description });
const Rate = (description: string) => Type.Number({ description });

const State = Type.Enum(['draft', 'submitted', 'approved', 'running', 'ended'], { description: 'State' });

/** A line of the list of campaigns. */
export const CampaignLine = Type.Object(
  {
    id: Text('Campaign'),
    unitId: Text('Unit whose part the asker sees'),
    whole: Type.Boolean({ description: 'Whether the asker sees all of it' }),
    title: Text('Title'),
    state: State,
    starts: Text('First day'),
    ends: Text('Day by which everybody should have understood'),
    endedOn: nullable(Text('Day of ending')),
    awaitsMe: Type.Boolean({ description: 'Whether it waits for the asker’s approval' }),
  },
  closed,
);
export type CampaignLine = Type.Static<typeof CampaignLine>;

/** What the test of a message does, computed exactly. */
export const ExactRates = Type.Object(
  {
    falseYes: Rate('Share of people who have not understood but are taken to have (0 to 1)'),
    falseNo: Rate('Share of people who have understood but are taken not to have (0 to 1)'),
    lengthUnderstood: Rate('Questions on average to somebody who has understood'),
    lengthNotYet: Rate('Questions on average to somebody who has not'),
    cut: Count('Right answers that are enough when the questions run out'),
  },
  closed,
);

const DryRun = Type.Object(
  {
    people: nullable(Count('People; null when chosen by what was measured and fewer than ten')),
    units: nullable(Count('Units in which they work')),
    rungs: Type.Array(Type.Object({ channel: Text('Channel'), day: Text('From which day'), reachable: Count('People whom it can reach') }, closed)),
    steps: Type.Array(
      Type.Object(
        {
          step: Count('Step'),
          opens: Text('Day'),
          units: Count('Units with somebody of the audience'),
          people: Count('People'),
          rungs: Type.Array(Type.Object({ channel: Text('Channel'), day: Text('Day from which it is used') }, closed)),
        },
        closed,
      ),
    ),
    messages: Type.Array(Type.Object({ title: Text('Title'), families: Count('Families of items in use'), most: Count('Most questions'), exact: ExactRates }, closed)),
    tired: Count('People who already stand on as many rosters as is good'),
    rested: nullable(Text('Day from which none of them does, when their campaigns end as planned')),
    faults: Type.Array(Type.Object({ code: Text('Sentence'), values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])) }, closed)),
  },
  closed,
);

/** A campaign as it was prepared. */
export const CampaignPlan = Type.Object(
  {
    id: Text('Campaign'),
    unitId: Text('Unit'),
    title: Text('Title'),
    titleVi: Text('Title in Vietnamese'),
    titleEn: Text('Title in English'),
    messages: Type.Array(Type.String(), { description: 'Messages in their order' }),
    carried: Type.Array(Type.Object({ id: Text('Message'), title: Text('Title'), version: Count('Version that is asked') }, closed), { description: 'Messages with their words' }),
    refreshes: nullable(Type.Object({ id: Text('Campaign'), title: Text('Title') }, { ...closed, description: 'Campaign whose fading understanding it refreshes' })),
    meant: nullable(Audience),
    why: Text('Why'),
    state: State,
    starts: Text('First day'),
    joinersUntil: Text('Last day of joining'),
    ends: Text('Day by which everybody should have understood'),
    endedOn: nullable(Text('Day of ending')),
    ladder: Ladder,
    test: TestPlan,
    steps: Count('Steps'),
    stepDays: Count('Days between steps'),
    seed: Text('From what the steps and samples are drawn'),
    registerDay: nullable(Text('Day of the register on which the roster was frozen')),
    audience: Type.Array(Type.String(), { description: 'Who is meant, in sentences' }),
    tiredFrom: nullable(Text('Day from which people in too many campaigns are asked')),
    handedBack: nullable(HandedBack),
    mine: Type.Boolean({ description: 'Whether the asker prepared it, and so cannot approve it' }),
    mayPrepare: Type.Boolean({ description: 'Whether the asker may prepare campaigns' }),
    mayApprove: Type.Boolean({ description: 'Whether the asker may approve campaigns' }),
    dry: nullable(DryRun),
  },
  closed,
);
