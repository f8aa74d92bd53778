-- Campaigns: an answer sheet that was keyed wrongly is keyed anew on the same day by whoever keyed it; what was keyed before stays as a trace and decides nothing.

alter table campaigns.sheet
  add column keyed text,
  add column found_state text,
  add constraint sheet_keyed_check check ((keyed is null) = (found_state is null));
comment on column campaigns.sheet.keyed is 'What was keyed, a letter a question, - for none; for whoever keyed it to look at on the same day. Null: not entered, entered before this column came, or the person was erased.';
comment on column campaigns.sheet.found_state is 'State of the line just before the sheet was entered, to which a correction goes back.';

alter table campaigns.test
  drop constraint test_decision_check,
  add constraint test_decision_check check (decision in ('understood', 'not-yet', 'dropped', 'corrected'));
comment on table campaigns.test is 'One sequential test of a person on a message. ratio: natural logarithm of the likelihood ratio at the decision. dropped: a new version came before the end. corrected: of an answer sheet that was keyed wrongly, another test has taken its place. purpose renew: a later look at whether it is still understood, which moves no line.';

create table campaigns.sheet_correction (
  id uuid not null,
  code text not null,
  keyed text not null,
  test_id uuid not null,
  corrected_by uuid not null,
  corrected_at timestamptz not null,
  constraint sheet_correction_pkey primary key (id),
  constraint sheet_correction_test_key unique (test_id),
  constraint sheet_correction_sheet_fkey foreign key (code) references campaigns.sheet (code),
  constraint sheet_correction_test_fkey foreign key (test_id) references campaigns.test (id)
);
comment on table campaigns.sheet_correction is 'What had been keyed of an answer sheet before it was corrected, and the test that was decided from it and counts no longer.';
create index sheet_correction_code_idx on campaigns.sheet_correction (code);

grant select, insert, update on campaigns.sheet_correction to khue_app;
