-- Learning: curricula of mandatory and optional courses, the certification they lead to and the ways to renew it; assignments of curricula.

insert into kernel.fact_kind (name)
values
  ('learning.certified'),
  ('learning.hours-counted'),
  ('learning.outside-decided'),
  ('learning.duty-met');

create table learning.curriculum (
  id uuid not null,
  unit_id uuid not null,
  title_vi text not null,
  title_en text not null,
  about text not null,
  optional_needed integer not null,
  valid_months integer,
  window_days integer not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  ended_on date,
  constraint curriculum_pkey primary key (id),
  constraint curriculum_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint curriculum_optional_check check (optional_needed >= 0),
  constraint curriculum_valid_check check (valid_months between 1 and 120),
  constraint curriculum_window_check check (window_days between 0 and 365)
);
comment on table learning.curriculum is 'Courses that belong together and end in a certification: all mandatory parts and optional_needed of the optional ones. valid_months: how long it holds (null: for good); window_days: how long before its end it can be renewed without losing days.';

create table learning.curriculum_part (
  curriculum_id uuid not null,
  place integer not null,
  course_id text not null,
  need text not null,
  after_course text,
  test_area text,
  test_level integer,
  constraint curriculum_part_pkey primary key (curriculum_id, place),
  constraint curriculum_part_course_key unique (curriculum_id, course_id),
  constraint curriculum_part_curriculum_fkey foreign key (curriculum_id) references learning.curriculum (id),
  constraint curriculum_part_course_fkey foreign key (course_id) references learning.course (id),
  constraint curriculum_part_after_fkey foreign key (curriculum_id, after_course) references learning.curriculum_part (curriculum_id, course_id) deferrable initially deferred,
  constraint curriculum_part_need_check check (need in ('mandatory', 'optional')),
  constraint curriculum_part_after_check check (after_course <> course_id),
  constraint curriculum_part_test_check check ((test_area is null) = (test_level is null) and test_level between 1 and 3 and test_area in ('all', '1', '2', '3', '4', '5'))
);
comment on table learning.curriculum_part is 'A course of a curriculum. after_course: the part that must be met before; test_area, test_level: a skills check that is sure of this level in this area (all: over all) within the last 24 months replaces the course.';
create index curriculum_part_course_idx on learning.curriculum_part (course_id);

create table learning.renewal_path (
  curriculum_id uuid not null,
  place integer not null,
  kind text not null,
  course_id text,
  test_area text,
  test_level integer,
  minutes integer,
  constraint renewal_path_pkey primary key (curriculum_id, place),
  constraint renewal_path_curriculum_fkey foreign key (curriculum_id) references learning.curriculum (id),
  constraint renewal_path_course_fkey foreign key (course_id) references learning.course (id),
  constraint renewal_path_kind_check check (
    case kind
      when 'checks' then num_nonnulls(course_id, test_area, test_level, minutes) = 0
      when 'outside' then num_nonnulls(course_id, test_area, test_level, minutes) = 0
      when 'course' then course_id is not null and num_nonnulls(test_area, test_level, minutes) = 0
      when 'measure' then test_area is not null and test_level between 1 and 3 and num_nonnulls(course_id, minutes) = 0
      when 'hours' then minutes > 0 and num_nonnulls(course_id, test_area, test_level) = 0
      else false
    end
  )
);
comment on table learning.renewal_path is 'One way to renew a certification; any one is enough. checks: the closing checks of all mandatory courses again; course: another course; measure: a skills check sure of a level; outside: an accepted certificate from elsewhere; hours: so many minutes of learning since it was given.';

create table learning.certification (
  id uuid not null,
  curriculum_id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  way text not null,
  told_on date,
  constraint certification_pkey primary key (id),
  constraint certification_day_key unique (curriculum_id, person_id, valid_from),
  constraint certification_curriculum_fkey foreign key (curriculum_id) references learning.curriculum (id),
  constraint certification_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint certification_way_check check (way in ('completed', 'checks', 'course', 'measure', 'outside', 'hours')),
  constraint certification_range_check check (valid_from < valid_to)
);
comment on table learning.certification is 'That somebody has completed or renewed a curriculum, from when until before when it holds; each renewal is a further row. told_on: when its holder was told that it can be renewed.';
create index certification_person_idx on learning.certification (person_id, curriculum_id, valid_from desc);
create index certification_end_idx on learning.certification (valid_to) where valid_to < 'infinity';

alter table learning.assignment
  alter column course_id drop not null,
  add column curriculum_id uuid,
  add column confidential boolean not null default false,
  add constraint assignment_curriculum_fkey foreign key (curriculum_id) references learning.curriculum (id),
  add constraint assignment_what_check check (num_nonnulls(course_id, curriculum_id) = 1);
comment on table learning.assignment is 'A course or a curriculum that an audience (kernel/audience, people of unit_id and all under it only) must complete within due_days working days of the start, or of joining the audience later. confidential: the audience was chosen by what was measured of people, so nobody but themselves sees who is in it.';

alter table learning.excuse add column assignment_id uuid;
comment on column learning.excuse.assignment_id is 'Set when the excuse was given to many at once.';

grant select, insert, update on learning.curriculum, learning.certification to khue_app;
grant select, insert on learning.curriculum_part, learning.renewal_path to khue_app;
