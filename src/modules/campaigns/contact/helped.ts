import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { listStanding, standingSince } from './standing.ts';

/** To whom it was explained and who has not answered again. */
export const listHelped = operation({
  name: 'campaigns.list-helped',
  summary: 'The people of a unit to whom something was explained and who have not answered again yet, so that a note by mistake can be taken back. Never answers.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/helped',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit' }) }, closed),
  output: standingSince('Day on which it was explained'),
  run: (ctx, { unitId }) =>
    listStanding(ctx, unitId, {
      since: sql`(
        select max(event.day)
        from campaigns.line_event as event
        where event.line_id = line.id
          and event.act = 'help')`,
      where: sql`line.state = 'needs-help' and line.help = 'done'`,
      by: sql`since, person.name_sort, line.id`,
    }),
});
