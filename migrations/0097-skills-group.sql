-- Skills: what is counted of groups. Results and questionnaires count from the first of the next month, so that nobody's show as the difference of two days.

create table skills.required_level (
  unit_id uuid not null,
  post_kind text not null,
  area text not null,
  band integer not null,
  valid_from date not null,
  valid_to date not null,
  constraint required_level_pkey primary key (unit_id, post_kind, area, valid_from),
  constraint required_level_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint required_level_range_check check (valid_from < valid_to),
  constraint required_level_band_check check (band between 1 and 3)
);
comment on table skills.required_level is 'The measured level (1 to 3) that a kind of post needs in a unit, in an area (1 to 5) and over all (all: the middle of the areas, the lower of two), from valid_from until before valid_to. Derived from requirement, the tree of units and the cross-walks; can be emptied and is then filled again.';

create view skills.measure_span as
select sitting.person_id, sitting.id as sitting_id, sitting.started_at, sitting.day as valid_from,
  least(later.day, (sitting.day + interval '24 months')::date) as valid_to,
  (date_trunc('month', sitting.day) + interval '1 month')::date as counted_from,
  (date_trunc('month', least(later.day, (sitting.day + interval '24 months')::date)) + interval '1 month')::date as counted_to
from skills.sitting
left join lateral (
  select min(next.day) as day
  from skills.sitting as next
  where next.person_id = sitting.person_id
    and next.state = 'finished'
    and next.mode in ('check', 'certification')
    and next.finished_at > sitting.finished_at
    and exists (
      select 1
      from skills.result
      where result.sitting_id = next.id
    )
) as later on true
where sitting.state = 'finished'
  and sitting.mode in ('check', 'certification')
  and exists (
    select 1
    from skills.result
    where result.sitting_id = sitting.id
  );
comment on view skills.measure_span is 'From when until before when a check or certification is the newest measurement of its person (24 months at most), and when it counts in figures of groups: both ends moved to the first of the next month.';

create view skills.measure_counted as
select span.person_id, span.sitting_id, span.counted_from, span.counted_to, result.area, result.level, result.probabilities
from skills.measure_span as span
join skills.result on result.sitting_id = span.sitting_id
where span.counted_from < span.counted_to
  and not exists (
    select 1
    from skills.result as newer
    where newer.sitting_id = result.sitting_id
      and newer.area = result.area
      and newer.revision > result.revision
  );
comment on view skills.measure_counted is 'What counts of a measurement in figures of groups: the newest revision of each area and over all (area all), with the days.';

create view skills.self_view as
select sitting.person_id, sitting.id as sitting_id, rating.area, rating.level as rated,
  rating.level - (result.probabilities[2] + 2 * result.probabilities[3] + 3 * result.probabilities[4]) as gap,
  coalesce(result.probabilities[rating.level + 1], 0) + coalesce(result.probabilities[rating.level + 2], 0)
    + coalesce(result.probabilities[rating.level + 3], 0) + coalesce(result.probabilities[rating.level + 4], 0) < 0.2 as over,
  1 - coalesce(result.probabilities[rating.level + 2], 0) - coalesce(result.probabilities[rating.level + 3], 0)
    - coalesce(result.probabilities[rating.level + 4], 0) < 0.2 as under
from skills.sitting
cross join lateral (
  select latest.rated_at
  from skills.self_rating as latest
  where latest.person_id = sitting.person_id
    and latest.rated_at <= sitting.started_at
    and latest.rated_at > sitting.started_at - interval '90 days'
  order by latest.rated_at desc
  limit 1
) as chosen
join skills.self_rating as rating
  on rating.person_id = sitting.person_id
  and rating.rated_at = chosen.rated_at
cross join lateral (
  select newest.probabilities
  from skills.result as newest
  where newest.sitting_id = sitting.id
    and newest.area = rating.area
  order by newest.revision desc
  limit 1
) as result
where sitting.state = 'finished'
  and sitting.mode in ('check', 'certification');
comment on view skills.self_view is 'How people rated themselves in an area, at most 90 days before a check, against what it measured: gap is the rated minus the expected level; over (under): a level at least (at most) as high as the rated one has a probability below 20 %. The same rule as selfViewOf in the module.';

create view skills.self_view_whole as
select span.person_id, span.counted_from, span.counted_to, whole.gap, whole.over, whole.under
from skills.measure_span as span
cross join lateral (
  select avg(part.gap) as gap,
    count(*) filter (where part.over) >= 2 and count(*) filter (where part.over) > count(*) filter (where part.under) as over,
    count(*) filter (where part.under) >= 2 and count(*) filter (where part.under) > count(*) filter (where part.over) as under
  from skills.self_view as part
  where part.sitting_id = span.sitting_id
    and part.person_id = span.person_id
  having count(*) > 0
) as whole
where span.counted_from < span.counted_to;
comment on view skills.self_view_whole is 'The same over all areas, with the days on which it counts in figures of groups: the mean gap, and whether at least two areas, and more than the other way round, were rated higher (lower) than measured.';

create view skills.awareness_span as
select awareness.person_id, awareness.id, awareness.day as valid_from,
  least(later.day, (awareness.day + interval '12 months')::date) as valid_to,
  (date_trunc('month', awareness.day) + interval '1 month')::date as counted_from,
  (date_trunc('month', least(later.day, (awareness.day + interval '12 months')::date)) + interval '1 month')::date as counted_to,
  awareness.knowledge, awareness.attitude, awareness.practice, awareness.situations, awareness.aware
from skills.awareness
left join lateral (
  select min(next.day) as day
  from skills.awareness as next
  where next.person_id = awareness.person_id
    and next.state = 'finished'
    and next.finished_at > awareness.finished_at
) as later on true
where awareness.state = 'finished';
comment on view skills.awareness_span is 'From when until before when a questionnaire is the newest of its person (12 months at most), and when it counts in figures of groups: both ends moved to the first of the next month.';

grant select, insert, delete on skills.required_level to khue_app;
grant select on skills.measure_span, skills.measure_counted, skills.self_view, skills.self_view_whole, skills.awareness_span to khue_app;
