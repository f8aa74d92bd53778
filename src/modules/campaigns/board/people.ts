import Type from 'typebox';
import { ZONE } from '#base/clock/index.ts';
import { all, sql } from '#base/db/index.ts';
import { operation, type Ctx, PageNumber } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { CampaignId, CHANNELS, closed, LINE_STATES, nullable, type ChannelName, type LineState } from '../model.ts';
import { fileOf, looked, pageOf, readFile, readPage, type Part } from '../people-list.ts';
import { getCampaign } from '../running/campaign.ts';

const Text = (description: string) => Type.String({ description });

const Person = Type.Object(
  {
    personId: Text('Person'),
    staffCode: Text('Staff code'),
    name: Text('Name'),
    unit: Text('Unit'),
    reason: Type.Enum(['audience', 'joined', 'returned'], { description: 'Why on the roster' }),
    registerDay: Text('Day of the register'),
    asksFrom: nullable(Text('Day from which the person is asked, when that is still to come or later than for the others')),
    waits: Type.Boolean({ description: 'Whether that day is still to come, so that nobody has asked the person yet' }),
    later: Type.Boolean({ description: 'Whether that is because the person already stood in too many campaigns' }),
    state: Type.Enum([...LINE_STATES], { description: 'How it stands' }),
    channel: nullable(Text('Channel over which that was reached')),
    reachedOn: nullable(Text('Day of opening')),
    understood: Type.Array(Type.Object({ title: Text('Message'), version: Type.Integer({ description: 'Version' }), day: Text('Day') }, closed), {
      description: 'Which version of which message was understood',
    }),
    endedOn: nullable(Text('Day of ending')),
    excuse: nullable(Text('Reason of an excuse')),
  },
  closed,
);
type Person = Type.Static<typeof Person>;

/** How a telling stands. */
const SENT = ['queued', 'handed', 'delivered', 'failed', 'no-address', 'dropped'] as const;

const narrowed = {
  id: CampaignId,
  state: Type.Optional(Type.Enum([...LINE_STATES], { description: 'Only people who stand so' })),
  step: Type.Optional(
    Type.Enum(['invited', 'reached', 'read', 'checked', 'understood', 'ended'], { description: 'Only people who have come at least so far; ended: excused or left' }),
  ),
  channel: Type.Optional(Type.Enum([...CHANNELS], { description: 'Only people who were to be told over this channel' })),
  sent: Type.Optional(Type.Enum([...SENT], { description: 'Only people with a telling (over that channel, when one is given) that stands so' })),
  unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Only people of this unit and all under it' })),
  find: Type.Optional(Type.String({ maxLength: 100, description: 'Words of the name, or the staff code' })),
};
type Narrowed = { id: string; state?: LineState; step?: keyof typeof STEPS; channel?: ChannelName; sent?: (typeof SENT)[number]; unitId?: string; find?: string };

/** The states of whoever has come at least so far. */
const STEPS = {
  invited: ['invited', 'reached', 'read', 'checked', 'needs-help', 'understood'],
  reached: ['reached', 'read', 'checked', 'needs-help', 'understood'],
  read: ['read', 'checked', 'needs-help', 'understood'],
  checked: ['checked', 'needs-help', 'understood'],
  understood: ['understood'],
  ended: ['excused', 'left'],
} satisfies Record<string, LineState[]>;

/** The people of a roster, page by page. */
export const listPeople = operation({
  name: 'campaigns.list-people',
  summary:
    'Who stands how in a campaign and who has understood which version, in the asker’s units, page by page; a purpose is asked, and each person shown sees the look. Never answers.',
  kind: 'read',
  http: 'GET /campaigns/{id}/people',
  permission: 'campaigns.help-unit',
  input: Type.Object({ ...narrowed, page: PageNumber }, closed),
  output: Type.Object({ title: Text('Title of the campaign'), ...pageOf(Person) }, closed),
  ...looked,
  run: async (ctx, { page = 1, ...input }) => {
    const { titleVi, titleEn } = await getCampaign(ctx.db, input.id);
    return { title: ctx.locale === 'vi' ? titleVi : titleEn, ...(await readPage((part) => listRows(ctx, input, part), page)) };
  },
});

/** The roster as a file. */
export const exportRoster = operation({
  name: 'campaigns.export-roster',
  summary:
    'The roster of a campaign with state, day, channel and version understood of each person in the asker’s units; a purpose is asked, and each person on it sees that it was exported. Never answers.',
  kind: 'read',
  http: 'GET /campaigns/{id}/roster',
  permission: 'campaigns.help-unit',
  input: Type.Object(narrowed, closed),
  output: fileOf(Person),
  exports: true,
  ...looked,
  run: (ctx, input) => readFile((part) => listRows(ctx, input, part)),
});

