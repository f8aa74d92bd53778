import { sql } from '#base/db/index.ts';

/**
 * SQL: joins to `line` and the version of a message that is `asked` (with `message_id` and `version`): `past`, how many tests on it were decided, whether the last was not enough, and which version was understood;
 * `since`, what changed in matter since that version, in as many new versions as there were. Nothing has changed for who has understood none.
 */
export const sinceKnown = sql`
    left join lateral (
      select count(*) as rounds, max(test.version) filter (where test.decision = 'understood') as known,
        (array_agg(test.decision order by test.round desc))[1] = 'not-yet' as failed
      from campaigns.test
      where test.line_id = line.id
        and test.message_id = asked.message_id
        and test.purpose = 'decide'
        and test.decision in ('understood', 'not-yet')
    ) as past on true
    left join lateral (
      select jsonb_agg(later.changed) as changed, string_agg(later.changed_why, ' ' order by later.version) as why
      from campaigns.message_version as later
      where later.message_id = asked.message_id
        and later.version > past.known
        and later.version <= asked.version
        and later.changed <> '[]'::jsonb
    ) as since on past.known < asked.version`;

/** The families that changed, as `since.changed` of `sinceKnown` holds them: a list of lists. */
export function familiesIn(changed: unknown): string[] {
  const all: unknown[] = Array.isArray(changed) ? changed.flat() : [];
  return [...new Set(all.filter((family) => typeof family === 'string'))];
}
