import { FOREVER, type Day } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, scope } from '#kernel/org/index.ts';

const TURNS = [
  { permission: 'transition.handle-cases', state: 'lodged', key: 'transition-cases.awaits-appeal' },
  { permission: 'transition.speak-for-union', state: 'conciliation', key: 'transition-cases.awaits-conciliation' },
];

/** Appeals in which it is the asker's turn: the employer's to answer, the union's to conciliate. */
export function appealsAwaiting({ actor, today }: Pick<Ctx, 'actor' | 'today'>): Awaits[] {
  return TURNS.filter(({ permission }) => mayAnywhere(actor, permission)).map(({ permission, state, key }) =>
    awaits(
      sql<{ id: string; title: string; due: Day }>`
        select file.id, held.title, file.due
        from kernel.case_file as file
        join kernel.case_file as held on held.id = file.parent_id
        where file.closed_on is null
          and file.procedure = 'transition.appeal'
          and file.state = ${state}
          and ${scope(actor, permission, sql`file.unit_id`, today)}
        order by file.due, file.id
        limit 20`,
      (rows) => rows.map(({ id, title, due }) => ({ key, values: { title }, href: `/transition/appeals/${id}`, due: due === FOREVER ? undefined : due })),
    ),
  );
}
