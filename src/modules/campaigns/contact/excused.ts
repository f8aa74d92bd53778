import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { listStanding, standingSince } from './standing.ts';

/** Who is excused and can be asked again. */
export const listExcused = operation({
  name: 'campaigns.list-excused',
  summary: 'The people of a unit who are excused from a campaign that runs, so that the contact asks them again when they are back; without the reason.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/excused',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit' }) }, closed),
  output: standingSince('Day of the excuse'),
  run: (ctx, { unitId }) => listStanding(ctx, unitId, { since: sql`line.ended_on`, where: sql`line.state = 'excused'`, by: sql`person.name_sort, line.id` }),
});
