-- A last day that was moved by mistake is moved back; why it was moved stays readable.
alter table learning.excuse
  add column withdrawn_at timestamptz,
  add column withdrawn_by uuid;
comment on column learning.excuse.withdrawn_at is 'When the last day was moved back to due_before; null: the excuse stands.';
comment on column learning.excuse.withdrawn_by is 'Who moved it back.';
grant update (withdrawn_at, withdrawn_by) on learning.excuse to khue_app;
