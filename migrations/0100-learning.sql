-- Learning: courses with their versions, what people have learned of them, who must learn what and by when.

create schema learning;
comment on schema learning is 'Courses with lessons, the progress of learners, and assignments with due days.';
grant usage on schema learning to khue_app;

insert into kernel.fact_kind (name)
values
  ('learning.course-started'),
  ('learning.lesson-completed'),
  ('learning.course-completed'),
  ('learning.assigned'),
  ('learning.assignment-changed');

create table learning.course (
  id text not null,
  programme text not null,
  created_at timestamptz not null default now(),
  constraint course_pkey primary key (id)
);
comment on table learning.course is 'A course; its words stand in course_version.';

create table learning.course_version (
  course_id text not null,
  version integer not null,
  origin text not null,
  state text not null,
  title_vi text not null,
  title_en text not null,
  minutes integer not null,
  body text not null,
  digest text not null,
  created_at timestamptz not null default now(),
  constraint course_version_pkey primary key (course_id, version),
  constraint course_version_course_fkey foreign key (course_id) references learning.course (id),
  constraint course_version_origin_check check (origin in ('content', 'local')),
  constraint course_version_state_check check (state in ('draft', 'published', 'retired'))
);
comment on table learning.course_version is 'One state of a course (body: JSON of content/learning/course.ts, as text). origin content: shipped with the program; local: changed in this city, never overwritten. Who has begun a version finishes it.';
create unique index course_version_published_key on learning.course_version (course_id) where state = 'published';

create table learning.lesson_version (
  course_id text not null,
  version integer not null,
  lesson_id text not null,
  place integer not null,
  module_id text not null,
  title_vi text not null,
  title_en text not null,
  minutes integer not null,
  body text not null,
  constraint lesson_version_pkey primary key (course_id, version, lesson_id),
  constraint lesson_version_course_fkey foreign key (course_id, version) references learning.course_version (course_id, version),
  constraint lesson_version_place_key unique (course_id, version, place)
);
comment on table learning.lesson_version is 'A lesson of a version of a course with its blocks, closing check, guide and sheet (body: JSON of content/learning/course.ts, as text), in the order of learning.';

create table learning.picture_version (
  course_id text not null,
  version integer not null,
  file text not null,
  svg text not null,
  constraint picture_version_pkey primary key (course_id, version, file),
  constraint picture_version_course_fkey foreign key (course_id, version) references learning.course_version (course_id, version)
);
comment on table learning.picture_version is 'A drawing of a version of a course: SVG that was checked to hold shapes and words only.';

create table learning.content_load (
  name text not null,
  digest text not null,
  loaded_at timestamptz not null default now(),
  constraint content_load_pkey primary key (name)
);
comment on table learning.content_load is 'Which state of the content files of learning the tables have last been brought to, so that a start without news reads nothing.';

create table learning.enrolment (
  id uuid not null,
  person_id uuid not null,
  course_id text not null,
  version integer not null,
  unit_id uuid not null,
  started_on date not null,
  completed_on date,
  completed_unit_id uuid,
  hours numeric,
  constraint enrolment_pkey primary key (id),
  constraint enrolment_person_key unique (person_id, course_id),
  constraint enrolment_version_fkey foreign key (course_id, version) references learning.course_version (course_id, version),
  constraint enrolment_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint enrolment_completed_unit_fkey foreign key (completed_unit_id) references kernel.unit (id),
  constraint enrolment_completed_check check ((completed_on is null) = (completed_unit_id is null) and (completed_on is null) = (hours is null)),
  constraint enrolment_order_check check (completed_on >= started_on)
);
comment on table learning.enrolment is 'A person who has begun a course, in the version of that day; units are those of the main post on the day of beginning and of completing, the city without one.';
create index enrolment_completed_idx on learning.enrolment (completed_unit_id, completed_on) where completed_on is not null;

create table learning.lesson_progress (
  enrolment_id uuid not null,
  lesson_id text not null,
  opened_at timestamptz not null,
  last_block text,
  completed_on date,
  constraint lesson_progress_pkey primary key (enrolment_id, lesson_id),
  constraint lesson_progress_enrolment_fkey foreign key (enrolment_id) references learning.enrolment (id)
);
comment on table learning.lesson_progress is 'How far a learner has come in a lesson: where to go on, and the day on which the closing check was passed.';

