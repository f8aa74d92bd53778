-- Stored sizes of sets, as step functions of the day. Both tables can be emptied and are then filled again.

create table kernel.step (
  set_name text not null,
  slice text not null,
  unit_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  size bigint not null,
  weight numeric not null,
  constraint step_pkey primary key (unit_id, set_name, slice, valid_from),
  constraint step_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table kernel.step is 'Size and weight of a set in one unit alone (its own records), from valid_from until before valid_to. Days without a row: nothing.';

create table kernel.reading (
  set_name text not null,
  slice text not null,
  unit_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  size bigint not null,
  weight numeric not null,
  constraint reading_pkey primary key (unit_id, set_name, slice, valid_from),
  constraint reading_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table kernel.reading is 'Size and weight of a set in a unit with everything under it on that day, rolled up from step over unit_ancestor.';

create table kernel.stale (
  id bigint not null generated always as identity,
  set_name text not null,
  unit_id uuid,
  since timestamptz not null default now(),
  constraint stale_pkey primary key (id)
);
comment on table kernel.stale is 'Sets whose stored sizes must be computed anew in a unit (in all units when unit_id is null). Written with the facts, taken by the refresh job.';

create table kernel.set_definition (
  set_name text not null,
  fingerprint text not null,
  constraint set_definition_pkey primary key (set_name)
);
comment on table kernel.set_definition is 'Hash of the query each set was last stored with; another hash means that the readings are computed anew.';
create index step_set_idx on kernel.step (set_name);

grant select, insert, update, delete on kernel.step, kernel.reading, kernel.stale, kernel.set_definition to khue_app;
