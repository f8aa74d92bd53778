import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { listChildren, subtree } from '#kernel/org/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { textOf } from '../messages/rules.ts';
import { getVersion, listAskable } from '../messages/store.ts';
import { CampaignId, closed, nullable } from '../model.ts';
import { getCampaign, listCampaignMessages, type Campaign } from '../running/campaign.ts';
import { ExactRates } from '../running/model.ts';
import { exactOf, planFor, type Exact } from '../understanding/sequential.ts';
import { expectedWrong, shareUnderstood } from '../understanding/share.ts';
import { askedOf, countsOf, funnelOf, hiddenUnits, noCounts, sizeOf } from './rules.ts';
import { countByUnit, countRounds, countSends, listHardFamilies } from './store.ts';

const Text = (description: string) => Type.String({ description });
const Count = (description: string) => Type.Integer({ description });
const Rate = (description: string) => Type.Number({ description });

const CountsShape = Type.Object(
  {
    invited: Count('Invited'),
    reached: Count('Opened'),
    read: Count('Read'),
    checked: Count('Answered, not enough yet'),
    'needs-help': Count('Need help'),
    understood: Count('Understood'),
    excused: Count('Excused'),
    left: Count('Left'),
  },
  { ...closed, description: 'People by state; null: a group under ten' },
);

const Board = Type.Object(
  {
    title: Text('Title'),
    state: Text('State of the campaign'),
    unitId: Text('Unit that is shown'),
    registerDay: nullable(Text('Day of the register on which the roster was frozen')),
    ends: Text('Day by which everybody should have understood'),
    size: Count('People on the roster'),
    asked: Count('Of these, to understand: without excused and left'),
    counts: nullable(CountsShape),
    funnel: Type.Array(Type.Object({ state: Text('Step'), people: Count('People who have come at least so far') }, closed)),
    units: Type.Array(
      Type.Object(
        {
          unitId: Text('Unit'),
          nameVi: Text('Name'),
          nameEn: Text('Name'),
          asked: nullable(Count('To understand; null: hidden')),
          understood: nullable(Count('Understood; null: hidden')),
          needsHelp: nullable(Count('Need help; null: hidden')),
        },
        closed,
      ),
    ),
    sends: Type.Array(Type.Object({ channel: Text('Channel'), state: Text('Delivery state'), n: Count('People with a telling that stands so') }, closed)),
    rates: nullable(ExactRates),
    share: nullable(
      Type.Object(
        {
          share: Rate('Share understood at the first test, corrected (0 to 1)'),
          from: Rate('Lower bound, 95 %'),
          to: Rate('Upper bound, 95 %'),
          sat: Count('People who sat a first test'),
        },
        closed,
      ),
    ),
    wrong: nullable(
      Type.Object({ takenForUnderstood: Rate('Expected people wrongly taken to have understood'), takenForNotYet: Rate('Expected people wrongly taken not to have') }, closed),
    ),
    hard: Type.Array(Type.Object({ point: Text('What was hard to understand'), asked: Count('Times asked'), wrong: Count('Times answered wrongly') }, closed)),
  },
  closed,
);

