-- Programme: what is reported about targets. The targets themselves are content (content/targets).

create schema programme;
comment on schema programme is 'Targets of the programme: reported values with their evidence.';
grant usage on schema programme to khue_app;

insert into kernel.fact_kind (name)
values
  ('programme.value-reported'),
  ('programme.value-withdrawn');

create table programme.report (
  id uuid not null,
  target_id text not null,
  unit_id uuid not null,
  value numeric not null,
  day date not null,
  source text not null,
  document_id uuid,
  corrects uuid,
  fact_id uuid not null,
  reported_by uuid,
  reported_at timestamptz not null default now(),
  constraint report_pkey primary key (id),
  constraint report_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint report_document_fkey foreign key (document_id) references kernel.document (id),
  constraint report_corrected_once unique (corrects),
  constraint report_corrects_fkey foreign key (corrects) references programme.report (id),
  constraint report_fact_fkey foreign key (fact_id) references kernel.fact (id)
);
comment on table programme.report is 'A value reported for a target on a day, with its source and evidence. Never changed: a mistake is corrected by a new row that names it.';
create index report_target_idx on programme.report (target_id, day);
create index report_document_idx on programme.report (document_id);

create table programme.withdrawal (
  report_id uuid not null,
  reason text not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz not null default now(),
  constraint withdrawal_pkey primary key (report_id),
  constraint withdrawal_report_fkey foreign key (report_id) references programme.report (id)
);
comment on table programme.withdrawal is 'Reports that no longer count, with the reason. The report itself stays to be read.';

grant select, insert on programme.report, programme.withdrawal to khue_app;
