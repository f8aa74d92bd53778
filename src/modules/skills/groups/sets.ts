import { sql, type RawBuilder } from '#base/db/index.ts';
import { set, type RatioDefinition, type SetDefinition } from '#kernel/set/index.ts';
import { AREAS, PARTS } from '../awareness/form.ts';

const moved = ['directory.posting-started', 'directory.posting-ended'];
const measuredBy = [...moved, 'skills.sitting-finished', 'skills.result-rescored'];
const answeredBy = [...moved, 'skills.awareness-answered', 'skills.awareness-withdrawn'];

const people = sql`
  select person.id as record, person.name as label, person.name_sort as sort, person.staff_code as detail
  from kernel.person`;

const common = { measure: 'stock', records: people, href: (record: string) => `/people/${record}`, people: true } as const;
/** The list says of each person how they did: a purpose is asked, and the person sees the look. */
const results = { ...common, see: 'skills.see-results', looks: true } as const;
/** Answers to the questionnaire are the person's alone: nobody ever sees the list. */
const own = { ...common, see: 'nobody', looks: true } as const;

/** People in post for as long as a span of a view holds: `span` selects person_id, since, until, weight and, for parts, slice. */
function inPost(span: RawBuilder<unknown>, slice = false): RawBuilder<unknown> {
  return sql`
    select posting.person_id as record, posting.unit_id, greatest(posting.valid_from, span.since) as valid_from,
      least(posting.valid_to, span.until) as valid_to, span.weight${slice ? sql`, span.slice` : sql``}
    from kernel.posting
    join (${span}) as span
      on span.person_id = posting.person_id
      and span.since < posting.valid_to
      and span.until > posting.valid_from
    where posting.main`;
}

/** Those of whom a level is required and who were measured, in an area or (`all`) over all; the weight is the probability that the level is reached. */
function assessed(area: RawBuilder<unknown>, more: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  return sql`
    select posting.person_id as record, posting.unit_id,
      greatest(posting.valid_from, required.valid_from, measure.counted_from) as valid_from,
      least(posting.valid_to, required.valid_to, measure.counted_to) as valid_to,
      coalesce(measure.probabilities[required.band + 1], 0) + coalesce(measure.probabilities[required.band + 2], 0)
        + coalesce(measure.probabilities[required.band + 3], 0) as weight,
      measure.area as slice
    from kernel.posting
    join kernel.post on post.id = posting.post_id
    join skills.required_level as required
      on required.unit_id = posting.unit_id
      and required.post_kind = post.kind
      and required.valid_from < posting.valid_to
      and required.valid_to > posting.valid_from
    join skills.measure_counted as measure
      on measure.person_id = posting.person_id
      and measure.area = required.area
      and measure.counted_from < least(posting.valid_to, required.valid_to)
      and measure.counted_to > greatest(posting.valid_from, required.valid_from)
    where posting.main
      and ${area}
      and ${more}`;
}

const whole = sql`required.area = 'all'`;
const byArea = sql`required.area <> 'all'`;
const reached = sql`measure.level >= required.band`;
const plain = (rows: RawBuilder<unknown>, weight: RawBuilder<unknown> = sql`item.weight`): RawBuilder<unknown> =>
  sql`select item.record, item.unit_id, item.valid_from, item.valid_to, ${weight} as weight from (${rows}) as item`;