/** The board of a campaign. */
export const readBoard = operation({
  name: 'campaigns.read-board',
  summary:
    'A campaign live: people by state, by unit right below, sends by channel, the share that has understood with its interval, expected misjudgements, what was hard. Groups under ten are hidden.',
  kind: 'read',
  http: 'GET /campaigns/{id}/board',
  permission: 'campaigns.see-board',
  unit: async (ctx, { id, unitId }) => unitId ?? (await getCampaign(ctx.db, id)).unitId,
  input: Type.Object({ id: CampaignId, unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit within the campaign; left out: all of it' })) }, closed),
  output: Board,
  run: async (ctx, { id, unitId: asked }) => {
    const campaign = await getCampaign(ctx.db, id);
    const unitId = asked ?? campaign.unitId;
    if (asked !== undefined && !(await subtree(ctx.db, campaign.unitId, ctx.today)).includes(asked)) throw new Problem('missing', 'campaigns.no-campaign');
    const { units, all } = countsOf(await countByUnit(ctx.db, id, unitId, ctx.today));
    const below = await listChildren(ctx.db, unitId, ctx.today);
    const known = below.filter((unit) => units.has(unit.id));
    const hidden = hiddenUnits(
      known.map((unit) => units.get(unit.id) ?? noCounts()),
      all,
    );
    const small = sizeOf(all) > 0 && sizeOf(all) < MINIMUM_GROUP;
    return {
      title: ctx.locale === 'vi' ? campaign.titleVi : campaign.titleEn,
      state: campaign.state,
      unitId,
      registerDay: campaign.registerDay,
      ends: campaign.ends,
      size: sizeOf(all),
      asked: askedOf(all),
      counts: small ? null : all,
      funnel: small ? [] : funnelOf(all),
      units: known.map((unit, at) => {
        const own = units.get(unit.id) ?? noCounts();
        const shown = hidden[at] !== true && !small;
        const { id: unitOf, nameVi, nameEn } = unit;
        return { unitId: unitOf, nameVi, nameEn, asked: shown ? askedOf(own) : null, understood: shown ? own.understood : null, needsHelp: shown ? own['needs-help'] : null };
      }),
      ...(asked === undefined || asked === campaign.unitId ? await wholeOf(ctx, campaign) : { sends: [], rates: null, share: null, wrong: null, hard: [] }),
    };
  },
});

/** What is said of a campaign as a whole only. */
async function wholeOf(ctx: Ctx, campaign: Campaign) {
  const rates = await ratesOf(ctx, campaign);
  const rounds = await countRounds(ctx.db, campaign.id);
  const first = rounds.find(({ round }) => round === 1);
  const share = first === undefined || rates === undefined || first.sat < MINIMUM_GROUP ? undefined : shareUnderstood(first.passed, first.sat, rates);
  return {
    sends: await countSends(ctx.db, campaign.id),
    rates: rates ?? null,
    share: share === undefined || first === undefined ? null : { ...share, sat: first.sat },
    wrong: rates === undefined || share === undefined ? null : expectedWrong(rounds, rates),
    hard: share === undefined ? [] : await hardOf(ctx, campaign),
  };
}

/** The exact rates of the campaign's test: those of the message with the fewest families. */
async function ratesOf(ctx: Ctx, campaign: Campaign): Promise<Exact | undefined> {
  const families: number[] = [];
  for (const { messageId } of await listCampaignMessages(ctx.db, campaign.id)) families.push(new Set((await listAskable(ctx.db, messageId)).map(({ family }) => family)).size);
  return families.length === 0 ? undefined : exactOf(planFor(campaign.test, Math.min(...families)));
}

async function hardOf(ctx: Ctx, campaign: Campaign): Promise<{ point: string; asked: number; wrong: number }[]> {
  const rows = (await listHardFamilies(ctx.db, campaign.id)).filter(({ asked, wrong }) => asked >= MINIMUM_GROUP && wrong > 0);
  const points: { point: string; asked: number; wrong: number }[] = [];
  for (const { messageId, family, asked, wrong } of rows) {
    const { text } = textOf((await getVersion(ctx.db, messageId)).body, ctx.locale);
    const point = text.points.find((one) => one.family === family)?.text;
    if (point !== undefined) points.push({ point, asked, wrong });
  }
  return points;
}

/** What residents are told of a campaign. */
export const readSummary = operation({
  name: 'campaigns.read-summary',
  summary: 'What anyone may know of a campaign: what it is about in plain words, how many of the staff have understood it, with the interval. No unit, no person.',
  kind: 'read',
  http: 'GET /campaigns/{id}/summary',
  permission: 'public',
  input: Type.Object({ id: CampaignId }, closed),
  output: Type.Object(
    {
      title: Text('Title'),
      state: Text('State'),
      starts: Text('First day'),
      ends: Text('Day by which everybody should have understood'),
      messages: Type.Array(Type.Object({ title: Text('Title'), plain: Text('Plain version'), locale: Text('Language') }, closed)),
      asked: nullable(Count('People to understand; null: a group under ten')),
      understood: nullable(Count('People who have understood')),
      excused: nullable(Count('People excused with a reason; null: fewer than ten, or none')),
      share: nullable(
        Type.Object({ share: Rate('Corrected share (0 to 1)'), from: Rate('Lower bound'), to: Rate('Upper bound'), sat: Count('People who sat a first test') }, closed),
      ),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const campaign = await getCampaign(ctx.db, id);
    if (!['running', 'ended'].includes(campaign.state)) throw new Problem('missing', 'campaigns.no-campaign');
    const { all } = countsOf(await countByUnit(ctx.db, id, campaign.unitId, ctx.today));
    const small = sizeOf(all) < MINIMUM_GROUP;
    const messages: { title: string; plain: string; locale: string }[] = [];
    for (const { messageId, version } of await listCampaignMessages(ctx.db, id)) {
      const { locale, text } = textOf((await getVersion(ctx.db, messageId, version)).body, ctx.locale);
      messages.push({ title: text.title, plain: text.plain, locale });
    }
    return {
      title: ctx.locale === 'vi' ? campaign.titleVi : campaign.titleEn,
      state: campaign.state,
      starts: campaign.starts,
      ends: campaign.ends,
      messages,
      asked: small ? null : askedOf(all),
      understood: small ? null : all.understood,
      excused: small || all.excused < MINIMUM_GROUP ? null : all.excused,
      share: (await wholeOf(ctx, campaign)).share,
    };
  },
});

/** What can be asked of a running campaign. */
export const boardOperations = [readBoard, readSummary];
