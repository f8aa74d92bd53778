import type { Day } from '#base/day/index.ts';
import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { PersonLine } from './model.ts';

/** The people in post in a unit and all under it on a day who were measured, with what is required of them, by name; at most `limit`, after the name `after`. */
export async function listMeasured(
  db: Db,
  unitId: string,
  day: Day,
  { after, limit }: { after: { sort: string; personId: string } | undefined; limit: number },
): Promise<(PersonLine & { sort: string })[]> {
  return all(
    db,
    sql<PersonLine & { sort: string }>`
    select person.id as "personId", person.name, person.name_sort as sort, version.name_vi as "unitVi", version.name_en as "unitEn", span.valid_from as day, (
      select jsonb_agg(jsonb_build_object('area', result.area, 'level', result.level, 'certainty', result.certainty, 'needed', (
        select required.band
        from skills.required_level as required
        where required.unit_id = posting.unit_id
          and required.post_kind = post.kind
          and required.area = result.area
          and required.valid_from <= ${day}
          and required.valid_to > ${day}
      )) order by result.area <> 'all', result.area)
      from skills.result_now as result
      where result.sitting_id = span.sitting_id
    ) as areas
    ${measuredOn(day)}
    where below.ancestor_id = ${unitId}
      and below.valid_from <= ${day}
      and below.valid_to > ${day}
      and ${after === undefined ? sql`true` : sql`(person.name_sort, person.id) > (${after.sort}::text collate kernel.vi, ${after.personId}::uuid)`}
    order by person.name_sort, person.id
    limit ${limit}`,
  );
}

/** People in post (`posting`, `person`, with the state of their unit, `version`) and their newest measurement (`span`) on a day, by every unit that they lie under (`below`). */
function measuredOn(day: Day): RawBuilder<unknown> {
  return sql`
    from kernel.unit_ancestor as below
    join kernel.posting
      on posting.unit_id = below.unit_id
      and posting.main
      and posting.valid_from <= ${day}
      and posting.valid_to > ${day}
    join kernel.post on post.id = posting.post_id
    join kernel.person on person.id = posting.person_id
    join kernel.unit_version as version
      on version.unit_id = posting.unit_id
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    join skills.measure_span as span
      on span.person_id = posting.person_id
      and span.valid_from <= ${day}
      and span.valid_to > ${day}`;
}
