-- Imports of staff, posts and units from spreadsheets: what was asked, how far it has come, what it found, and what it changed.

create function kernel.new_id() returns uuid
  language sql volatile parallel safe
  return encode(
    set_bit(
      set_bit(
        overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
        52, 1),
      53, 1),
    'hex')::uuid;
comment on function kernel.new_id is 'A UUID of version 7 (RFC 9562), as base/id makes them, for rows that are made by a statement.';

insert into kernel.fact_kind (name)
values ('directory.record-withdrawn');

create table directory.post_code (
  post_id uuid not null,
  unit_id uuid not null,
  code text not null,
  constraint post_code_pkey primary key (post_id),
  constraint post_code_post_fkey foreign key (post_id, unit_id) references kernel.post (id, unit_id),
  constraint post_code_key unique (unit_id, code)
);
comment on table directory.post_code is 'The unit''s own code of a single post (one place for one person), by which a list names it again.';

create table directory.import (
  id uuid not null,
  kind text not null,
  state text not null,
  document_id uuid not null,
  file_name text not null,
  headers text[] not null,
  notices jsonb not null default '[]',
  columns jsonb not null default '{}',
  missing text not null default 'keep',
  end_unit_id uuid,
  end_day date,
  phase text not null default 'waiting',
  done integer not null default 0,
  attempts integer not null default 0,
  row_count integer,
  error_count integer,
  counts jsonb not null default '{}',
  problem text,
  problem_values jsonb not null default '{}',
  created_by uuid,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  finished_at timestamptz,
  undone_at timestamptz,
  undone_by uuid,
  constraint import_pkey primary key (id),
  constraint import_document_fkey foreign key (document_id) references kernel.document (id),
  constraint import_end_unit_fkey foreign key (end_unit_id) references kernel.unit (id),
  constraint import_kind_check check (kind in ('staff', 'posts', 'units')),
  constraint import_state_check check (state in ('uploaded', 'checking', 'refused', 'checked', 'running', 'done', 'undoing', 'undone', 'failed', 'dropped')),
  constraint import_missing_check check (missing = 'keep' or (missing = 'end' and end_unit_id is not null and end_day is not null))
);
comment on table directory.import is 'One list somebody put in. The state is also the queue: rows in checking, running and undoing are worked on until they leave these states.';
create index import_created_idx on directory.import (created_by, id);
create index import_waiting_idx on directory.import (id) where state in ('checking', 'running', 'undoing');

create table directory.import_error (
  import_id uuid not null,
  id bigint not null generated always as identity,
  line integer not null,
  field text not null,
  code text not null,
  shown jsonb not null default '{}',
  constraint import_error_pkey primary key (import_id, line, id),
  constraint import_error_import_fkey foreign key (import_id) references directory.import (id)
);
comment on table directory.import_error is 'What is wrong in a list: the line of the file (0: the list as a whole), the column, the key of the sentence and its values. Holds no personal id numbers.';

create table directory.import_line (
  import_id uuid not null,
  change text not null,
  line integer not null,
  label text not null,
  detail text not null,
  constraint import_line_pkey primary key (import_id, change, line, label),
  constraint import_line_import_fkey foreign key (import_id) references directory.import (id)
);
comment on table directory.import_line is 'The first lines of each kind of change that a checked list would make, for the preview; deleted when the list is run or dropped.';

create table directory.import_image (
  import_id uuid not null,
  relation text not null,
  id uuid not null,
  day date not null default '-infinity',
  before jsonb,
  after text not null,
  constraint import_image_pkey primary key (import_id, relation, id, day),
  constraint import_image_import_fkey foreign key (import_id) references directory.import (id)
);
comment on table directory.import_image is 'Every row an import touched: how it was before (null: not there) and a digest of how the import left it. Lets the import be undone while nothing has changed since.';
create index import_image_row_idx on directory.import_image (id);

create table directory.import_fact (
  import_id uuid not null,
  fact_id uuid not null,
  constraint import_fact_pkey primary key (import_id, fact_id),
  constraint import_fact_import_fkey foreign key (import_id) references directory.import (id),
  constraint import_fact_fact_fkey foreign key (fact_id) references kernel.fact (id)
);
comment on table directory.import_fact is 'The facts an import recorded, which are withdrawn by new facts when it is undone.';

grant select, insert, update, delete on directory.post_code, directory.import, directory.import_error, directory.import_line,
  directory.import_image, directory.import_fact to khue_app;
