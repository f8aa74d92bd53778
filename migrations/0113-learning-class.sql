-- Learning: classes in a room, online or both, with places, attendance, evaluations and materials.

insert into kernel.fact_kind (name)
values
  ('learning.class-place-changed'),
  ('learning.class-closed'),
  ('learning.class-attended'),
  ('learning.class-evaluated');

create table learning.training_class (
  id uuid not null,
  unit_id uuid not null,
  course_id text,
  title text not null,
  about text not null,
  mode text not null,
  room text,
  link text,
  capacity integer not null,
  state text not null default 'open',
  state_reason text,
  edition integer not null default 0,
  created_by uuid,
  changed_at timestamptz not null,
  constraint training_class_pkey primary key (id),
  constraint training_class_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint training_class_course_fkey foreign key (course_id) references learning.course (id),
  constraint training_class_mode_check check (mode in ('room', 'online', 'blended')),
  constraint training_class_where_check check ((mode = 'online' or room is not null) and (mode = 'room' or link is not null)),
  constraint training_class_capacity_check check (capacity between 1 and 2000),
  constraint training_class_state_check check (state in ('open', 'cancelled')),
  constraint training_class_reason_check check ((state = 'cancelled') = (state_reason is not null))
);
comment on table learning.training_class is 'A class for the staff of a unit and all under it: in a room, online (link of any tool) or both. edition: counts changes, so that a calendar knows which invitation is the newer one.';

create table learning.class_trainer (
  class_id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  constraint class_trainer_pkey primary key (class_id, person_id),
  constraint class_trainer_class_fkey foreign key (class_id) references learning.training_class (id),
  constraint class_trainer_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table learning.class_trainer is 'Who leads a class.';
create index class_trainer_person_idx on learning.class_trainer (person_id);

create table learning.class_session (
  id uuid not null,
  class_id uuid not null,
  day date not null,
  starts text not null,
  ends text not null,
  code_key bytea not null,
  closed_at timestamptz,
  closed_by uuid,
  constraint class_session_pkey primary key (id),
  constraint class_session_start_key unique (class_id, day, starts),
  constraint class_session_class_fkey foreign key (class_id) references learning.training_class (id),
  constraint class_session_time_check check (starts ~ '^[0-2][0-9]:[0-5][0-9]$' and ends ~ '^[0-2][0-9]:[0-5][0-9]$' and starts < ends)
);
comment on table learning.class_session is 'A meeting of a class, HH:MM in the time of the city. code_key: what the codes shown in the room are made from. closed_at: when attendance was settled; then its hours count.';
create index class_session_day_idx on learning.class_session (day) where closed_at is null;

create table learning.class_place (
  id uuid not null,
  class_id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  state text not null,
  asked_at timestamptz not null,
  later_told_on date,
  constraint class_place_pkey primary key (id),
  constraint class_place_person_key unique (class_id, person_id),
  constraint class_place_class_fkey foreign key (class_id) references learning.training_class (id),
  constraint class_place_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint class_place_state_check check (state in ('placed', 'waiting', 'left'))
);
comment on table learning.class_place is 'Somebody’s place in a class, or the turn on its waiting list (oldest asked_at first). later_told_on: when asked what was of use at work.';
create index class_place_class_idx on learning.class_place (class_id, state, asked_at);
create index class_place_own_idx on learning.class_place (person_id);

create table learning.class_attendance (
  id uuid not null,
  session_id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  way text not null,
  noted_at timestamptz not null,
  noted_by uuid,
  constraint class_attendance_pkey primary key (id),
  constraint class_attendance_person_key unique (session_id, person_id),
  constraint class_attendance_session_fkey foreign key (session_id) references learning.class_session (id),
  constraint class_attendance_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint class_attendance_way_check check (way in ('code', 'list', 'absent'))
);
comment on table learning.class_attendance is 'Who was at a session and how it is known: by the code shown in the room, or by the list of the trainer; absent: had a place and did not come, entered when attendance was settled.';
create index class_attendance_person_idx on learning.class_attendance (person_id);

create table learning.class_evaluation (
  class_id uuid not null,
  person_id uuid not null,
  stage text not null,
  unit_id uuid not null,
  day date not null,
  content integer,
  trainer integer,
  used integer,
  remark text,
  constraint class_evaluation_pkey primary key (class_id, person_id, stage),
  constraint class_evaluation_class_fkey foreign key (class_id) references learning.training_class (id),
  constraint class_evaluation_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint class_evaluation_stage_check check (stage in ('end', 'later')),
  constraint class_evaluation_marks_check check (content between 1 and 5 and trainer between 1 and 5 and used between 1 and 5),
  constraint class_evaluation_asked_check check ((stage = 'end') = (content is not null and trainer is not null) and (stage = 'later') = (used is not null))
);
comment on table learning.class_evaluation is 'What somebody who attended says of a class: at its end, and 90 days later whether it is used at work; 1 to 5. Shown for groups of ten or more only, without names.';

create table learning.class_material (
  id uuid not null,
  class_id uuid not null,
  title text not null,
  link text,
  document_id uuid,
  added_at timestamptz not null,
  constraint class_material_pkey primary key (id),
  constraint class_material_class_fkey foreign key (class_id) references learning.training_class (id),
  constraint class_material_document_fkey foreign key (document_id) references kernel.document (id),
  constraint class_material_what_check check (num_nonnulls(link, document_id) = 1)
);
comment on table learning.class_material is 'A paper or an address for those who are in a class.';
create index class_material_class_idx on learning.class_material (class_id);
create index class_material_document_idx on learning.class_material (document_id) where document_id is not null;

grant select, insert, update on learning.training_class, learning.class_session, learning.class_place to khue_app;
grant select, insert on learning.class_trainer, learning.class_evaluation, learning.class_material to khue_app;
grant select, insert, delete on learning.class_attendance to khue_app;
