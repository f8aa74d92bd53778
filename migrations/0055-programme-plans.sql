-- Programme: programmes with legal basis and goals; targets in versions; how a target is shared out to units; how targets stood from day to day.

insert into kernel.fact_kind (name)
values
  ('programme.plan-changed'),
  ('programme.target-changed'),
  ('programme.target-shared-out'),
  ('programme.status-changed');

create table programme.plan (
  id uuid not null,
  key text not null,
  created_at timestamptz not null default now(),
  constraint plan_pkey primary key (id),
  constraint plan_key_taken unique (key)
);
comment on table programme.plan is 'A programme of the city. What it says stands in its versions.';

create table programme.plan_version (
  plan_id uuid not null,
  number integer not null,
  title_vi text not null,
  title_en text not null,
  about_vi text not null,
  about_en text not null,
  unit_id uuid not null,
  starts date not null,
  ends date not null,
  bases jsonb not null,
  goals jsonb not null,
  retired boolean not null default false,
  reason text not null,
  content_hash text,
  changed_by uuid,
  changed_at timestamptz not null default now(),
  constraint plan_version_pkey primary key (plan_id, number),
  constraint plan_version_plan_fkey foreign key (plan_id) references programme.plan (id),
  constraint plan_version_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint plan_version_days_check check (starts <= ends)
);
comment on table programme.plan_version is 'What a programme says: titles, the unit that leads it, its first and last day, legal basis (number, title, day, issuer, source, verified) and goals. Never changed; the row with the highest number holds.';

create table programme.target (
  id uuid not null,
  key text not null,
  plan_id uuid not null,
  parent_id uuid,
  created_at timestamptz not null default now(),
  constraint target_pkey primary key (id),
  constraint target_key_taken unique (key),
  constraint target_plan_fkey foreign key (plan_id) references programme.plan (id),
  constraint target_parent_fkey foreign key (parent_id) references programme.target (id),
  constraint target_own_parent_check check (parent_id <> id)
);
comment on table programme.target is 'A target. What it asks for stands in its versions; parent_id: the target of which it is a unit''s part.';
create index target_plan_idx on programme.target (plan_id);
create index target_parent_idx on programme.target (parent_id);

create table programme.breakdown (
  id uuid not null,
  target_id uuid not null,
  method text not null,
  set_name text,
  whole numeric,
  comes numeric,
  units integer not null,
  reason text not null,
  made_by uuid,
  made_at timestamptz not null default now(),
  constraint breakdown_pkey primary key (id),
  constraint breakdown_target_fkey foreign key (target_id) references programme.target (id),
  constraint breakdown_method_check check (method in ('equal', 'proportional', 'by-hand')),
  constraint breakdown_units_check check (units > 0)
);
comment on table programme.breakdown is 'How a target was shared out to units, each time: by which method, by the size of which set, what the parts came to. The newest holds.';
create index breakdown_target_idx on programme.breakdown (target_id, made_at);

create table programme.target_version (
  target_id uuid not null,
  number integer not null,
  goal text,
  indicator_key text not null,
  title_vi text not null,
  title_en text not null,
  unit_id uuid not null,
  direction text not null,
  value numeric,
  due date not null,
  baseline_value numeric,
  baseline_day date,
  milestones jsonb not null default '[]',
  person_id uuid,
  co_units uuid[] not null default '{}',
  note_vi text not null,
  note_en text not null,
  document text not null,
  source text not null,
  verified boolean not null,
  retired boolean not null default false,
  breakdown_id uuid,
  weight numeric,
  reason text not null,
  content_hash text,
  changed_by uuid,
  changed_at timestamptz not null default now(),
  fact_id uuid not null,
  constraint target_version_pkey primary key (target_id, number),
  constraint target_version_target_fkey foreign key (target_id) references programme.target (id),
  constraint target_version_indicator_fkey foreign key (indicator_key) references programme.indicator (key),
  constraint target_version_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint target_version_person_fkey foreign key (person_id) references kernel.person (id),
  constraint target_version_breakdown_fkey foreign key (breakdown_id) references programme.breakdown (id),
  constraint target_version_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint target_version_direction_check check (direction in ('at-least', 'at-most', 'reached')),
  constraint target_version_value_check check ((direction = 'reached') = (value is null)),
  constraint target_version_baseline_check check ((baseline_value is null) = (baseline_day is null))
);
comment on table programme.target_version is 'What a target asks for: an indicator in a unit, a value and its direction, by a day, from a baseline, over milestones ({day, value}); who answers for it. Never changed: a change is a new row with its reason; the row with the highest number holds.';
create index target_version_unit_idx on programme.target_version (unit_id);
create index target_version_person_idx on programme.target_version (person_id);

create table programme.target_status (
  target_id uuid not null,
  day date not null,
  status text not null,
  before text,
  value numeric,
  value_day date,
  constraint target_status_pkey primary key (target_id, day),
  constraint target_status_target_fkey foreign key (target_id) references programme.target (id),
  constraint target_status_status_check check (status in ('reached', 'on-track', 'at-risk', 'late', 'not-reached', 'no-data'))
);
comment on table programme.target_status is 'The days on which a target came to stand otherwise than before; on the days between, it stood as on the last of them. programme.status_day tells on which days this was compared.';
create index target_status_day_idx on programme.target_status (day);

create table programme.status_day (
  day date not null,
  targets integer not null,
  compared_at timestamptz not null default now(),
  constraint status_day_pkey primary key (day)
);
comment on table programme.status_day is 'The days on which the status of every target was compared with the day before it, and of how many.';

create table programme.silence (
  target_id uuid not null,
  since date not null,
  told_on date not null,
  constraint silence_pkey primary key (target_id, since),
  constraint silence_target_fkey foreign key (target_id) references programme.target (id)
);
comment on table programme.silence is 'Targets whose data stopped coming: since which value, and when the person who answers for it was told, so that nobody is told twice.';

create trigger plan_version_append_only
  before update or delete or truncate on programme.plan_version
  for each statement execute function kernel.refuse_change();
create trigger target_version_append_only
  before update or delete or truncate on programme.target_version
  for each statement execute function kernel.refuse_change();

grant select, insert on programme.plan, programme.plan_version, programme.target, programme.target_version, programme.breakdown, programme.target_status, programme.status_day,
  programme.silence to khue_app;
