-- Facts and audit: two logs that only grow.

create function kernel.refuse_change() returns trigger
  language plpgsql
as $$
begin
  raise exception '% on %.% is refused: this log only grows', tg_op, tg_table_schema, tg_table_name
    using errcode = 'KH001';
end;
$$;
comment on function kernel.refuse_change is 'Trigger that keeps an append-only table append-only, also for its owner.';

create table kernel.fact_kind (
  name text not null,
  constraint fact_kind_pkey primary key (name)
);
comment on table kernel.fact_kind is 'The kinds of fact that modules declare; each module''s migration adds its own. A fact of another kind is refused.';

create table kernel.fact (
  id uuid not null,
  kind text not null,
  subject uuid not null,
  unit_id uuid not null,
  day date not null,
  recorded_at timestamptz not null default clock_timestamp(),
  value numeric,
  data jsonb not null default '{}',
  actor uuid,
  corrects uuid,
  constraint fact_pkey primary key (id),
  constraint fact_kind_fkey foreign key (kind) references kernel.fact_kind (name),
  constraint fact_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint fact_corrects_fkey foreign key (corrects) references kernel.fact (id)
);
comment on table kernel.fact is 'What happened, on which day, in which unit. day = when it happened; recorded_at = when Khuê learned it. Ids only, no names. A mistake is corrected by a new fact.';
create index fact_subject_idx on kernel.fact (subject, day);
create index fact_unit_kind_idx on kernel.fact (unit_id, kind, day);
create index fact_recorded_idx on kernel.fact using brin (recorded_at);

create trigger fact_append_only
  before update or delete or truncate on kernel.fact
  for each statement execute function kernel.refuse_change();

create table kernel.audit (
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  operation text not null,
  outcome text not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text,
  unit_id uuid,
  subject uuid,
  purpose text,
  problem text,
  request_id text not null,
  detail jsonb not null default '{}',
  constraint audit_pkey primary key (id),
  constraint audit_outcome_check check (outcome in ('done', 'refused'))
);
comment on table kernel.audit is 'Every write, refusal, export and look at a person''s record, written by the operation pipeline in the same transaction as the work (refusals in their own).';
create index audit_at_idx on kernel.audit (at);
create index audit_actor_idx on kernel.audit (actor_id, at);
create index audit_subject_idx on kernel.audit (subject, at);

create trigger audit_append_only
  before update or delete or truncate on kernel.audit
  for each statement execute function kernel.refuse_change();

create table kernel.look (
  audit_id uuid not null,
  person_id uuid not null,
  constraint look_pkey primary key (person_id, audit_id),
  constraint look_audit_fkey foreign key (audit_id) references kernel.audit (id)
);
comment on table kernel.look is 'Whose record an audited operation showed; the person sees these lines on Today.';

create trigger look_append_only
  before update or delete or truncate on kernel.look
  for each statement execute function kernel.refuse_change();

create table kernel.request (
  actor text not null,
  request_id text not null,
  operation text not null,
  input_hash text not null,
  output jsonb,
  at timestamptz not null default now(),
  constraint request_pkey primary key (actor, request_id, operation)
);
comment on table kernel.request is 'What a write answered, so that the same request sent again gets the same answer instead of acting twice. Rows older than 7 days may be deleted.';
create index request_at_idx on kernel.request (at);

grant select on kernel.fact_kind to khue_app;
grant select, insert on kernel.fact, kernel.audit, kernel.look to khue_app;
grant select, insert, update, delete on kernel.request to khue_app;
