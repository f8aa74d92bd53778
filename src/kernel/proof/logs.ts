import { sql, type RawBuilder } from '#base/db/index.ts';

/** The logs that are proved. */
export const LOGS = ['fact', 'audit', 'publication'] as const;
export type LogName = (typeof LOGS)[number];

const moment = (column: RawBuilder<unknown>): RawBuilder<unknown> => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * What a row of a log says, as one text: of facts and audit lines a JSON list in the form in which PostgreSQL writes jsonb (docs/developers/proof.md); of
 * publications the statement itself. `row` is the row's alias.
 */
const CONTENT: Record<LogName, RawBuilder<string>> = {
  fact: sql<string>`jsonb_build_array('khue-fact/1', source.id, source.kind, source.subject, source.unit_id, source.day, ${moment(sql`source.recorded_at`)},
    source.value, source.data, source.actor, source.corrects)::text`,
  audit: sql<string>`jsonb_build_array('khue-audit/1', source.id, ${moment(sql`source.at`)}, source.operation, source.outcome, source.actor_kind, source.actor_id,
    source.actor_name, source.unit_id, source.subject, source.purpose, source.problem, source.request_id, source.detail, (
      select coalesce(jsonb_agg(look.person_id order by look.person_id), '[]')
      from kernel.look
      where look.audit_id = source.id
    ))::text`,
  publication: sql<string>`source.statement`,
};

/** The table of a log. */
export const TABLE: Record<LogName, RawBuilder<unknown>> = { fact: sql`kernel.fact`, audit: sql`kernel.audit`, publication: sql`kernel.publication` };

/** The leaf hash of the row `source` of a log, as an SQL expression; null where there is no such row. */
export function leafOf(log: LogName): RawBuilder<Buffer> {
  return sql<Buffer>`case when source.id is not null then sha256('\\x00'::bytea || convert_to(${CONTENT[log]}, 'UTF8')) end`;
}
