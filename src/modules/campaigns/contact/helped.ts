import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed, LineId } from '../model.ts';
import { titleIn, unitsBelow } from '../units.ts';

const Text = (description: string) => Type.String({ description });
/** Most people of the list. */
const MOST = 200;

/** To whom it was explained and who has not answered again. */
export const listHelped = operation({
  name: 'campaigns.list-helped',
  summary: 'The people of a unit to whom something was explained and who have not answered again yet, so that a note by mistake can be taken back. Never answers.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/helped',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit' }) }, closed),
  output: Type.Array(
    Type.Object(
      {
        id: LineId,
        name: Text('Name'),
        staffCode: Text('Staff code'),
        title: Text('Campaign'),
        since: Text('Day on which it was explained'),
        own: Type.Boolean({ description: 'Whether it is the asker’s own line, which others see to' }),
      },
      closed,
    ),
    { maxItems: MOST },
  ),
  run: async (ctx, { unitId }) => {
    const me = personOf(ctx.actor);
    const rows = await all(
      ctx.db,
      sql<{ id: string; personId: string; name: string; staffCode: string; title: string; since: string }>`
      select line.id, line.person_id as "personId", person.name, person.staff_code as "staffCode", ${titleIn(ctx.locale)} as title, told.day as since
      from campaigns.line
      join campaigns.campaign on campaign.id = line.campaign_id
      join kernel.person on person.id = line.person_id
      cross join lateral (
        select max(event.day) as day
        from campaigns.line_event as event
        where event.line_id = line.id
          and event.act = 'help'
      ) as told
      where line.state = 'needs-help'
        and line.help = 'done'
        and campaign.state = 'running'
        and line.unit_id in (${unitsBelow(unitId, ctx.today)})
      order by told.day, person.name_sort, line.id
      limit ${MOST}`,
    );
    return rows.map(({ personId, ...row }) => ({ ...row, own: personId === me }));
  },
});
