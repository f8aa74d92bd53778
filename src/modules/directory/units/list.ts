import type { Day } from '#base/day/index.ts';
import { all, sql, wordPatterns, type Db, type RawBuilder } from '#base/db/index.ts';
import { CODE_SYSTEMS, type UnitLine } from './model.ts';

type Row = {
  id: string;
  kind: string;
  name_vi: string;
  name_en: string;
  parent_id: string | null;
  parent_vi: string | null;
  parent_en: string | null;
  code: string | null;
  verified: boolean;
  children: number;
};

/** The units directly under these units on a day, by Vietnamese alphabet. */
export async function listUnder(db: Db, parentIds: string[], day: Day): Promise<UnitLine[]> {
  const rows = await all(
    db,
    sql<Row>`
    ${lines(day)}
    where version.parent_id = any(${parentIds}::uuid[])
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    order by version.name_vi collate kernel.vi, version.unit_id`,
  );
  return rows.map(lineFrom);
}

/** These units as lines on a day, by Vietnamese alphabet; those that do not stand then are left out. */
export async function listThese(db: Db, unitIds: string[], day: Day): Promise<UnitLine[]> {
  if (unitIds.length === 0) return [];
  const rows = await all(
    db,
    sql<Row>`
    ${lines(day)}
    where version.unit_id = any(${unitIds}::uuid[])
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    order by version.name_vi collate kernel.vi, version.unit_id`,
  );
  return rows.map(lineFrom);
}

/**
 * Units whose name has every word of `query` (without regard to diacritics), or one of whose codes begins with it, on a day; at most `limit`.
 * With `under` only that unit and those anywhere under it are meant. The unit of that very code comes first, then codes and names that begin with the query, then names that have it as whole words.
 */
export async function search(db: Db, query: string, day: Day, limit: number, { kinds = [], under }: { kinds?: string[]; under?: string | undefined } = {}): Promise<UnitLine[]> {
  const patterns = wordPatterns(query);
  if (patterns.length === 0) return [];
  const start = `${escaped(query.trim())}%`;
  const whole = `% ${escaped(query.trim())} %`;
  const coded = (pattern: string) => sql`exists (
    select 1
    from kernel.unit_code as code
    where code.unit_id = version.unit_id
      and code.code ilike ${pattern}
      and code.valid_from <= ${day}
      and code.valid_to > ${day})`;
  const within =
    under === undefined
      ? sql`true`
      : sql`version.unit_id in (
      select below.unit_id
      from kernel.unit_ancestor as below
      where below.ancestor_id = ${under}
        and below.valid_from <= ${day}
        and below.valid_to > ${day})`;
  const rows = await all(
    db,
    sql<Row>`
    ${lines(day)}
    where version.valid_from <= ${day}
      and version.valid_to > ${day}
      and ${within}
      and (${kinds.length === 0} or version.kind = any(${kinds}::text[]))
      and (${coded(start)} or version.name_plain like all (select kernel.plain(word) from unnest(${patterns}::text[]) as word))
    order by not ${coded(escaped(query.trim()))}, not ${coded(start)}, version.name_plain not like kernel.plain(${start}),
      ' ' || version.name_plain || ' ' not like kernel.plain(${whole}), version.name_vi collate kernel.vi, version.unit_id
    limit ${limit}`,
  );
  return rows.map(lineFrom);
}

function lines(day: Day): RawBuilder<unknown> {
  return sql`
    select version.unit_id as id, version.kind, version.name_vi, version.name_en, version.parent_id,
      parent.name_vi as parent_vi, parent.name_en as parent_en, named.code, coalesce(source.verified, true) as verified,
      (
        select count(*)::integer
        from kernel.unit_version as child
        where child.parent_id = version.unit_id
          and child.valid_from <= ${day}
          and child.valid_to > ${day}
      ) as children
    from kernel.unit_version as version
    left join kernel.unit_version as parent
      on parent.unit_id = version.parent_id
      and parent.valid_from <= ${day}
      and parent.valid_to > ${day}
    left join directory.unit_source as source on source.unit_id = version.unit_id
    left join lateral (
      select code.code
      from kernel.unit_code as code
      where code.unit_id = version.unit_id
        and code.valid_from <= ${day}
        and code.valid_to > ${day}
        and code.system <> 'khue'
      order by array_position(${[...CODE_SYSTEMS]}::text[], code.system)
      limit 1
    ) as named on true`;
}

function lineFrom(row: Row): UnitLine {
  return {
    id: row.id,
    kind: row.kind,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    parentId: row.parent_id,
    parentVi: row.parent_vi,
    parentEn: row.parent_en,
    code: row.code,
    verified: row.verified,
    children: row.children,
  };
}

/** A text as it stands in a pattern of LIKE. */
function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
