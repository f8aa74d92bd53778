-- Programme: meetings of the steering committee and what they concluded.

insert into kernel.fact_kind (name)
values
  ('programme.meeting-changed'),
  ('programme.conclusion-made'),
  ('programme.conclusion-stepped');

create table programme.meeting (
  id uuid not null,
  constraint meeting_pkey primary key (id)
);
comment on table programme.meeting is 'Meetings of the steering committee; what one says stands in its versions.';

create table programme.meeting_version (
  meeting_id uuid not null,
  number integer not null,
  title text not null,
  day date not null,
  place text not null,
  agenda text[] not null,
  members uuid[] not null,
  notice_days integer not null,
  cancelled boolean not null,
  reason text not null,
  changed_by uuid,
  changed_at timestamptz not null,
  constraint meeting_version_pkey primary key (meeting_id, number),
  constraint meeting_version_meeting_fkey foreign key (meeting_id) references programme.meeting (id),
  constraint meeting_version_notice_check check (notice_days between 0 and 30)
);
comment on table programme.meeting_version is 'What a meeting says: day, place, agenda, members, and how many working days before it they get the briefing. Never changed; the row with the highest number holds.';

create table programme.meeting_notice (
  meeting_id uuid not null,
  day date not null,
  briefing_id uuid not null,
  sent_at timestamptz not null,
  constraint meeting_notice_pkey primary key (meeting_id, day),
  constraint meeting_notice_meeting_fkey foreign key (meeting_id) references programme.meeting (id),
  constraint meeting_notice_briefing_fkey foreign key (briefing_id) references programme.briefing (id)
);
comment on table programme.meeting_notice is 'Which briefing the members of a meeting were sent for its day; a meeting that is moved is told of again.';
create index meeting_notice_briefing_idx on programme.meeting_notice (briefing_id);

create table programme.conclusion (
  id uuid not null,
  meeting_id uuid not null,
  number integer not null,
  task text not null,
  person_id uuid not null,
  unit_id uuid not null,
  due date not null,
  fact_id uuid not null,
  made_by uuid,
  made_at timestamptz not null,
  constraint conclusion_pkey primary key (id),
  constraint conclusion_number_taken unique (meeting_id, number),
  constraint conclusion_meeting_fkey foreign key (meeting_id) references programme.meeting (id),
  constraint conclusion_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint conclusion_fact_fkey foreign key (fact_id) references kernel.fact (id)
);
comment on table programme.conclusion is 'What a meeting concluded: a task with the person and unit that carry it out and the day by which.';
create index conclusion_person_idx on programme.conclusion (person_id);

create table programme.conclusion_step (
  conclusion_id uuid not null,
  number integer not null,
  state text not null,
  note text not null,
  document_id uuid,
  fact_id uuid not null,
  taken_by uuid,
  taken_at timestamptz not null,
  constraint conclusion_step_pkey primary key (conclusion_id, number),
  constraint conclusion_step_conclusion_fkey foreign key (conclusion_id) references programme.conclusion (id),
  constraint conclusion_step_document_fkey foreign key (document_id) references kernel.document (id),
  constraint conclusion_step_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint conclusion_step_state_check check (state in ('open', 'done'))
);
comment on table programme.conclusion_step is 'What was said of a conclusion on its way: still open or done, with a note and, where there is one, a file. Never changed; the row with the highest number holds, without any it is open.';
create index conclusion_step_document_idx on programme.conclusion_step (document_id);

create trigger meeting_version_append_only
  before update or delete or truncate on programme.meeting_version
  for each statement execute function kernel.refuse_change();
create trigger conclusion_append_only
  before update or delete or truncate on programme.conclusion
  for each statement execute function kernel.refuse_change();
create trigger conclusion_step_append_only
  before update or delete or truncate on programme.conclusion_step
  for each statement execute function kernel.refuse_change();

grant select, insert on programme.meeting, programme.meeting_version, programme.meeting_notice, programme.conclusion, programme.conclusion_step to khue_app;
