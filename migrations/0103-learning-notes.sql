-- Learning: what learners keep beside lessons, what they say to each other, what they say of a course, and the codes of badges.

create table learning.lesson_mark (
  person_id uuid not null,
  course_id text not null,
  lesson_id text not null,
  kept boolean not null,
  note text not null default '',
  changed_at timestamptz not null,
  constraint lesson_mark_pkey primary key (person_id, course_id, lesson_id),
  constraint lesson_mark_course_fkey foreign key (course_id) references learning.course (id)
);
comment on table learning.lesson_mark is 'Bookmark and note of a person at a lesson. Nobody else ever reads them.';

create table learning.lesson_post (
  id uuid not null,
  course_id text not null,
  lesson_id text not null,
  answers_id uuid,
  person_id uuid not null,
  unit_id uuid not null,
  text text not null,
  posted_at timestamptz not null,
  state text not null default 'shown',
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  constraint lesson_post_pkey primary key (id),
  constraint lesson_post_course_fkey foreign key (course_id) references learning.course (id),
  constraint lesson_post_answers_fkey foreign key (answers_id) references learning.lesson_post (id),
  constraint lesson_post_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint lesson_post_state_check check (state in ('shown', 'hidden', 'withdrawn')),
  constraint lesson_post_reason_check check ((state = 'hidden') = (reason is not null))
);
comment on table learning.lesson_post is 'What somebody asks or answers under a lesson. hidden: taken from view by a moderator, with the reason that its author reads; withdrawn: by its author.';
create index lesson_post_lesson_idx on learning.lesson_post (course_id, lesson_id, posted_at);
create index lesson_post_person_idx on learning.lesson_post (person_id, posted_at);

create table learning.post_report (
  post_id uuid not null,
  person_id uuid not null,
  reason text not null,
  reported_at timestamptz not null,
  settled_at timestamptz,
  constraint post_report_pkey primary key (post_id, person_id),
  constraint post_report_post_fkey foreign key (post_id) references learning.lesson_post (id)
);
comment on table learning.post_report is 'That somebody holds a post to be out of place, and why; settled_at: when a moderator decided.';
create index post_report_open_idx on learning.post_report (reported_at) where settled_at is null;

create table learning.course_rating (
  enrolment_id uuid not null,
  useful integer not null,
  applied integer not null,
  day date not null,
  constraint course_rating_pkey primary key (enrolment_id),
  constraint course_rating_enrolment_fkey foreign key (enrolment_id) references learning.enrolment (id),
  constraint course_rating_range_check check (useful between 1 and 5 and applied between 1 and 5)
);
comment on table learning.course_rating is 'What a learner says of a completed course: how useful it is and how much of it can be applied, 1 to 5. Shown for groups of ten or more only.';

create table learning.completion_code (
  code text not null,
  person_id uuid not null,
  enrolment_id uuid,
  certification_id uuid,
  salt text not null,
  made_at timestamptz not null,
  constraint completion_code_pkey primary key (code),
  constraint completion_code_enrolment_key unique (enrolment_id),
  constraint completion_code_certification_key unique (certification_id),
  constraint completion_code_enrolment_fkey foreign key (enrolment_id) references learning.enrolment (id),
  constraint completion_code_certification_fkey foreign key (certification_id) references learning.certification (id),
  constraint completion_code_what_check check (num_nonnulls(enrolment_id, certification_id) = 1)
);
comment on table learning.completion_code is 'The address, not to be guessed, under which anybody can check a completed course or a certification whose badge its holder has fetched; made with the first badge.';

grant select, insert, update on learning.lesson_mark, learning.lesson_post, learning.post_report, learning.course_rating to khue_app;
grant select, insert on learning.completion_code to khue_app;