create table learning.block_answer (
  enrolment_id uuid not null,
  lesson_id text not null,
  block_id text not null,
  answer jsonb not null,
  correct boolean,
  answered_at timestamptz not null,
  constraint block_answer_pkey primary key (enrolment_id, lesson_id, block_id),
  constraint block_answer_enrolment_fkey foreign key (enrolment_id) references learning.enrolment (id)
);
comment on table learning.block_answer is 'The last answer of a learner to an exercise, situation, doing task or checklist of a lesson. It is the learner''s own and counts for nothing; correct is null where nothing is right or wrong.';

create table learning.lesson_check (
  id uuid not null,
  enrolment_id uuid not null,
  lesson_id text not null,
  pass integer not null,
  drawn_at timestamptz not null,
  finished_at timestamptz,
  passed boolean,
  constraint lesson_check_pkey primary key (id),
  constraint lesson_check_enrolment_fkey foreign key (enrolment_id) references learning.enrolment (id),
  constraint lesson_check_finished_check check ((finished_at is null) = (passed is null))
);
comment on table learning.lesson_check is 'One closing check of a lesson: drawn from the item bank, passed with this many right answers.';
create unique index lesson_check_open_key on learning.lesson_check (enrolment_id, lesson_id) where finished_at is null;
create index lesson_check_enrolment_idx on learning.lesson_check (enrolment_id, lesson_id);

create table learning.lesson_check_item (
  check_id uuid not null,
  place integer not null,
  item_id text not null,
  item_version integer not null,
  answer jsonb,
  correct boolean,
  constraint lesson_check_item_pkey primary key (check_id, place),
  constraint lesson_check_item_check_fkey foreign key (check_id) references learning.lesson_check (id),
  constraint lesson_check_item_answer_check check ((answer is null) = (correct is null))
);
comment on table learning.lesson_check_item is 'The items of a closing check in their order, each with the answer given.';

create table learning.assignment (
  id uuid not null,
  course_id text not null,
  unit_id uuid not null,
  audience jsonb not null,
  reason text not null,
  starts date not null,
  due_days integer not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  ended_on date,
  constraint assignment_pkey primary key (id),
  constraint assignment_course_fkey foreign key (course_id) references learning.course (id),
  constraint assignment_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint assignment_due_check check (due_days between 1 and 250)
);
comment on table learning.assignment is 'A course that an audience (kernel/audience, people of unit_id and all under it only) must complete within due_days working days of the start, or of joining the audience later.';

create table learning.assigned (
  id uuid not null,
  assignment_id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  since date not null,
  due date not null,
  completed_on date,
  left_on date,
  constraint assigned_pkey primary key (id),
  constraint assigned_person_key unique (assignment_id, person_id),
  constraint assigned_assignment_fkey foreign key (assignment_id) references learning.assignment (id),
  constraint assigned_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint assigned_due_check check (since <= due)
);
comment on table learning.assigned is 'Who must complete an assignment and by which day. unit_id follows the main post until it is completed; left_on: no longer in the audience, or the assignment ended.';
create index assigned_person_idx on learning.assigned (person_id);
create index assigned_unit_idx on learning.assigned (unit_id, due);

create table learning.excuse (
  id uuid not null,
  assigned_id uuid not null,
  reason text not null,
  until date not null,
  due_before date not null,
  given_by uuid,
  given_at timestamptz not null default now(),
  constraint excuse_pkey primary key (id),
  constraint excuse_assigned_fkey foreign key (assigned_id) references learning.assigned (id),
  constraint excuse_until_check check (until > due_before)
);
comment on table learning.excuse is 'Why somebody has until a later day, and which day it was before.';
create index excuse_assigned_idx on learning.excuse (assigned_id);

create table learning.learning_reminder (
  assigned_id uuid not null,
  stage text not null,
  person_id uuid not null,
  told_on date not null,
  constraint learning_reminder_pkey primary key (assigned_id, stage),
  constraint learning_reminder_assigned_fkey foreign key (assigned_id) references learning.assigned (id),
  constraint learning_reminder_stage_check check (stage in ('before', 'after', 'head'))
);
comment on table learning.learning_reminder is 'Who was told of a due day: the learner before and after it, the head of the unit when it is long past. By hand, "after" is told again and told_on moves on.';
create index learning_reminder_person_idx on learning.learning_reminder (person_id, told_on);

grant select, insert, update on learning.course, learning.course_version, learning.content_load, learning.enrolment, learning.lesson_progress, learning.block_answer to khue_app;
grant select, insert, update on learning.lesson_check, learning.lesson_check_item, learning.assignment, learning.assigned, learning.learning_reminder to khue_app;
grant select, insert on learning.lesson_version, learning.picture_version, learning.excuse to khue_app;
