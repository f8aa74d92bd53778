import { all, later, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { personOf, type Actor } from '#kernel/org/index.ts';

/** One line of the audit: who did (or was refused) what, when, on whom, why. */
export type AuditLine = {
  operation: string;
  outcome: 'done' | 'refused';
  actor: Actor;
  requestId: string;
  unitId?: string | undefined;
  subject?: string | undefined;
  purpose?: string | undefined;
  problem?: string | undefined;
  detail?: Record<string, string | number | boolean | null> | undefined;
  /** The people whose records were shown. */
  lookedAt?: string[] | undefined;
};

/** Appends one line; pass the transaction of the work so that both stand or fall together. */
export async function writeAudit(db: Db, line: AuditLine): Promise<void> {
  const id = newId();
  await later(
    db,
    sql`
      insert into kernel.audit
        (id, operation, outcome, actor_kind, actor_id, actor_name, unit_id, subject, purpose, problem, request_id, detail)
      values
        (${id}, ${line.operation}, ${line.outcome}, ${line.actor.kind}, ${personOf(line.actor) ?? null},
         ${line.actor.kind === 'system' ? line.actor.name : null}, ${line.unitId ?? null}, ${line.subject ?? null},
         ${line.purpose ?? null}, ${line.problem ?? null}, ${line.requestId}, ${JSON.stringify(line.detail ?? {})})`,
  );
  const people = [...new Set(line.lookedAt ?? [])];
  if (people.length === 0) return;
  await later(
    db,
    sql`
      insert into kernel.look (audit_id, person_id)
      select ${id}, shown.id
      from unnest(${people}::uuid[]) as shown (id)`,
  );
}

/** Who looked at a person's record: newest first, at most `limit` lines, older than the line `before` when given. */
export async function listLooks(
  db: Db,
  personId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<{ id: string; at: string; operation: string; actorId: string | null; actorName: string | null; purpose: string | null }[]> {
  const rows = await all(
    db,
    sql<{ id: string; at: Date; operation: string; actor_id: string | null; actor_name: string | null; purpose: string | null }>`
      select audit.id, audit.at, audit.operation, audit.actor_id, coalesce(person.name, audit.actor_name) as actor_name, audit.purpose
      from kernel.look
      join kernel.audit on audit.id = look.audit_id
      left join kernel.person on person.id = audit.actor_id
      where look.person_id = ${personId}
        and (${before ?? null}::uuid is null or look.audit_id < ${before ?? null}::uuid)
      order by look.audit_id desc
      limit ${limit}`,
  );
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    operation: row.operation,
    actorId: row.actor_id,
    actorName: row.actor_name,
    purpose: row.purpose,
  }));
}
