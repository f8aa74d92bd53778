-- Scorecards: what was done on each component of a unit and year.

create table programme.score_act (
  id uuid not null,
  index_key text not null,
  year integer not null,
  unit_id uuid not null,
  component text not null,
  seq integer not null,
  kind text not null,
  value jsonb,
  points numeric,
  note text not null,
  owner_id uuid,
  due date,
  acted_by uuid,
  acted_at timestamptz not null,
  constraint score_act_pkey primary key (id),
  constraint score_act_in_turn unique (index_key, year, unit_id, component, seq),
  constraint score_act_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint score_act_owner_fkey foreign key (owner_id) references kernel.person (id),
  constraint score_act_actor_fkey foreign key (acted_by) references kernel.person (id),
  constraint score_act_kind_check check (kind in ('self-score', 'appraise', 'return', 'assign')),
  constraint score_act_seq_check check (seq >= 1),
  constraint score_act_points_check check (points >= 0)
);
comment on table programme.score_act is 'Self-scores, appraisals, returns and assignments of a component, one after the other. Only grows; the unique place in the order makes two at once a conflict.';
create index score_act_unit_idx on programme.score_act (unit_id, year, index_key);
create index score_act_owner_idx on programme.score_act (owner_id) where owner_id is not null;

create table programme.score_evidence (
  act_id uuid not null,
  document_id uuid not null,
  constraint score_evidence_pkey primary key (act_id, document_id),
  constraint score_evidence_act_fkey foreign key (act_id) references programme.score_act (id),
  constraint score_evidence_document_fkey foreign key (document_id) references kernel.document (id)
);
comment on table programme.score_evidence is 'Documents that a self-score rests on.';
create index score_evidence_document_idx on programme.score_evidence (document_id);

grant select, insert on programme.score_act, programme.score_evidence to khue_app;
