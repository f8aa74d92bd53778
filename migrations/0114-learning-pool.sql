-- Learning: the pool of people who may be asked to help other units: profiles, consents, needs, requests, hours, evaluations.

insert into kernel.fact_kind (name)
values
  ('learning.pool-member-changed'),
  ('learning.pool-need-changed'),
  ('learning.pool-request-changed'),
  ('learning.pool-hours-confirmed');

create table learning.pool_member (
  person_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  kinds text[] not null,
  fields text[] not null,
  languages text[] not null,
  about text not null,
  own_state text not null,
  unit_state text not null,
  unit_reason text,
  changed_at timestamptz not null,
  constraint pool_member_pkey primary key (person_id),
  constraint pool_member_id_key unique (id),
  constraint pool_member_person_fkey foreign key (person_id) references kernel.person (id),
  constraint pool_member_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pool_member_own_check check (own_state in ('in', 'left')),
  constraint pool_member_unit_check check (unit_state in ('asked', 'given', 'refused', 'withdrawn')),
  constraint pool_member_kinds_check check (cardinality(kinds) > 0 and kinds <@ array['adviser', 'trainer', 'project-manager', 'implementer'])
);
comment on table learning.pool_member is 'Somebody who may be asked to help other units, as the person states it. unit_id: the unit of the main post whose head agrees; a move asks the new head anew. What is proven is derived elsewhere, never typed in.';
create index pool_member_asked_idx on learning.pool_member (unit_id) where own_state = 'in' and unit_state = 'asked';

create table learning.pool_consent (
  id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  side text not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  given_by uuid,
  reason text,
  constraint pool_consent_pkey primary key (id),
  constraint pool_consent_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pool_consent_side_check check (side in ('person', 'unit')),
  constraint pool_consent_range_check check (valid_from <= valid_to)
);
comment on table learning.pool_consent is 'From when until before when a person (side person) and the head of the unit (side unit) agreed that the person may be asked; given and withdrawn on one day: an empty range. reason: why it was withdrawn.';
create unique index pool_consent_open_key on learning.pool_consent (person_id, side) where valid_to = 'infinity';

create table learning.pool_kind (
  person_id uuid not null,
  kind text not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint pool_kind_pkey primary key (person_id, kind, valid_from),
  constraint pool_kind_range_check check (valid_from <= valid_to)
);
comment on table learning.pool_kind is 'As what somebody stood in the pool, from when until before when; so that members by kind can be counted on any day.';

create table learning.pool_period (
  id uuid not null,
  person_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  hours_month integer not null,
  constraint pool_period_pkey primary key (id),
  constraint pool_period_range_check check (valid_from < valid_to),
  constraint pool_period_hours_check check (hours_month between 1 and 160)
);
comment on table learning.pool_period is 'When somebody of the pool has time for others, and how many hours a month.';
create index pool_period_person_idx on learning.pool_period (person_id, valid_from);

create table learning.pool_need (
  id uuid not null,
  unit_id uuid not null,
  title text not null,
  about text not null,
  kind text not null,
  fields text[] not null,
  area text,
  level integer,
  language text,
  starts date not null,
  ends date not null,
  hours integer not null,
  state text not null default 'open',
  reason text,
  stated_by uuid,
  stated_on date not null,
  closed_on date,
  able integer not null default 0,
  constraint pool_need_pkey primary key (id),
  constraint pool_need_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pool_need_kind_check check (kind in ('adviser', 'trainer', 'project-manager', 'implementer')),
  constraint pool_need_skill_check check ((area is null) = (level is null) and level between 1 and 3),
  constraint pool_need_range_check check (starts < ends),
  constraint pool_need_hours_check check (hours between 1 and 2000),
  constraint pool_need_state_check check (state in ('open', 'met', 'cancelled')),
  constraint pool_need_closed_check check ((state = 'open') = (closed_on is null))
);
comment on table learning.pool_need is 'What a unit needs somebody for: as what, in which fields, with which proven level, from starts until before ends, how many hours in all. able: how many members met all of it when it was last looked at.';
create index pool_need_unit_idx on learning.pool_need (unit_id, stated_on);
create index pool_need_open_idx on learning.pool_need (id) where state = 'open';

create table learning.pool_unmet (
  need_id uuid not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  constraint pool_unmet_pkey primary key (need_id, valid_from),
  constraint pool_unmet_need_fkey foreign key (need_id) references learning.pool_need (id),
  constraint pool_unmet_range_check check (valid_from <= valid_to)
);
comment on table learning.pool_unmet is 'On which days an open need had nobody able in the pool, as it was found when looked at.';

