import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { all, sql } from '#base/db/index.ts';
import { operation } from '#kernel/operation/index.ts';

const closed = { additionalProperties: false } as const;

/** What the audit keeps of a change: the day, and for an entry what it made of the day. */
const Detail = Type.Object({
  day: Type.String(),
  kind: Type.Optional(Type.Enum(['off', 'worked', 'ordinary'])),
  status: Type.Optional(Type.Enum(['published', 'to confirm'])),
});

const Change = Type.Object(
  {
    id: Type.String({ description: 'Id of the audit line' }),
    day: Type.String({ format: 'date', description: 'The day that was changed (YYYY-MM-DD)' }),
    kind: Type.Enum(['off', 'worked', 'ordinary', 'removed'], { description: 'What was entered; removed: the entry was taken away' }),
    status: Type.Union([Type.Enum(['published', 'to confirm']), Type.Null()], { description: 'How sure the entry was; null when taken away' }),
    by: Type.Union([Type.String(), Type.Null()], { description: 'Name of the person, or of the program that did it; null when the name was erased' }),
    at: Type.String({ format: 'date-time', description: 'When' }),
  },
  closed,
);

/** Who changed the calendar and when, from the audit: also the changes that no longer hold. */
export const listHistory = operation({
  name: 'calendar.list-history',
  summary: 'Who entered or took away which day of the calendar and when, newest first',
  kind: 'read',
  http: 'GET /calendar/history',
  permission: 'calendar.edit',
  unit: () => undefined,
  input: Type.Object(
    {
      day: Type.Optional(Type.String({ format: 'date', description: 'Only changes of this day (YYYY-MM-DD)' })),
      before: Type.Optional(Type.String({ format: 'uuid', description: 'Only changes older than this one' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      changes: Type.Array(Change, { description: 'At most 50 changes' }),
    },
    closed,
  ),
  run: async ({ db }, { day, before }) => {
    const rows = await all(
      db,
      sql<Row>`
        select audit.id, audit.at, audit.detail, coalesce(person.name, audit.actor_name) as by
        from kernel.audit
        left join kernel.person on person.id = audit.actor_id
        where audit.operation in ('calendar.put-day', 'calendar.remove-day')
          and audit.outcome = 'done'
          and (${day ?? null}::text is null or audit.detail ->> 'day' = ${day ?? null})
          and (${before ?? null}::uuid is null or audit.id < ${before ?? null}::uuid)
        order by audit.id desc
        limit 50`,
    );
    return { changes: rows.map(changeOf) };
  },
});

type Row = { id: string; at: Date; detail: unknown; by: string | null };

function changeOf({ id, at, detail, by }: Row): Static<typeof Change> {
  const { day, kind, status } = Value.Parse(Detail, detail);
  return { id, day, kind: kind ?? 'removed', status: status ?? null, by, at: at.toISOString() };
}
