import { FOREVER } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, scope } from '#kernel/org/index.ts';
import { listWaiting } from './store.ts';

const TURNS = [
  { permission: 'transition.speak-for-union', states: ['sent', 'received', 'met', 'minuted', 'answered'] },
  { permission: 'transition.assess', states: ['asked', 'opined', 'adopted'] },
  { permission: 'transition.decide-plan', states: ['consulted'] },
];

/** Consultations in which it is the asker's turn. */
export async function listConsultationsAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const turns = TURNS.filter(({ permission }) => mayAnywhere(ctx.actor, permission));
  const waiting = [];
  for (const { permission, states } of turns) waiting.push(...(await listWaiting(ctx.db, states, scope(ctx.actor, permission, sql`file.unit_id`, ctx.today))));
  return waiting.map(({ caseId, title, due }) => ({
    key: 'transition-consultation.awaits',
    values: { title },
    href: `/transition/consultations/${caseId}`,
    due: due === FOREVER ? undefined : due,
  }));
}
