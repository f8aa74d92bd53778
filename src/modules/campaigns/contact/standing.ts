import Type from 'typebox';
import { all, sql, type RawBuilder } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed, LineId } from '../model.ts';
import { titleIn, unitsBelow } from '../units.ts';

const Text = (description: string) => Type.String({ description });
/** Most people of a list. */
const MOST = 200;

/** People of a unit whose lines stand in one way since a day. */
export const standingSince = (since: string) =>
  Type.Array(
    Type.Object(
      {
        id: LineId,
        name: Text('Name'),
        staffCode: Text('Staff code'),
        title: Text('Campaign'),
        since: Text(since),
        own: Type.Boolean({ description: 'Whether it is the asker’s own line, which others see to' }),
      },
      closed,
    ),
    { maxItems: MOST },
  );

/** The people of a unit and all under it whose lines of running campaigns fit `where`, with the day `since`, in the order `by`. */
export async function listStanding(ctx: Ctx, unitId: string, { since, where, by }: { since: RawBuilder<unknown>; where: RawBuilder<unknown>; by: RawBuilder<unknown> }) {
  const me = personOf(ctx.actor);
  const rows = await all(
    ctx.db,
    sql<{ id: string; personId: string; name: string; staffCode: string; title: string; since: string }>`
    select line.id, line.person_id as "personId", person.name, person.staff_code as "staffCode", ${titleIn(ctx.locale)} as title, ${since} as since
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    join kernel.person on person.id = line.person_id
    where ${where}
      and campaign.state = 'running'
      and line.unit_id in (${unitsBelow(unitId, ctx.today)})
    order by ${by}
    limit ${MOST}`,
  );
  return rows.map(({ personId, ...row }) => ({ ...row, own: personId === me }));
}
