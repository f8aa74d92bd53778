-- Skills: imported frameworks, and which level is required of whom.

create table skills.framework (
  id text not null,
  package jsonb not null,
  imported_by uuid,
  imported_at timestamptz not null default now(),
  constraint framework_pkey primary key (id)
);
comment on table skills.framework is 'A competence framework put in as CASE 1.1 (CFPackage), beside those of content/skills/frameworks.';

create table skills.requirement (
  id uuid not null,
  framework_id text not null,
  competence text not null,
  post_kind text not null,
  unit_id uuid,
  level integer not null,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  set_by uuid,
  set_at timestamptz not null default now(),
  constraint requirement_pkey primary key (id),
  constraint requirement_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint requirement_post_check check (post_kind in ('leader', 'staff', 'contract')),
  constraint requirement_level_check check (level between 0 and 8),
  constraint requirement_range_check check (valid_from < valid_to),
  constraint requirement_overlap exclude using gist (
    framework_id with =,
    competence with =,
    post_kind with =,
    (coalesce(unit_id, '00000000-0000-0000-0000-000000000000'::uuid)) with =,
    daterange(valid_from, valid_to) with &&
  )
);
comment on table skills.requirement is 'The level that a kind of post needs in a competence or area of a framework, in a unit and all under it (null: everywhere), from valid_from until before valid_to. The nearest unit wins.';
create index requirement_unit_idx on skills.requirement (unit_id, valid_from);

grant select, insert, update on skills.requirement to khue_app;
grant select, insert, update, delete on skills.framework to khue_app;
grant delete on skills.requirement to khue_app;
