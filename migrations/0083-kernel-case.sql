-- Cases: runs of procedures.

create table kernel.case_file (
  id uuid not null,
  procedure text not null,
  version date not null,
  unit_id uuid not null,
  subject uuid,
  parent_id uuid,
  title text not null,
  state text not null,
  number integer not null,
  opened_on date not null,
  closed_on date,
  due date not null default 'infinity',
  assignee_id uuid,
  constraint case_file_pkey primary key (id),
  constraint case_file_version_fkey foreign key (procedure, version) references kernel.procedure_version (name, version),
  constraint case_file_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint case_file_parent_fkey foreign key (parent_id) references kernel.case_file (id),
  constraint case_file_assignee_fkey foreign key (assignee_id) references kernel.person (id),
  constraint case_file_closed_check check (closed_on >= opened_on)
);
comment on table kernel.case_file is 'One run of a procedure, pinned to its version. number is that of its last step and serves as optimistic lock; due is the soonest of its running terms. State, number and terms follow from case_step and can be rebuilt from it.';
create index case_file_open_idx on kernel.case_file (due, id) where closed_on is null;
create index case_file_unit_idx on kernel.case_file (unit_id, due, id) where closed_on is null;
create index case_file_assignee_idx on kernel.case_file (assignee_id, due, id) where closed_on is null;
create index case_file_closed_idx on kernel.case_file (closed_on, id) where closed_on is not null;
create index case_file_parent_idx on kernel.case_file (parent_id);
create index case_file_subject_idx on kernel.case_file (subject);
create index case_file_version_idx on kernel.case_file (procedure, version, id) where closed_on is null;

create table kernel.case_step (
  case_id uuid not null,
  number integer not null,
  step text not null,
  day date not null,
  reason text,
  data jsonb not null,
  actor_id uuid,
  fact_id uuid not null,
  recorded_at timestamptz not null,
  constraint case_step_pkey primary key (case_id, number),
  constraint case_step_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint case_step_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint case_step_number_check check (number >= 0)
);
comment on table kernel.case_step is 'What happened to a case: number 0 is its opening. This history only grows, and the case is what replaying it gives.';

create trigger case_step_append_only
  before update or delete or truncate on kernel.case_step
  for each statement execute function kernel.refuse_change();

create table kernel.case_term (
  case_id uuid not null,
  term text not null,
  number integer not null,
  start date not null,
  working_days integer not null,
  pauses jsonb not null default '[]',
  paused_since date,
  due date not null,
  stopped date,
  constraint case_term_pkey primary key (case_id, term, number),
  constraint case_term_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint case_term_days_check check (working_days >= 1)
);
comment on table kernel.case_term is 'Terms of cases; number is that of the step that started one. due is computed with the calendar as it stands, infinity while the clock stands; after stopped it stays as it was, so that late terms can be counted.';
create index case_term_running_idx on kernel.case_term (case_id) where stopped is null;

create table kernel.case_party (
  case_id uuid not null,
  party text not null,
  person_id uuid,
  unit_id uuid,
  constraint case_party_case_fkey foreign key (case_id) references kernel.case_file (id),
  constraint case_party_person_fkey foreign key (person_id) references kernel.person (id),
  constraint case_party_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint case_party_one_check check (num_nonnulls(person_id, unit_id) = 1),
  constraint case_party_once unique nulls not distinct (case_id, party, person_id, unit_id)
);
comment on table kernel.case_party is 'Who has which part in a case: a person, or a unit that acts through whoever holds the permission of that party in it.';
create index case_party_person_idx on kernel.case_party (person_id);
create index case_party_unit_idx on kernel.case_party (unit_id);

grant select, insert, update on kernel.case_file, kernel.case_term to khue_app;
grant delete on kernel.case_term to khue_app;
grant select, insert, delete on kernel.case_party to khue_app;
grant select, insert on kernel.case_step to khue_app;
