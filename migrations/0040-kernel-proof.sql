-- Proof: the logs of facts, audit lines and publications as signed Merkle trees, and readings published with a receipt.

create table kernel.proof_log (
  log text not null,
  origin text not null,
  since timestamptz not null default now(),
  constraint proof_log_pkey primary key (log),
  constraint proof_log_origin_key unique (origin),
  constraint proof_log_log_check check (log in ('fact', 'audit', 'publication'))
);
comment on table kernel.proof_log is 'The logs that are proved, and the name under which each is signed. Set once, at the first checkpoint.';

create table kernel.proof_key (
  public_key bytea not null,
  since timestamptz not null default now(),
  constraint proof_key_pkey primary key (public_key),
  constraint proof_key_length_check check (octet_length(public_key) = 32)
);
comment on table kernel.proof_key is 'Every public key (Ed25519) that has signed checkpoints here, so that old ones can be checked after a change of key.';

create table kernel.proof_waiting (
  id bigint not null generated always as identity,
  log text not null,
  ids uuid[] not null,
  constraint proof_waiting_pkey primary key (id)
);
comment on table kernel.proof_waiting is 'Rows of the logs that have no place in their tree yet. Written by trigger in the transaction of the row, so that none is passed over however late it commits; taken by the job proof.checkpoint.';
create index proof_waiting_log_idx on kernel.proof_waiting (log, id);

create table kernel.proof_leaf (
  log text not null,
  first bigint not null,
  ids uuid[] not null,
  hashes bytea not null,
  constraint proof_leaf_pkey primary key (log, first),
  constraint proof_leaf_length_check check (octet_length(hashes) = 32 * cardinality(ids) and cardinality(ids) between 1 and 256),
  constraint proof_leaf_tile_check check (first / 256 = (first + cardinality(ids) - 1) / 256)
);
comment on table kernel.proof_leaf is 'Which rows stand in a tree from place first on, with the hashes of their leaves one after the other. No line crosses a multiple of 256.';
alter table kernel.proof_leaf alter column hashes set storage external;
alter table kernel.proof_leaf alter column ids set storage external;

create table kernel.proof_node (
  log text not null,
  level integer not null,
  index bigint not null,
  hash bytea not null,
  constraint proof_node_pkey primary key (log, level, index),
  constraint proof_node_level_check check (level > 0 and level % 8 = 0),
  constraint proof_node_length_check check (octet_length(hash) = 32)
);
comment on table kernel.proof_node is 'Roots of complete subtrees of 256, 65,536, ... leaves (level 8, 16, ...): proofs are made from them without reading all leaves.';

create table kernel.proof_checkpoint (
  log text not null,
  size bigint not null,
  root bytea not null,
  frontier bytea not null,
  note text not null,
  at timestamptz not null default now(),
  constraint proof_checkpoint_pkey primary key (log, size),
  constraint proof_checkpoint_log_fkey foreign key (log) references kernel.proof_log (log),
  constraint proof_checkpoint_length_check check (octet_length(root) = 32 and octet_length(frontier) % 32 = 0)
);
comment on table kernel.proof_checkpoint is 'Signed checkpoints (C2SP tlog-checkpoint), and the roots of the complete subtrees at the right edge of the tree, from which it goes on growing.';

create table kernel.publication (
  id uuid not null,
  figure text not null,
  label_vi text not null,
  label_en text not null,
  unit_id uuid not null,
  day date not null,
  from_day date,
  definition jsonb not null,
  definition_version text not null,
  value numeric,
  numerator numeric not null,
  denominator numeric,
  statement text not null,
  records_count bigint not null,
  records_root bytea not null,
  blocks bytea not null,
  document_id uuid,
  seen_with text[] not null,
  published_by uuid,
  published_at timestamptz not null,
  place bigint not null,
  checkpoint_size bigint not null,
  constraint publication_pkey primary key (id),
  constraint publication_place_key unique (place),
  constraint publication_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint publication_document_fkey foreign key (document_id) references kernel.document (id),
  constraint publication_place_check check (place >= 0 and checkpoint_size > place)
);
comment on table kernel.publication is 'Readings that were published: what was stated (word for word, as the log of publications has it), the root of the records counted, and where the entry stands in the log. seen_with: permissions that one needs to see it, because it tells of a small group; empty: everybody may.';
create index publication_figure_idx on kernel.publication (figure, unit_id, day);
create index publication_unit_idx on kernel.publication (unit_id, place);

create trigger proof_log_append_only
  before update or delete or truncate on kernel.proof_log
  for each statement execute function kernel.refuse_change();
create trigger proof_key_append_only
  before update or delete or truncate on kernel.proof_key
  for each statement execute function kernel.refuse_change();
create trigger proof_leaf_append_only
  before update or delete or truncate on kernel.proof_leaf
  for each statement execute function kernel.refuse_change();
create trigger proof_node_append_only
  before update or delete or truncate on kernel.proof_node
  for each statement execute function kernel.refuse_change();
create trigger proof_checkpoint_append_only
  before update or delete or truncate on kernel.proof_checkpoint
  for each statement execute function kernel.refuse_change();
create trigger publication_append_only
  before update or delete or truncate on kernel.publication
  for each statement execute function kernel.refuse_change();

create function kernel.await_proof() returns trigger
  language plpgsql
  set search_path = pg_catalog, kernel
as $$
begin
  insert into kernel.proof_waiting (log, ids)
  select tg_table_name, array_agg(part.id order by part.id)
  from (
    select added.id, (row_number() over (order by added.id) - 1) / 10000 as number
    from added
  ) as part
  group by part.number
  order by part.number;
  return null;
end;
$$;
comment on function kernel.await_proof is 'Trigger that notes new rows of a log as waiting for their place in its tree, 10,000 a line.';

create trigger fact_await_proof
  after insert on kernel.fact
  referencing new table as added
  for each statement execute function kernel.await_proof();
create trigger audit_await_proof
  after insert on kernel.audit
  referencing new table as added
  for each statement execute function kernel.await_proof();

-- The leaf of an audit line names whose record it showed.
create index look_audit_idx on kernel.look (audit_id);

-- What was recorded before.
insert into kernel.proof_waiting (log, ids)
select 'fact', array_agg(part.id order by part.id)
from (
  select fact.id, (row_number() over (order by fact.id) - 1) / 10000 as number
  from kernel.fact
) as part
group by part.number
order by part.number;
insert into kernel.proof_waiting (log, ids)
select 'audit', array_agg(part.id order by part.id)
from (
  select audit.id, (row_number() over (order by audit.id) - 1) / 10000 as number
  from kernel.audit
) as part
group by part.number
order by part.number;

grant select, insert on kernel.proof_log, kernel.proof_key, kernel.proof_leaf, kernel.proof_node, kernel.proof_checkpoint, kernel.publication to khue_app;
grant select, insert, delete on kernel.proof_waiting to khue_app;
