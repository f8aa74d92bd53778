-- Exports of the records behind a number: who asked for which ones and why, how far the file is, and which document it became.
create table kernel.export (
  id uuid not null,
  set_name text not null,
  slice text not null,
  unit_id uuid not null,
  day date not null,
  from_day date,
  format text not null,
  locale text not null,
  requested_by uuid,
  purpose text,
  requested_on date not null,
  rows_total integer not null,
  rows_done integer not null default 0,
  document_id uuid,
  constraint export_pkey primary key (id),
  constraint export_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint export_requested_by_fkey foreign key (requested_by) references kernel.person (id),
  constraint export_document_fkey foreign key (document_id) references kernel.document (id),
  constraint export_format_check check (format in ('csv', 'xlsx'))
);
comment on table kernel.export is 'Files asked for of the records behind a number. Kept for 7 days; without a document the file is still being written.';
create index export_document_idx on kernel.export (document_id);

grant select, insert, update, delete on kernel.export to khue_app;