/** The lines of a campaign in the asker's units, by unit and name; what is shown of each is looked up for the page only. */
async function listRows(ctx: Ctx, only: Narrowed, part: Part): Promise<(Person & { total: number })[]> {
  return all(
    ctx.db,
    sql<Person & { total: number }>`
    with titled as materialized (
      select version.message_id, version.version, version.body::jsonb #>> '{text,vi,title}' as title
      from campaigns.campaign_message as asked
      join campaigns.message_version as version on version.message_id = asked.message_id
      where asked.campaign_id = ${only.id}
    ), chosen as (
      ${chosenLines(ctx, only, part)}
    )
    select chosen.total, line.person_id as "personId", person.staff_code as "staffCode", person.name, chosen.unit, line.reason, line.register_day as "registerDay",
      case when later.is or open.waits then line.opens end as "asksFrom", open.waits, later.is as later, line.state, line.channel,
      line.reached_on as "reachedOn", coalesce(own.understood, '[]'::jsonb) as understood, line.ended_on as "endedOn", line.excuse
    from chosen
    join campaigns.line on line.id = chosen.id
    join campaigns.campaign on campaign.id = line.campaign_id
    join kernel.person on person.id = line.person_id
    cross join lateral (select coalesce(line.opens = campaign.tired_from, false) as is) as later
    cross join lateral (select line.opens > ${ctx.today} and line.ended_on is null as waits) as open
    left join lateral (
      ${understoodOf}
    ) as own on true
    order by chosen.unit, chosen.name_sort, line.id`,
  );
}

/** The lines of a page with their place in the order, and how many there are in all. */
function chosenLines(ctx: Ctx, { id, state, step, channel, sent, unitId, find = '' }: Narrowed, part: Part) {
  const words = find.trim();
  const like = `%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const within = sql`line.unit_id in (
    select below.unit_id
    from kernel.unit_ancestor as below
    where below.ancestor_id = ${unitId ?? null}
      and below.valid_from <= ${ctx.today}
      and below.valid_to > ${ctx.today})`;
  return sql`
      select line.id, unit.name as unit, person.name_sort, count(*) over () as total
      from campaigns.line
      join kernel.person on person.id = line.person_id
      join lateral (
        select ${ctx.locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`} as name
        from kernel.unit_version as version
        where version.unit_id = line.unit_id
        order by version.valid_from desc
        limit 1
      ) as unit on true
      where line.campaign_id = ${id}
        and ${scope(ctx.actor, 'campaigns.help-unit', sql`line.unit_id`, ctx.today)}
        and ${state === undefined ? sql`true` : sql`line.state = ${state}`}
        and ${step === undefined ? sql`true` : sql`line.state = any(${STEPS[step]}::text[])`}
        and ${channel === undefined && sent === undefined ? sql`true` : toldSo(channel, sent)}
        and ${unitId === undefined ? sql`true` : within}
        and ${words === '' ? sql`true` : sql`(person.name ilike ${like} or person.staff_code = ${words})`}
      order by unit.name, person.name_sort, line.id
      limit ${part.limit}
      offset ${part.offset}`;
}

/** SQL: whether a line has a telling over a channel that stands so. */
function toldSo(channel: ChannelName | undefined, sent: string | undefined) {
  return sql`exists (
          select 1
          from campaigns.send
          where send.line_id = line.id
            and ${channel === undefined ? sql`true` : sql`send.channel = ${channel}`}
            and ${sent === undefined ? sql`true` : sql`send.state = ${sent}`})`;
}

/** Which version of each message a line has understood last; a new one that asks again takes nothing of that away. */
const understoodOf = sql`
      select jsonb_agg(jsonb_build_object('title', last.title, 'version', last.version, 'day', (last.decided_at at time zone ${ZONE})::date) order by last.title) as understood
      from (
        select distinct on (known.message_id) titled.title, known.version, known.decided_at
        from campaigns.test as known
        join titled
          on titled.message_id = known.message_id
          and titled.version = known.version
        where known.line_id = line.id
          and known.decision = 'understood'
        order by known.message_id, known.version desc, known.decided_at desc
      ) as last`;

/** Which people a board is about. */
export const peopleOperations = [listPeople, exportRoster];