const sliced = (rows: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select item.record, item.unit_id, item.valid_from, item.valid_to, 1 as weight, item.slice from (${rows}) as item`;
const areas = { title: 'skills-groups.by-area', values: [...AREAS] };

const measured = set({
  ...results,
  name: 'skills.measured',
  title: 'skills-groups.set.measured',
  about: 'skills-groups.set.measured.about',
  facts: measuredBy,
  rows: inPost(sql`select span.person_id, span.valid_from as since, span.valid_to as until, 1 as weight from skills.measure_span as span where span.valid_from < span.valid_to`),
  dimensions: {},
  base: 'directory.staff-in-post',
});

const assessedSet = set({
  ...results,
  name: 'skills.assessed',
  title: 'skills-groups.set.assessed',
  about: 'skills-groups.set.assessed.about',
  facts: measuredBy,
  rows: plain(assessed(whole)),
  dimensions: { area: { ...areas, rows: assessed(byArea) } },
});

const atLevel = set({
  ...results,
  name: 'skills.at-required-level',
  title: 'skills-groups.set.at-required-level',
  about: 'skills-groups.set.at-required-level.about',
  facts: measuredBy,
  rows: plain(assessed(whole, reached), sql`1`),
  dimensions: { area: { ...areas, rows: sliced(assessed(byArea, reached)) } },
  base: 'skills.assessed',
});

const answered = set({
  ...own,
  name: 'skills.awareness-answered',
  title: 'skills-groups.set.awareness-answered',
  about: 'skills-groups.set.awareness-answered.about',
  facts: answeredBy,
  rows: inPost(sql`select span.person_id, span.valid_from as since, span.valid_to as until, 1 as weight from skills.awareness_span as span where span.valid_from < span.valid_to`),
  dimensions: {},
  base: 'directory.staff-in-post',
});

const counted = sql`span.counted_from < span.counted_to`;
const since = sql`span.person_id, span.counted_from as since, span.counted_to as until`;

const scored = set({
  ...own,
  name: 'skills.awareness-scored',
  title: 'skills-groups.set.awareness-scored',
  about: 'skills-groups.set.awareness-scored.about',
  facts: answeredBy,
  rows: inPost(sql`
    select ${since}, round((span.knowledge + span.attitude + coalesce(span.practice, 0) + span.situations) / (case when span.practice is null then 3 else 4 end)) as weight
    from skills.awareness_span as span
    where ${counted}`),
  dimensions: {
    part: {
      title: 'skills-groups.by-part',
      values: [...PARTS],
      rows: inPost(
        sql`
        select ${since}, round(part.score) as weight, part.name as slice
        from skills.awareness_span as span
        cross join lateral (
          values ('knowledge', span.knowledge), ('attitude', span.attitude), ('practice', span.practice), ('situations', span.situations)
        ) as part (name, score)
        where ${counted}
          and part.score is not null`,
        true,
      ),
    },
  },
});

const aware = set({
  ...own,
  name: 'skills.aware',
  title: 'skills-groups.set.aware',
  about: 'skills-groups.set.aware.about',
  facts: answeredBy,
  rows: inPost(sql`select ${since}, 1 as weight from skills.awareness_span as span where ${counted} and span.aware`),
  dimensions: {},
  base: 'skills.awareness-scored',
});

/** Self-ratings by area, as long as the measurement that they preceded counts. */
function viewed(weight: RawBuilder<unknown>, where: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  return sql`
    select ${since}, ${weight} as weight, part.area as slice
    from skills.measure_span as span
    join skills.self_view as part
      on part.sitting_id = span.sitting_id
      and part.person_id = span.person_id
    where ${counted}
      and ${where}`;
}

/** Those who rated themselves clearly higher (lower) than they were measured. */
function differing(name: string, side: 'over' | 'under'): SetDefinition {
  return set({
    ...own,
    name: `skills.${name}`,
    title: `skills-groups.set.${name}`,
    about: `skills-groups.set.${name}.about`,
    facts: measuredBy,
    rows: inPost(sql`select ${since}, 1 as weight from skills.self_view_whole as span where ${sql.ref(`span.${side}`)}`),
    dimensions: { area: { ...areas, rows: inPost(viewed(sql`1`, sql.ref(`part.${side}`)), true) } },
    base: 'skills.self-viewed',
  });
}

const selfViewed = set({
  ...own,
  name: 'skills.self-viewed',
  title: 'skills-groups.set.self-viewed',
  about: 'skills-groups.set.self-viewed.about',
  facts: measuredBy,
  rows: inPost(sql`select ${since}, round(span.gap, 1) as weight from skills.self_view_whole as span`),
  dimensions: { area: { ...areas, rows: inPost(viewed(sql`round(part.gap, 1)`), true) } },
});

/** The sets of measurements and questionnaires of staff. */
export const sets: SetDefinition[] = [
  measured,
  assessedSet,
  atLevel,
  answered,
  scored,
  aware,
  selfViewed,
  differing('overconfident', 'over'),
  differing('underconfident', 'under'),
];

/** A share of two of these sets. */
function share(name: string, numerator: string, denominator: string): RatioDefinition {
  return { name: `skills.share-${name}`, title: `skills-groups.ratio.${name}`, about: `skills-groups.set.${name}.about`, numerator, denominator };
}

/** The shares of measurements and questionnaires of staff. */
export const ratios: RatioDefinition[] = [
  share('measured', 'skills.measured', 'directory.staff-in-post'),
  share('at-required-level', 'skills.at-required-level', 'skills.assessed'),
  share('awareness-answered', 'skills.awareness-answered', 'directory.staff-in-post'),
  share('aware', 'skills.aware', 'skills.awareness-scored'),
  share('overconfident', 'skills.overconfident', 'skills.self-viewed'),
];
