import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { CampaignId, closed, LINE_STATES, nullable } from '../model.ts';

/** Rows of an export at the most. */
const MOST = 150_000;
const Text = (description: string) => Type.String({ description });

/** The roster as a file. */
export const exportRoster = operation({
  name: 'campaigns.export-roster',
  summary:
    'The roster of a campaign with state, day and channel of each person in the asker’s units; a purpose is asked, and each person on it sees that it was exported. Never answers.',
  kind: 'read',
  http: 'GET /campaigns/{id}/roster',
  permission: 'campaigns.help-unit',
  input: Type.Object({ id: CampaignId }, closed),
  output: Type.Object(
    {
      people: Type.Array(
        Type.Object(
          {
            personId: Text('Person'),
            staffCode: Text('Staff code'),
            name: Text('Name'),
            unit: Text('Unit'),
            reason: Type.Enum(['audience', 'joined', 'returned'], { description: 'Why on the roster' }),
            registerDay: Text('Day of the register'),
            state: Type.Enum([...LINE_STATES], { description: 'How it stands' }),
            channel: nullable(Text('Channel over which that was reached')),
            reachedOn: nullable(Text('Day of opening')),
            endedOn: nullable(Text('Day of ending')),
            excuse: nullable(Text('Reason of an excuse')),
          },
          closed,
        ),
        { maxItems: MOST },
      ),
    },
    closed,
  ),
  exports: true,
  looksAt: (_input, { people }) => people.map(({ personId }) => personId),
  trace: ({ id }, { people }) => ({ subject: id, detail: { people: people.length } }),
  run: async (ctx, { id }) => {
    type Row = {
      personId: string;
      staffCode: string;
      name: string;
      unit: string;
      reason: 'audience' | 'joined' | 'returned';
      registerDay: string;
      state: (typeof LINE_STATES)[number];
    };
    const people = await all(
      ctx.db,
      sql<Row & { channel: string | null; reachedOn: string | null; endedOn: string | null; excuse: string | null }>`
      select line.person_id as "personId", person.staff_code as "staffCode", person.name, unit.name as unit, line.reason, line.register_day as "registerDay", line.state, line.channel,
        line.reached_on as "reachedOn", line.ended_on as "endedOn", line.excuse
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
      order by unit.name, person.name_sort, line.id
      limit ${MOST}`,
    );
    return { people };
  },
});

/** What leaves as a file. */
export const exportOperations = [exportRoster];
