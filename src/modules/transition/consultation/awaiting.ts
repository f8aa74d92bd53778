import { FOREVER } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, scope } from '#kernel/org/index.ts';
import { waitingConsultations } from './store.ts';

const TURNS = [
  { permission: 'transition.speak-for-union', states: ['sent', 'received', 'met', 'minuted', 'answered'] },
  { permission: 'transition.assess', states: ['asked', 'opined', 'adopted'] },
  { permission: 'transition.decide-plan', states: ['consulted'] },
];

/** Consultations in which it is the asker's turn. */
export function consultationsAwaiting(ctx: Ctx): Awaits[] {
  return TURNS.filter(({ permission }) => mayAnywhere(ctx.actor, permission)).map(({ permission, states }) =>
    awaits(waitingConsultations(states, scope(ctx.actor, permission, sql`file.unit_id`, ctx.today)), (rows) =>
      rows.map(({ caseId, title, due }) => ({
        key: 'transition-consultation.awaits',
        values: { title },
        href: `/transition/consultations/${caseId}`,
        due: due === FOREVER ? undefined : due,
      })),
    ),
  );
}
