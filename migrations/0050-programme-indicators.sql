-- Programme: the catalogue of indicators. What an indicator says is dated and versioned; what it was first seeded from is content/indicators.

insert into kernel.fact_kind (name)
values
  ('programme.indicator-defined'),
  ('programme.indicator-retired'),
  ('programme.value-appraised');

create table programme.indicator (
  key text not null,
  created_at timestamptz not null default now(),
  constraint indicator_pkey primary key (key),
  constraint indicator_key_check check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
comment on table programme.indicator is 'The stable key of an indicator. What it means stands in its versions.';

create table programme.indicator_version (
  id uuid not null,
  indicator_key text not null,
  number integer not null,
  valid_from date not null,
  valid_to date not null default 'infinity',
  retired boolean not null default false,
  name_vi text not null,
  name_en text not null,
  definition_vi text not null,
  definition_en text not null,
  formula jsonb not null,
  measure text not null,
  unit_vi text not null,
  unit_en text not null,
  decimals integer not null,
  direction text not null,
  owner_id uuid not null,
  reporters text[] not null default '{}',
  reporting_from date not null,
  periodicity text not null,
  term_working_days integer not null,
  source text not null,
  quality_vi text not null default '',
  quality_en text not null default '',
  verified boolean not null,
  reason text not null default '',
  content_hash text,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint indicator_version_pkey primary key (id),
  constraint indicator_version_key_fkey foreign key (indicator_key) references programme.indicator (key),
  constraint indicator_version_owner_fkey foreign key (owner_id) references kernel.unit (id),
  constraint indicator_version_number_taken unique (indicator_key, number),
  constraint indicator_version_range_check check (valid_from <= valid_to),
  constraint indicator_version_measure_check check (measure in ('percent', 'number', 'rank', 'milestone')),
  constraint indicator_version_decimals_check check (decimals between 0 and 4),
  constraint indicator_version_direction_check check (direction in ('higher', 'lower')),
  constraint indicator_version_periodicity_check check (periodicity in ('month', 'quarter', 'half-year', 'year')),
  constraint indicator_version_term_check check (term_working_days between 0 and 60),
  constraint indicator_version_overlap exclude using gist (indicator_key with =, daterange(valid_from, valid_to) with &&)
);
comment on table programme.indicator_version is 'What an indicator means from valid_from until before valid_to: definition, formula (plain data), unit of measure, owner, who reports it and by when. Only valid_to is ever changed, when a new version begins; a version replaced on its own first day keeps an empty range. Retired: the indicator is no longer kept from that day on.';
create index indicator_version_day_idx on programme.indicator_version (indicator_key, valid_from);

grant select, insert on programme.indicator, programme.indicator_version to khue_app;
grant update (valid_to) on programme.indicator_version to khue_app;
