-- Rules: official texts that a person entered for parameters of content/rules.

create table kernel.rule_text (
  id uuid not null,
  parameter text not null,
  valid_from date not null,
  valid_to date not null,
  value text not null,
  document text not null,
  article text not null,
  document_day date not null,
  evidence_id uuid not null,
  signed_by uuid not null,
  entered_at timestamptz not null default clock_timestamp(),
  constraint rule_text_pkey primary key (id),
  constraint rule_text_range_check check (valid_from < valid_to),
  constraint rule_text_value_check check (value ~ '^-?\d{1,18}(\.\d{1,10})?$'),
  constraint rule_text_evidence_fkey foreign key (evidence_id) references kernel.document (id)
);
comment on table kernel.rule_text is 'The value of a parameter as an official text has it, entered by a person who signs for it. Wins over content/rules on its days, the one entered last over those before. Never changed: a mistake is withdrawn.';
create index rule_text_parameter_idx on kernel.rule_text (parameter, entered_at);
create index rule_text_evidence_idx on kernel.rule_text (evidence_id);

create table kernel.rule_text_withdrawal (
  text_id uuid not null,
  reason text not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz not null default clock_timestamp(),
  constraint rule_text_withdrawal_pkey primary key (text_id),
  constraint rule_text_withdrawal_text_fkey foreign key (text_id) references kernel.rule_text (id)
);
comment on table kernel.rule_text_withdrawal is 'Official texts that no longer count, with the reason. The text itself stays to be read.';

grant select, insert on kernel.rule_text, kernel.rule_text_withdrawal to khue_app;
