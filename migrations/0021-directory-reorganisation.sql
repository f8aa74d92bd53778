-- Directory: where units come from, and planned acts of reorganisation.

insert into kernel.fact_kind (name)
values ('directory.act-withdrawn');

create table directory.unit_source (
  unit_id uuid not null,
  source text not null,
  verified boolean not null,
  constraint unit_source_pkey primary key (unit_id),
  constraint unit_source_unit_fkey foreign key (unit_id) references kernel.unit (id)
);
comment on table directory.unit_source is 'Where a unit of the content files comes from; verified is false until an official text has been entered, and the screen says so.';

create table directory.reorganisation (
  id uuid not null,
  kind text not null,
  day date not null,
  basis_number text not null,
  basis_day date not null,
  basis_issuer text not null,
  state text not null default 'draft',
  draft jsonb not null,
  effects jsonb,
  created_by uuid,
  created_at timestamptz not null,
  applied_by uuid,
  applied_at timestamptz,
  applied_on date,
  reverted_by uuid,
  reverted_at timestamptz,
  constraint reorganisation_pkey primary key (id),
  constraint reorganisation_kind_check check (kind in ('merge', 'split', 'rename', 'move', 'abolish')),
  constraint reorganisation_state_check check (state in ('draft', 'applied', 'reverted')),
  constraint reorganisation_applied_check check ((state = 'draft') = (effects is null))
);
comment on table directory.reorganisation is 'A planned act of reorganisation. draft = what is to happen; effects = what it did, with the former state of everything it touched, from which it can be taken back.';
create index reorganisation_day_idx on directory.reorganisation (day desc, id desc);

grant select, insert on directory.unit_source to khue_app;
grant select, insert, update, delete on directory.reorganisation to khue_app;
