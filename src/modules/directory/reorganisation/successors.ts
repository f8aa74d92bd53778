import Type from 'typebox';
import { formatDay, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { addSuccessions, personOf } from '#kernel/org/index.ts';
import { listThese } from '../units/list.ts';
import { DayText, Name, nullable, Relative, UnitId, UnitLine } from '../units/model.ts';
import { relativeRows } from '../units/store.ts';

const closed = { additionalProperties: false };
const permission = 'directory.reorganise';
const unit = () => undefined;

/** Kinds of unit whose work always passes to another unit of the same level, so that a missing successor is a gap. */
const KINDS = ['ward', 'commune', 'township'];

const Ended = Type.Object(
  {
    id: UnitId,
    nameVi: Type.String({ description: 'Vietnamese name' }),
    nameEn: Type.String({ description: 'English name' }),
    kind: Type.String({ description: 'Kind' }),
    code: nullable(Type.String({ description: 'Code' })),
    parentId: nullable(UnitId),
    parentVi: nullable(Type.String({ description: 'Vietnamese name of the unit above' })),
    parentEn: nullable(Type.String({ description: 'English name of the unit above' })),
    endedOn: DayText,
  },
  closed,
);
type Ended = Type.Static<typeof Ended>;

/** The wards and communes that have ended, in their last state. */
const ended = sql`
  select version.unit_id as id, version.name_vi as "nameVi", version.name_en as "nameEn", version.name_plain, version.kind, version.parent_id as "parentId",
    parent.name_vi as "parentVi", parent.name_en as "parentEn", version.valid_to as "endedOn", named.code,
    exists (
      select 1
      from kernel.unit_succession as succession
      where succession.old_id = version.unit_id
    ) as known
  from kernel.unit_version as version
  left join kernel.unit_version as parent
    on parent.unit_id = version.parent_id
    and parent.valid_from < version.valid_to
    and parent.valid_to >= version.valid_to
  left join lateral (
    select code.code
    from kernel.unit_code as code
    where code.unit_id = version.unit_id
      and code.system <> 'khue'
    order by code.system <> 'gso', code.valid_to desc
    limit 1
  ) as named on true
  where version.kind = any(${sql.lit(`{${KINDS.join(',')}}`)}::text[])
    and version.valid_to < 'infinity'
    and not exists (
      select 1
      from kernel.unit_version as later
      where later.unit_id = version.unit_id
        and later.valid_from >= version.valid_to)`;

/** Ended wards and communes whose successor is not known. */
export const listOpenSuccessors = operation({
  name: 'directory.list-open-successors',
  summary: 'Wards and communes that have ended and whose successor has not been named, with how many have been',
  kind: 'read',
  http: 'GET /directory/successors',
  permission,
  unit,
  input: Type.Object(
    {
      query: Type.Optional(Type.String({ maxLength: 200, description: 'Part of the name (diacritics do not matter) or beginning of the code' })),
      parentId: Type.Optional(UnitId),
      afterName: Type.Optional(Type.String({ description: 'Name of the last unit of the page before' })),
      afterId: Type.Optional(UnitId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Units, 50 when left out' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      total: Type.Integer({ description: 'Wards and communes that have ended' }),
      known: Type.Integer({ description: 'Of these: those whose successor is known' }),
      parents: Type.Array(
        Type.Object(
          {
            id: UnitId,
            nameVi: Type.String({ description: 'Vietnamese name' }),
            nameEn: Type.String({ description: 'English name' }),
            open: Type.Integer({ description: 'Number of open ones' }),
          },
          closed,
        ),
        { description: 'Units they lay under that still have open ones' },
      ),
      units: Type.Array(Ended, { description: 'Open ones, by Vietnamese alphabet' }),
      more: Type.Boolean({ description: 'Whether there are more' }),
    },
    closed,
  ),
  run: async ({ db }, { query = '', parentId, afterName, afterId, limit = 50 }) => {
    const sizes = await one(db, sql<{ total: number; known: number }>`select count(*) as total, count(*) filter (where ended.known) as known from (${ended}) as ended`);
    const parents = await all(
      db,
      sql<{ id: string; nameVi: string; nameEn: string; open: number }>`
      select ended."parentId" as id, ended."parentVi" as "nameVi", ended."parentEn" as "nameEn", count(*) as open
      from (${ended}) as ended
      where not ended.known
        and ended."parentId" is not null
      group by 1, 2, 3
      order by ended."parentVi" collate kernel.vi`,
    );
    const units = await listOpen(db, { query, parentId, after: afterName === undefined || afterId === undefined ? undefined : { name: afterName, id: afterId }, limit: limit + 1 });
    return { total: sizes?.total ?? 0, known: sizes?.known ?? 0, parents, units: units.slice(0, limit), more: units.length > limit };
  },
});

/** An ended unit with the units that may have succeeded it. */
export const suggestSuccessors = operation({
  name: 'directory.suggest-successors',
  summary: 'Units that may have succeeded an ended one: those that succeeded its neighbours under the same unit, most frequent first',
  kind: 'read',
  http: 'GET /directory/successors/{id}',
  permission,
  unit,
  input: Type.Object({ id: UnitId }, closed),
  output: Type.Object(
    {
      unit: Ended,
      now: Type.Array(Relative, { description: 'Successors that are known' }),
      candidates: Type.Array(Type.Object({ ...UnitLine.properties, neighbours: Type.Integer({ description: 'Neighbours of the ended unit that it succeeded' }) }, closed)),
    },
    closed,
  ),
  run: async ({ db }, { id }) => {
    const old = await getEnded(db, id);
    const heirs = await all(
      db,
      sql<{ id: string; neighbours: number }>`
      select succession.new_id as id, count(*)::integer as neighbours
      from kernel.unit_version as neighbour
      join kernel.unit_succession as succession
        on succession.old_id = neighbour.unit_id
        and succession.day = ${old.endedOn}
      where neighbour.parent_id = ${old.parentId}
        and neighbour.valid_to = ${old.endedOn}
      group by succession.new_id`,
    );
    const counts = new Map(heirs.map((row) => [row.id, row.neighbours]));
    const lines = await listThese(db, [...counts.keys()], old.endedOn);
    const candidates = lines.map((line) => ({ ...line, neighbours: counts.get(line.id) ?? 0 })).toSorted((a, b) => b.neighbours - a.neighbours);
    return { unit: old, now: await all(db, relativeRows(id, 'after')), candidates };
  },
});

/** Names the successors of an ended unit. */
export const setSuccessors = operation({
  name: 'directory.set-successors',
  summary: 'Name the unit or units that took over from an ended one on the day it ended, in place of what was noted before',
  kind: 'write',
  http: 'PUT /directory/successors/{id}',
  permission,
  unit,
  input: Type.Object(
    {
      id: UnitId,
      successorIds: Type.Array(UnitId, { minItems: 1, maxItems: 20, uniqueItems: true, description: 'Several when it was divided' }),
      basis: Name,
    },
    closed,
  ),
  output: Type.Object({ id: UnitId }, closed),
  trace: ({ id, successorIds }) => ({ unitId: id, subject: id, detail: { successors: successorIds.length } }),
  run: async (ctx, { id, successorIds, basis }) => {
    const { db } = ctx;
    const { endedOn } = await getEnded(db, id);
    const standing = await listThese(db, successorIds, endedOn);
    if (standing.length !== successorIds.length || successorIds.includes(id)) {
      const values = { day: formatDay(endedOn) };
      throw new Problem('invalid', 'reorganisation.successor-not-there', values, [{ at: '/successorIds', code: 'reorganisation.successor-not-there', values }]);
    }
    await all(db, sql`delete from kernel.unit_succession as succession where succession.old_id = ${id}`);
    await addSuccessions(
      db,
      successorIds.map((newId) => ({ oldId: id, newId, day: endedOn, basis: basis.trim() })),
      personOf(ctx.actor) ?? null,
    );
    await record(ctx, [{ kind: 'directory.unit-changed', subject: id, unitId: id, day: endedOn, data: { what: 'succeeded' } }]);
    return { id };
  },
});

async function listOpen(db: Db, wanted: { query: string; parentId: string | undefined; after: { name: string; id: string } | undefined; limit: number }): Promise<Ended[]> {
  const text = wanted.query.trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
  return all(
    db,
    sql<Ended>`
    select ended.id, ended."nameVi", ended."nameEn", ended.kind, ended.code, ended."parentId", ended."parentVi", ended."parentEn", ended."endedOn"
    from (${ended}) as ended
    where not ended.known
      and (ended.name_plain like kernel.plain(${`%${text}%`}) or ended.code like ${`${text}%`})
      and (${wanted.parentId ?? null}::uuid is null or ended."parentId" = ${wanted.parentId ?? null})
      and ${wanted.after === undefined ? sql`true` : sql`(ended."nameVi" collate kernel.vi, ended.id) > (${wanted.after.name}::text collate kernel.vi, ${wanted.after.id}::uuid)`}
    order by ended."nameVi" collate kernel.vi, ended.id
    limit ${wanted.limit}`,
  );
}

/** The last state of an ended ward or commune; throws `missing` for any other unit. */
async function getEnded(db: Db, id: string): Promise<Ended & { endedOn: Day }> {
  const row = await one(
    db,
    sql<Ended>`
    select ended.id, ended."nameVi", ended."nameEn", ended.kind, ended.code, ended."parentId", ended."parentVi", ended."parentEn", ended."endedOn"
    from (${ended}) as ended
    where ended.id = ${id}`,
  );
  return found(row, 'reorganisation.not-ended');
}
