-- Work again: jobs outside the city's offices, taken in from a spreadsheet.

insert into kernel.fact_kind (name)
values
  ('transition.outside-imported');

create table transition.outside_import (
  id uuid not null,
  unit_id uuid not null,
  file text not null,
  source text not null,
  jobs integer not null,
  imported_by uuid,
  imported_on date not null,
  fact_id uuid not null,
  constraint outside_import_pkey primary key (id),
  constraint outside_import_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint outside_import_fact_fkey foreign key (fact_id) references kernel.fact (id)
);
comment on table transition.outside_import is 'A list of jobs outside that was taken in whole, with who says so (source).';

create table transition.outside_job (
  id uuid not null,
  import_id uuid not null,
  code text not null,
  title text not null,
  employer text not null,
  commune_code text not null,
  pay_from bigint not null,
  pay_to bigint not null,
  bands jsonb not null,
  needs text not null,
  contact text not null,
  until date not null,
  constraint outside_job_pkey primary key (id),
  constraint outside_job_import_fkey foreign key (import_id) references transition.outside_import (id),
  constraint outside_job_code_key unique (import_id, code),
  constraint outside_job_pay_check check (0 <= pay_from and pay_from <= pay_to)
);
comment on table transition.outside_job is 'A job outside: employer, commune, monthly pay in đồng, asked level (bands: area 1 to 5 to band 1 to 3), open until and with a day.';
create index outside_job_until_idx on transition.outside_job (until);

alter table transition.offer
  add constraint offer_outside_fkey foreign key (outside_id) references transition.outside_job (id);

grant select, insert on transition.outside_import, transition.outside_job to khue_app;
