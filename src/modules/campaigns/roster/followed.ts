import { sql, type RawBuilder } from '#base/db/index.ts';

/** SQL: whether anything has happened to a line since a moment: something was noted of it, or its person began a test. */
export function followed(line: RawBuilder<unknown>, since: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (
      select 1
      from campaigns.line_event as event
      where event.line_id = ${line}
        and event.at > ${since})
    or exists (
      select 1
      from campaigns.test as later
      where later.line_id = ${line}
        and later.begun_at > ${since}))`;
}
