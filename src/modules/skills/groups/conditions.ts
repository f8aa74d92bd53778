import type { Day } from '#base/day/index.ts';
import { sql, type RawBuilder } from '#base/db/index.ts';

/**
 * For audiences (`AudienceConditions` of kernel/audience): whether the newest measurement of `posting.person_id` is below what `posting.unit_id` and `post.kind` need in one
 * of the areas (1 to 5, all) on a day. Whoever was not measured has no known gap.
 */
export function gapCondition(areas: string[], day: Day): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1
    from skills.measure_span as span
    join skills.result_now as result on result.sitting_id = span.sitting_id
    join skills.required_level as required
      on required.unit_id = posting.unit_id
      and required.post_kind = post.kind
      and required.area = result.area
      and required.valid_from <= ${day}
      and required.valid_to > ${day}
    where span.person_id = posting.person_id
      and span.valid_from <= ${day}
      and span.valid_to > ${day}
      and result.area = any(${areas}::text[])
      and result.level < required.band)`;
}

/** For audiences: whether `posting.unit_id` and `post.kind` need at least a level (1 to 3) in an area on a day. */
export function requiredCondition(area: string, level: number, day: Day): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1
    from skills.required_level as required
    where required.unit_id = posting.unit_id
      and required.post_kind = post.kind
      and required.area = ${area}
      and required.band >= ${level}
      and required.valid_from <= ${day}
      and required.valid_to > ${day})`;
}

/**
 * Every result of a check or certification as SQL, for modules that compute with many people: select person_id, area (1 to 5, all), level, assured (the level that is sure),
 * theta, standard_error, day.
 */
export function measuredRows(): RawBuilder<unknown> {
  return sql`
    select result.person_id, result.area, result.level, result.assured, result.theta, result.standard_error, result.day
    from skills.result_now as result
    where result.mode in ('check', 'certification')`;
}

/** The areas (1 to 5) in which a person’s newest measurement is below what the post needs on a day, as SQL: select area. */
export function gapsOfPerson(personId: string, day: Day): RawBuilder<{ area: string }> {
  return sql<{ area: string }>`
    select result.area
    from skills.measure_span as span
    join skills.result_now as result on result.sitting_id = span.sitting_id
    join kernel.posting
      on posting.person_id = span.person_id
      and posting.main
      and posting.valid_from <= ${day}
      and posting.valid_to > ${day}
    join kernel.post on post.id = posting.post_id
    join skills.required_level as required
      on required.unit_id = posting.unit_id
      and required.post_kind = post.kind
      and required.area = result.area
      and required.valid_from <= ${day}
      and required.valid_to > ${day}
    where span.person_id = ${personId}
      and span.valid_from <= ${day}
      and span.valid_to > ${day}
      and result.area <> 'all'
      and result.level < required.band`;
}
