-- Learning: courses written in this city: drafts, files, review by a second person, versions.

insert into kernel.fact_kind (name)
values ('learning.course-published'), ('learning.handed-in'), ('learning.hand-in-marked');

alter table learning.course add column unit_id uuid;
alter table learning.course add constraint course_unit_fkey foreign key (unit_id) references kernel.unit (id);
alter table learning.course add column archived_on date;
comment on table learning.course is 'A course; its words stand in course_version. unit_id: the unit whose course it is, null for those shipped with the program. archived_on: nobody can begin it since that day.';

create table learning.draft (
  course_id text not null,
  unit_id uuid not null,
  state text not null,
  revision integer not null,
  outline text not null,
  based_on integer,
  changed text not null default '',
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_by uuid,
  updated_at timestamptz not null default now(),
  submitted_by uuid,
  submitted_at timestamptz,
  constraint draft_pkey primary key (course_id),
  constraint draft_course_fkey foreign key (course_id) references learning.course (id),
  constraint draft_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint draft_state_check check (state in ('drafting', 'review')),
  constraint draft_submitted_check check ((state = 'review') = (submitted_at is not null))
);
comment on table learning.draft is 'The next version of a course while it is written or reviewed; one a course. outline: JSON of learning/authoring/model.ts, as text. revision: the optimistic lock of the outline. based_on: the version it began from.';
create index draft_unit_idx on learning.draft (unit_id);
create index draft_review_idx on learning.draft (unit_id) where state = 'review';

create table learning.draft_lesson (
  course_id text not null,
  lesson_id text not null,
  revision integer not null,
  body text not null,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint draft_lesson_pkey primary key (course_id, lesson_id),
  constraint draft_lesson_draft_fkey foreign key (course_id) references learning.draft (course_id) on delete cascade
);
comment on table learning.draft_lesson is 'A lesson of a draft as its author types it (body: JSON of learning/authoring/model.ts, as text), with the optimistic lock of its own, so that two authors can write two lessons.';

create table learning.draft_history (
  course_id text not null,
  lesson_id text not null,
  revision integer not null,
  body text not null,
  saved_by uuid,
  saved_at timestamptz not null,
  constraint draft_history_pkey primary key (course_id, lesson_id, revision),
  constraint draft_history_draft_fkey foreign key (course_id) references learning.draft (course_id) on delete cascade
);
comment on table learning.draft_history is 'Earlier states of the lessons of a draft, to go back to; goes with the draft.';

create table learning.draft_author (
  course_id text not null,
  person_id uuid not null,
  constraint draft_author_pkey primary key (course_id, person_id),
  constraint draft_author_draft_fkey foreign key (course_id) references learning.draft (course_id) on delete cascade
);
comment on table learning.draft_author is 'Who has written on a draft: none of them may review it.';

create table learning.draft_event (
  id uuid not null,
  course_id text not null,
  kind text not null,
  version integer,
  note text not null,
  person_id uuid,
  at timestamptz not null,
  constraint draft_event_pkey primary key (id),
  constraint draft_event_course_fkey foreign key (course_id) references learning.course (id),
  constraint draft_event_kind_check check (kind in ('opened', 'imported', 'submitted', 'withdrawn', 'returned', 'published', 'discarded', 'archived', 'restored'))
);
comment on table learning.draft_event is 'What happened to a course on its way: who began, submitted, returned, published or archived it, and why.';
create index draft_event_course_idx on learning.draft_event (course_id, at);

create table learning.draft_picture (
  course_id text not null,
  file text not null,
  svg text not null,
  constraint draft_picture_pkey primary key (course_id, file),
  constraint draft_picture_draft_fkey foreign key (course_id) references learning.draft (course_id) on delete cascade
);
comment on table learning.draft_picture is 'Drawings of a draft, taken over from another version or an import; checked to hold shapes and words only.';

create table learning.course_file (
  course_id text not null,
  name text not null,
  document_id uuid not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  added_by uuid,
  added_at timestamptz not null,
  constraint course_file_pkey primary key (course_id, name),
  constraint course_file_course_fkey foreign key (course_id) references learning.course (id),
  constraint course_file_document_fkey foreign key (document_id) references kernel.document (id)
);
comment on table learning.course_file is 'Pictures, videos, captions and files of a course; a name stands for the same bytes for good, so that older versions stay whole.';

create table learning.file_version (
  course_id text not null,
  version integer not null,
  name text not null,
  constraint file_version_pkey primary key (course_id, version, name),
  constraint file_version_course_fkey foreign key (course_id, version) references learning.course_version (course_id, version),
  constraint file_version_file_fkey foreign key (course_id, name) references learning.course_file (course_id, name)
);
comment on table learning.file_version is 'Which files a published version of a course shows: learners may open these.';

grant select, insert, update, delete on learning.draft to khue_app;
grant select, insert, update, delete on learning.draft_lesson to khue_app;
grant select, insert, update, delete on learning.draft_history to khue_app;
grant select, insert, delete on learning.draft_author to khue_app;
grant select, insert, delete on learning.draft_picture to khue_app;
grant select, insert on learning.draft_event to khue_app;
grant select, insert on learning.course_file to khue_app;
grant select, insert on learning.file_version to khue_app;
