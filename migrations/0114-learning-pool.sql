-- Learning: the pool of people who advise, train, manage and carry out; what units need, who was asked, hours and evaluations.

insert into kernel.fact_kind (name)
values
  ('learning.pool-member-changed'),
  ('learning.pool-need-changed'),
  ('learning.pool-booking-changed'),
  ('learning.pool-hours-logged');

create table learning.pool_member (
  id uuid not null,
  person_id uuid not null,
  unit_id uuid not null,
  roles text[] not null,
  fields text[] not null,
  languages text[] not null,
  about text not null,
  days_a_month integer not null,
  free_from date not null,
  free_until date not null default 'infinity',
  shows_level boolean not null,
  state text not null,
  offered_at timestamptz not null,
  decided_by uuid,
  decided_on date,
  reason text,
  ended_on date,
  constraint pool_member_pkey primary key (id),
  constraint pool_member_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pool_member_some_check check (cardinality(roles) > 0 and cardinality(fields) > 0 and cardinality(languages) > 0),
  constraint pool_member_days_check check (days_a_month between 1 and 22),
  constraint pool_member_free_check check (free_from < free_until),
  constraint pool_member_state_check check (state in ('offered', 'agreed', 'refused', 'ended')),
  constraint pool_member_decided_check check ((state in ('agreed', 'refused')) <= (decided_on is not null) and (state = 'ended') = (ended_on is not null))
);
comment on table learning.pool_member is 'Somebody who offers to help other units, once the own unit has agreed. An offer that is changed is a new row; the one before it ends. shows_level: whether the measured level may be seen by those who look for help.';
create unique index pool_member_current_key on learning.pool_member (person_id) where state in ('offered', 'agreed');
create index pool_member_unit_idx on learning.pool_member (unit_id) where state = 'offered';

create table learning.pool_need (
  id uuid not null,
  unit_id uuid not null,
  role text not null,
  field text not null,
  language text not null,
  about text not null,
  starts date not null,
  days integer not null,
  asked_by uuid,
  asked_on date not null,
  ended_on date,
  outcome text,
  constraint pool_need_pkey primary key (id),
  constraint pool_need_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pool_need_days_check check (days between 1 and 250),
  constraint pool_need_outcome_check check ((ended_on is null) = (outcome is null) and outcome in ('met', 'dropped'))
);
comment on table learning.pool_need is 'What help a unit needs, from which day and for how many days; open until it is met or dropped.';
create index pool_need_unit_idx on learning.pool_need (unit_id, asked_on desc);

create table learning.pool_booking (
  id uuid not null,
  need_id uuid not null,
  member_id uuid not null,
  person_id uuid not null,
  state text not null,
  asked_at timestamptz not null,
  asked_by uuid,
  answer text,
  mark integer,
  remark text,
  ended_on date,
  constraint pool_booking_pkey primary key (id),
  constraint pool_booking_member_key unique (need_id, person_id),
  constraint pool_booking_need_fkey foreign key (need_id) references learning.pool_need (id),
  constraint pool_booking_member_fkey foreign key (member_id) references learning.pool_member (id),
  constraint pool_booking_state_check check (state in ('asked', 'confirmed', 'declined', 'done')),
  constraint pool_booking_mark_check check ((state = 'done') = (mark is not null) and mark between 1 and 5)
);
comment on table learning.pool_booking is 'That a unit asks a member of the pool for help; confirmed or declined by the member, at the end evaluated (1 to 5) by the unit.';
create index pool_booking_person_idx on learning.pool_booking (person_id, state);
create index pool_booking_need_idx on learning.pool_booking (need_id);

create table learning.pool_hours (
  id uuid not null,
  booking_id uuid not null,
  unit_id uuid not null,
  day date not null,
  minutes integer not null,
  what text not null,
  constraint pool_hours_pkey primary key (id),
  constraint pool_hours_booking_fkey foreign key (booking_id) references learning.pool_booking (id),
  constraint pool_hours_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint pool_hours_minutes_check check (minutes between 15 and 720)
);
comment on table learning.pool_hours is 'Hours that a member of the pool has worked for a unit (unit_id: the unit that was helped).';
create index pool_hours_booking_idx on learning.pool_hours (booking_id);

grant select, insert, update on learning.pool_member, learning.pool_need, learning.pool_booking to khue_app;
grant select, insert on learning.pool_hours to khue_app;