create table learning.pool_request (
  id uuid not null,
  need_id uuid not null,
  unit_id uuid not null,
  person_id uuid not null,
  home_unit_id uuid not null,
  state text not null,
  message text not null,
  asked_by uuid,
  changed_at timestamptz not null,
  constraint pool_request_pkey primary key (id),
  constraint pool_request_need_fkey foreign key (need_id) references learning.pool_need (id),
  constraint pool_request_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pool_request_home_fkey foreign key (home_unit_id) references kernel.unit (id),
  constraint pool_request_state_check check (state in ('asked', 'agreed', 'confirmed', 'done', 'closed', 'refused', 'declined', 'cancelled'))
);
comment on table learning.pool_request is 'One person asked for one need: the head of the home unit agrees, the person confirms, works, is evaluated. unit_id: the unit that asks.';
create unique index pool_request_open_key on learning.pool_request (need_id, person_id) where state in ('asked', 'agreed', 'confirmed', 'done');
create index pool_request_person_idx on learning.pool_request (person_id, state);
create index pool_request_home_idx on learning.pool_request (home_unit_id, state);
create index pool_request_unit_idx on learning.pool_request (unit_id, state);
create index pool_request_waiting_idx on learning.pool_request (state) where state in ('asked', 'done');

create table learning.pool_event (
  id uuid not null,
  request_id uuid not null,
  person_id uuid,
  act text not null,
  state text not null,
  reason text,
  day date not null,
  at timestamptz not null,
  constraint pool_event_pkey primary key (id),
  constraint pool_event_request_fkey foreign key (request_id) references learning.pool_request (id)
);
comment on table learning.pool_event is 'What happened to a request, by whom (person_id), with the reason and the state after it. Only grows.';
create index pool_event_request_idx on learning.pool_event (request_id, at);

create table learning.pool_hours (
  id uuid not null,
  request_id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  day date not null,
  minutes integer not null,
  note text not null,
  state text not null,
  reason text,
  decided_by uuid,
  decided_on date,
  logged_at timestamptz not null,
  constraint pool_hours_pkey primary key (id),
  constraint pool_hours_request_fkey foreign key (request_id) references learning.pool_request (id),
  constraint pool_hours_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pool_hours_minutes_check check (minutes between 15 and 720),
  constraint pool_hours_state_check check (state in ('logged', 'confirmed', 'returned')),
  constraint pool_hours_decided_check check ((state = 'logged') = (decided_on is null))
);
comment on table learning.pool_hours is 'Work of a member of the pool on a day, logged by the person, confirmed or returned with a reason by the unit that asked. unit_id: the home unit on that day, which gave the hours.';
create index pool_hours_request_idx on learning.pool_hours (request_id, day);
create index pool_hours_logged_idx on learning.pool_hours (request_id) where state = 'logged';

create table learning.pool_evaluation (
  request_id uuid not null,
  person_id uuid not null,
  day date not null,
  knowledge integer not null,
  delivery integer not null,
  reliability integer not null,
  words text not null,
  given_by uuid,
  answer text,
  answered_on date,
  constraint pool_evaluation_pkey primary key (request_id),
  constraint pool_evaluation_request_fkey foreign key (request_id) references learning.pool_request (id),
  constraint pool_evaluation_marks_check check (knowledge between 1 and 5 and delivery between 1 and 5 and reliability between 1 and 5),
  constraint pool_evaluation_answer_check check ((answer is null) = (answered_on is null))
);
comment on table learning.pool_evaluation is 'What the unit that asked says of the work of a member of the pool, 1 to 5 by criterion and in words; the person sees it and may answer once.';
create index pool_evaluation_person_idx on learning.pool_evaluation (person_id);

alter table learning.study_time drop constraint study_time_source_check;
alter table learning.study_time add constraint study_time_source_check check (source in ('lesson', 'package', 'class', 'outside', 'pool'));

grant select, insert, update, delete on learning.pool_member, learning.pool_period to khue_app;
grant select, insert, update on learning.pool_consent, learning.pool_kind, learning.pool_need, learning.pool_unmet, learning.pool_request, learning.pool_hours, learning.pool_evaluation to khue_app;
grant select, insert on learning.pool_event to khue_app;
