-- What an import adds is kept as lists, one row per table and kind, instead of a row for each: a hundred thousand people leave half a million.

drop table directory.import_fact;
drop index directory.import_image_row_idx;

create table directory.import_fact (
  import_id uuid not null,
  part integer not null generated always as identity,
  fact_ids uuid[] not null,
  constraint import_fact_pkey primary key (import_id, part),
  constraint import_fact_import_fkey foreign key (import_id) references directory.import (id)
);
comment on table directory.import_fact is 'The facts an import recorded, which are withdrawn by new facts when it is undone.';

create table directory.import_added (
  import_id uuid not null,
  relation text not null,
  ids uuid[] not null,
  days date[] not null,
  marks bigint[] not null,
  constraint import_added_pkey primary key (import_id, relation),
  constraint import_added_import_fkey foreign key (import_id) references directory.import (id)
);
comment on table directory.import_added is 'Every row an import added to a table, with a hash of how it left the row. Lets the import be undone while nothing has changed since.';
comment on table directory.import_image is 'Every row an import changed: how it was before and a digest of how the import left it.';

create unlogged table directory.import_staff_line (
  import_id uuid not null,
  line integer not null,
  staff_code text,
  person_id uuid,
  known boolean not null,
  name text,
  name_sort text,
  birth_date date,
  sex text,
  email text,
  phone text,
  digest bytea,
  sealed bytea,
  ending text,
  unit_code text,
  post_code text,
  title text,
  title_key text,
  kind text,
  valid_from date,
  valid_to date,
  coefficient numeric(5, 2),
  union_member boolean,
  main boolean not null,
  constraint import_staff_line_pkey primary key (import_id, line)
);
comment on table directory.import_staff_line is 'The lines of checked staff lists until these are run, so that the file is read once. When it is empty (a crash of the server empties it) the file is read again.';

grant select, insert, update, delete on directory.import_fact, directory.import_added, directory.import_staff_line to khue_app;
