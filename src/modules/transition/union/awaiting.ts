import { sql } from '#base/db/index.ts';
import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, scope } from '#kernel/org/index.ts';
import { countOpenAid } from './store.ts';

const DESK = 'transition.speak-for-union';

/** Requests for aid that the union has to answer. */
export function aidAwaiting({ actor, today }: Pick<Ctx, 'actor' | 'today'>): Awaits[] {
  if (!mayAnywhere(actor, DESK)) return [];
  return [
    awaits(countOpenAid(scope(actor, DESK, sql`posting.unit_id`, today), today), (rows) =>
      rows.map(({ n }) => ({ key: 'transition-union.awaits-aid', values: { n }, href: '/transition/union', due: undefined })),
    ),
  ];
}
