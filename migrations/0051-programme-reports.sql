-- Programme: reported values belong to an indicator, a unit and a period, carry evidence files, and are appraised.

alter table programme.report
  add column indicator_key text,
  add column period_from date,
  add column period_to date,
  alter column target_id drop not null;

insert into programme.indicator (key)
select distinct case report.target_id when 'rank-2025' then 'transformation-rank' else regexp_replace(report.target_id, '-(2025|2030)$', '') end
from programme.report
on conflict do nothing;

update programme.report
set indicator_key = case report.target_id when 'rank-2025' then 'transformation-rank' else regexp_replace(report.target_id, '-(2025|2030)$', '') end,
  period_from = date_trunc('year', report.day)::date,
  period_to = (date_trunc('year', report.day) + interval '1 year')::date;

alter table programme.report
  alter column indicator_key set not null,
  alter column period_from set not null,
  alter column period_to set not null,
  add constraint report_indicator_fkey foreign key (indicator_key) references programme.indicator (key),
  add constraint report_period_check check (period_from < period_to and day >= period_from and day < period_to);
create index report_indicator_idx on programme.report (indicator_key, unit_id, period_from);
comment on table programme.report is 'A value reported for an indicator in a unit over a period (period_from until before period_to; it held on day). Never changed: a mistake is corrected by a new row that names it. target_id says for which target it was first entered.';

create table programme.evidence (
  report_id uuid not null,
  document_id uuid not null,
  place integer not null,
  constraint evidence_pkey primary key (report_id, document_id),
  constraint evidence_report_fkey foreign key (report_id) references programme.report (id),
  constraint evidence_document_fkey foreign key (document_id) references kernel.document (id)
);
comment on table programme.evidence is 'The files that prove a reported value, in the order in which they were put in.';
create index evidence_document_idx on programme.evidence (document_id);

insert into programme.evidence (report_id, document_id, place)
select report.id, report.document_id, 1
from programme.report
where report.document_id is not null;

create table programme.appraisal (
  id uuid not null,
  report_id uuid not null,
  number integer not null,
  outcome text not null,
  value numeric,
  reason text not null default '',
  fact_id uuid not null,
  appraised_by uuid,
  appraised_at timestamptz not null default now(),
  constraint appraisal_pkey primary key (id),
  constraint appraisal_report_fkey foreign key (report_id) references programme.report (id),
  constraint appraisal_fact_fkey foreign key (fact_id) references kernel.fact (id),
  constraint appraisal_number_taken unique (report_id, number),
  constraint appraisal_outcome_check check (outcome in ('accepted', 'changed', 'returned')),
  constraint appraisal_value_check check ((outcome = 'changed') = (value is not null)),
  constraint appraisal_reason_check check (outcome = 'accepted' or reason <> '')
);
comment on table programme.appraisal is 'What an appraiser found of a reported value: accepted, changed to another value with the reason, or returned with the reason. Only grows; the row with the highest number holds.';

create table programme.report_reminder (
  person_id uuid not null,
  indicator_key text not null,
  unit_id uuid not null,
  period_from date not null,
  stage text not null,
  reminded_on date not null,
  constraint report_reminder_pkey primary key (person_id, indicator_key, unit_id, period_from, stage),
  constraint report_reminder_indicator_fkey foreign key (indicator_key) references programme.indicator (key),
  constraint report_reminder_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint report_reminder_stage_check check (stage in ('before', 'after'))
);
comment on table programme.report_reminder is 'Who was reminded of which report, before and after its day, so that nobody is told twice.';
create index report_reminder_person_idx on programme.report_reminder (person_id, reminded_on);

create trigger report_append_only
  before update or delete or truncate on programme.report
  for each statement execute function kernel.refuse_change();
create trigger appraisal_append_only
  before update or delete or truncate on programme.appraisal
  for each statement execute function kernel.refuse_change();

grant select, insert on programme.evidence, programme.appraisal, programme.report_reminder to khue_app;
