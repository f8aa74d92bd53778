import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed, LineId } from '../model.ts';
import { titleIn, unitsBelow } from '../units.ts';

const Text = (description: string) => Type.String({ description });
/** Most people of the list. */
const MOST = 200;

/** Who is excused and can be asked again. */
export const listExcused = operation({
  name: 'campaigns.list-excused',
  summary: 'The people of a unit who are excused from a campaign that runs, so that the contact asks them again when they are back; without the reason.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/excused',
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
        since: Text('Day of the excuse'),
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
      select line.id, line.person_id as "personId", person.name, person.staff_code as "staffCode", ${titleIn(ctx.locale)} as title, line.ended_on as since
      from campaigns.line
      join campaigns.campaign on campaign.id = line.campaign_id
      join kernel.person on person.id = line.person_id
      where line.state = 'excused'
        and campaign.state = 'running'
        and line.unit_id in (${unitsBelow(unitId, ctx.today)})
      order by person.name_sort, line.id
      limit ${MOST}`,
    );
    return rows.map(({ personId, ...row }) => ({ ...row, own: personId === me }));
  },
});
