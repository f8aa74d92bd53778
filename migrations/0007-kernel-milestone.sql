-- What was done once in the life of a database.

create table kernel.milestone (
  name text not null,
  at timestamptz not null default now(),
  constraint milestone_pkey primary key (name)
);
comment on table kernel.milestone is 'Work done once: demo-begun and demo-finished around the making of the demo city, administrator-invited at the first start without it.';

grant select, insert on kernel.milestone to khue_app;
