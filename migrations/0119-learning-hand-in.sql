-- Learning: what learners hand in for the assignments of lessons, marked by rubric, contested, decided.

alter table learning.lesson_progress add column finished_at timestamptz;
comment on table learning.lesson_progress is 'How far a learner has come in a lesson: where to go on, when a lesson without a closing check was said to be finished, and the day on which all that the lesson asks for was done.';

create table learning.hand_in (
  id uuid not null,
  enrolment_id uuid not null,
  lesson_id text not null,
  block_id text not null,
  course_id text not null,
  version integer not null,
  person_id uuid not null,
  unit_id uuid not null,
  attempt integer not null,
  state text not null,
  text text not null,
  document_id uuid,
  handed_at timestamptz not null,
  points integer,
  constraint hand_in_pkey primary key (id),
  constraint hand_in_attempt_key unique (enrolment_id, lesson_id, block_id, attempt),
  constraint hand_in_enrolment_fkey foreign key (enrolment_id) references learning.enrolment (id),
  constraint hand_in_version_fkey foreign key (course_id, version) references learning.course_version (course_id, version),
  constraint hand_in_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint hand_in_document_fkey foreign key (document_id) references kernel.document (id),
  constraint hand_in_state_check check (state in ('waiting', 'returned', 'passed', 'failed', 'contested')),
  constraint hand_in_points_check check (points is null or state in ('passed', 'failed', 'contested'))
);
comment on table learning.hand_in is 'What a learner handed in for an assignment of a lesson, with the version of the course whose rubric it is marked by. unit_id: that of the main post when it was handed in. An attempt is never changed; a new one follows it.';
create index hand_in_waiting_idx on learning.hand_in (unit_id, handed_at) where state in ('waiting', 'contested');
create index hand_in_person_idx on learning.hand_in (person_id);

create table learning.hand_in_event (
  id uuid not null,
  hand_in_id uuid not null,
  kind text not null,
  person_id uuid,
  reason text not null,
  marks jsonb,
  points integer,
  passed boolean,
  at timestamptz not null,
  constraint hand_in_event_pkey primary key (id),
  constraint hand_in_event_hand_in_fkey foreign key (hand_in_id) references learning.hand_in (id),
  constraint hand_in_event_kind_check check (kind in ('returned', 'marked', 'contested', 'decided')),
  constraint hand_in_event_marks_check check ((kind in ('marked', 'decided')) = (marks is not null) and (marks is null) = (points is null) and (marks is null) = (passed is null))
);
comment on table learning.hand_in_event is 'What happened to something handed in: given back, marked with a reason for each criterion, contested, decided by a second person. Only grows.';
create index hand_in_event_hand_in_idx on learning.hand_in_event (hand_in_id, at);
create unique index hand_in_event_contested_key on learning.hand_in_event (hand_in_id) where kind = 'contested';

grant select, insert, update on learning.hand_in to khue_app;
grant select, insert on learning.hand_in_event to khue_app;
