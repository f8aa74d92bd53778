import Type from 'typebox';
import { ZONE } from '#base/clock/index.ts';
import { all, sql } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { operation, type Ctx, PageNumber } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { closed, nullable } from '../model.ts';
import { fileOf, looked, pageOf, readFile, readPage, type Part } from '../people-list.ts';
import { findDocument } from './store.ts';

const Text = (description: string) => Type.String({ description });

const Knower = Type.Object(
  {
    personId: Text('Person'),
    staffCode: Text('Staff code'),
    name: Text('Name'),
    unit: Text('Unit in which they were asked'),
    version: nullable(Type.Integer({ description: 'Newest version understood; null: none yet' })),
    day: nullable(Text('Day on which that was decided')),
    current: Type.Boolean({ description: 'Whether its matter is still that of the version in use' }),
  },
  closed,
);
type Knower = Type.Static<typeof Knower>;

const narrowed = {
  id: Type.String({ format: 'uuid', description: 'Document' }),
  version: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, description: 'Only people whose newest version this is; 0: who have understood none' })),
};

/** Who has understood which version of a document's plain words. */
export const listKnowers = operation({
  name: 'campaigns.list-knowers',
  summary:
    'Who in the asker’s units was asked about a document and has understood which version of its plain words, page by page; a purpose is asked, and each person shown sees the look.',
  kind: 'read',
  http: 'GET /campaigns/library/{id}/people',
  permission: 'campaigns.help-unit',
  input: Type.Object({ ...narrowed, page: PageNumber }, closed),
  output: Type.Object({ number: Text('Number of the document'), ...pageOf(Knower) }, closed),
  ...looked,
  run: async (ctx, { page = 1, ...input }) => {
    const { number } = found(await findDocument(ctx.db, input.id), 'campaigns-library.no-document');
    return { number, ...(await readPage((part) => listRows(ctx, input, part), page)) };
  },
});

/** The same as a file. */
export const exportKnowers = operation({
  name: 'campaigns.export-knowers',
  summary:
    'Everybody in the asker’s units who was asked about a document, with the version understood, as a file; a purpose is asked, and each person on it sees that it was exported.',
  kind: 'read',
  http: 'GET /campaigns/library/{id}/people/file',
  permission: 'campaigns.help-unit',
  input: Type.Object(narrowed, closed),
  output: fileOf(Knower),
  exports: true,
  ...looked,
  run: (ctx, input) => readFile((part) => listRows(ctx, input, part)),
});

/** The version of a message that last changed its matter; none when no version was ever approved. */
const lastInMatter = sql`
        select coalesce(max(version.version) filter (where version.changed <> '[]'::jsonb), 1) as version
        from campaigns.message_version as version
        where version.message_id = message.id
          and version.state in ('approved', 'superseded')
        having count(*) > 0`;

/** Each person once, over all campaigns that carried a message on the document: the newest version that they understood, in the unit in which they were asked last. */
async function listRows(ctx: Ctx, { id, version }: { id: string; version?: number }, part: Part): Promise<(Knower & { total: number })[]> {
  const only = version === undefined ? sql`true` : version === 0 ? sql`asked.version is null` : sql`asked.version = ${version}`;
  return all(
    ctx.db,
    sql<Knower & { total: number }>`
    with asked as (
      select line.person_id, max(known.version) as version, max(known.decided_at) as understood_at,
        (array_agg(line.unit_id order by line.register_day desc, line.id desc))[1] as unit_id, max(matter.version) as newest
      from campaigns.message
      join lateral (
        ${lastInMatter}
      ) as matter on true
      join campaigns.campaign_message as carried on carried.message_id = message.id
      join campaigns.line on line.campaign_id = carried.campaign_id
      left join campaigns.test as known
        on known.line_id = line.id
        and known.message_id = message.id
        and known.decision = 'understood'
      where message.document_id = ${id}
        and line.state <> 'left'
        and ${scope(ctx.actor, 'campaigns.help-unit', sql`line.unit_id`, ctx.today)}
      group by line.person_id
    )
    select asked.person_id as "personId", person.staff_code as "staffCode", person.name, unit.name as unit, asked.version, (asked.understood_at at time zone ${ZONE})::date as day,
      coalesce(asked.version >= asked.newest, false) as current, count(*) over () as total
    from asked
    join kernel.person on person.id = asked.person_id
    join lateral (
      select ${ctx.locale === 'vi' ? sql`named.name_vi` : sql`named.name_en`} as name
      from kernel.unit_version as named
      where named.unit_id = asked.unit_id
      order by named.valid_from desc
      limit 1
    ) as unit on true
    where ${only}
    order by unit.name, person.name_sort, asked.person_id
    limit ${part.limit}
    offset ${part.offset}`,
  );
}

/** Who knows what. */
export const knowerOperations = [listKnowers, exportKnowers];
