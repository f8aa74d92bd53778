import type { Db } from '#base/db/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import { ANONYMOUS, type Actor } from '#kernel/org/index.ts';

/** From where something is asked: network address, program, and the request's id. */
export type Visit = { ip: string; userAgent: string; requestId: string };

/** One line of the audit about signing in: ids only. `personId` is whose account it is; undefined when the name was unknown. */
export async function auditAccount(
  db: Db,
  visit: Visit,
  line: { operation: string; personId: string | undefined; problem?: string; method?: string; by?: 'owner' | 'nobody' },
): Promise<void> {
  const actor: Actor = line.by === 'owner' && line.personId !== undefined ? { kind: 'person', personId: line.personId, name: '', grants: [] } : ANONYMOUS;
  await writeAudit(db, {
    operation: line.operation,
    outcome: line.problem === undefined ? 'done' : 'refused',
    actor,
    requestId: visit.requestId,
    subject: line.personId,
    problem: line.problem,
    ...(line.method === undefined ? {} : { detail: { method: line.method } }),
  });
}
